import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { catalogQuery } from '../../../api/catalog-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { orderKinds } from '../../../builder/menu/fields.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount, formatNumber } from '../../../ui/number-text.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Table } from '../../../ui/table.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { ColumnRow } from './column-row.tsx';
import {
  findDoubles,
  type KnownAttributes,
  listTargets,
  targetOfColumn,
} from './column-targets.ts';
import { useDraftForm } from './draft-form.ts';
import { StepFoot } from './step-foot.tsx';

/** Rows that are drawn at first, and more with each click: a file may have a thousand columns. */
const shownAtOnce = 50;

/** What becomes of each column but the identifier. */
export function ColumnsStep() {
  const { id: projectId } = useProject();
  const { data: catalog, error, refetch } = useQuery(catalogQuery(projectId));
  const attributes = catalog?.attributes;
  const known = useMemo<KnownAttributes | undefined>(
    () =>
      attributes &&
      new Map(
        attributes.map(({ key, count, kinds }) => [
          key,
          { key, users: count, kinds: orderKinds(kinds) },
        ]),
      ),
    [attributes],
  );
  if (error && !known) {
    return (
      <ProblemState
        error={error}
        what="the attributes that there are"
        onRetry={() => void refetch()}
      />
    );
  }
  if (!known) return <Skeleton lines={8} height={36} label="Loading the attributes" />;
  return <Columns known={known} />;
}

function Columns({ known }: { known: KnownAttributes }) {
  const { draft, change, goTo } = useDraftForm();
  const [text, setText] = useState('');
  const [count, setCount] = useState(shownAtOnce);
  const options = useMemo(() => listTargets(known), [known]);
  const doubles = useMemo(() => findDoubles(draft), [draft]);
  const columns = draft.columns.filter(({ index }) => index !== draft.identifier?.column);
  const found = columns.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  const skipped = columns.filter(
    ({ index }) => targetOfColumn(draft, index).type === 'skip',
  ).length;
  const changeAll = (to: (column: (typeof columns)[number]) => { type: 'skip' } | undefined) =>
    change({
      mapping: columns.map((column) => ({
        column: column.index,
        to: to(column) ?? column.suggested,
      })),
    });
  return (
    <>
      <div className="page-toolbar import-toolbar">
        {columns.length > 10 && (
          <SearchField label="Search columns" value={text} onChange={setText} />
        )}
        <span className="quiet" aria-live="polite">
          {formatCount(columns.length - skipped, 'column')} imported, {formatNumber(skipped)}{' '}
          skipped
        </span>
        <Button look="quiet" onClick={() => changeAll(() => undefined)}>
          All as suggested
        </Button>
        <Button look="quiet" onClick={() => changeAll(() => ({ type: 'skip' }))}>
          Skip all
        </Button>
      </div>
      {found.length > 0 && (
        <Table label="Columns">
          <thead className="columns-head">
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Becomes</th>
              <th scope="col">Type</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, count).map((column) => (
              <ColumnRow
                key={column.index}
                column={column}
                ofRows={draft.progress.ofRows}
                target={targetOfColumn(draft, column.index)}
                known={known}
                options={options}
                doubled={doubles.get(column.index)}
              />
            ))}
          </tbody>
        </Table>
      )}
      {columns.length === 0 && (
        <p className="quiet">The file has no column but the identifier. That is enough.</p>
      )}
      {columns.length > 0 && found.length === 0 && (
        <EmptyState
          icon={null}
          title="No such column"
          action={<Button onClick={() => setText('')}>Show all</Button>}
        />
      )}
      {found.length > count && (
        <div className="import-more">
          <Button onClick={() => setCount(count + shownAtOnce)}>
            Show {formatNumber(Math.min(shownAtOnce, found.length - count))} more of{' '}
            {formatNumber(found.length)}
          </Button>
        </div>
      )}
      <StepFoot
        back="identifier"
        next="Continue"
        blocked={
          doubles.size > 0
            ? `Two columns cannot both become ${[...doubles.values()][0]}.`
            : undefined
        }
        onNext={() => goTo('options')}
      />
    </>
  );
}
