import type { ImportBody } from '@muster/protocol';
import { formatNumber } from '../../../ui/number-text.tsx';
import { Table } from '../../../ui/table.tsx';
import { kindNames, nameTarget, targetOfColumn } from '../wizard/column-targets.ts';
import { describeDelimiter, encodingLabels, quoteLabels } from '../wizard/format-words.ts';

/** What was chosen for an import, to be read. */
export function SettingsSummary({ imported }: { imported: ImportBody }) {
  const { identifier, columns, options, format } = imported;
  const idColumn = columns.find(({ index }) => index === identifier?.column);
  const others = columns.filter(({ index }) => index !== identifier?.column);
  return (
    <details className="card import-settings">
      <summary>What was chosen</summary>
      <dl className="import-choices">
        <dt>Read as</dt>
        <dd>
          {encodingLabels[format.encoding]} · {describeDelimiter(format.delimiter)} ·{' '}
          {quoteLabels[format.quote ?? 'none']}
        </dd>
        <dt>Identifier</dt>
        <dd>
          {idColumn ? (
            <>
              <code className="wrap-anywhere">{idColumn.name}</code> is the{' '}
              {identifier?.matches === 'email' ? 'Email' : 'User ID'}
            </>
          ) : (
            'not chosen yet'
          )}
        </dd>
        <dt>Users</dt>
        <dd>
          {options.createUsers ? 'Creates who is not known' : 'Creates nobody'};{' '}
          {options.updateUsers ? 'updates who is' : 'updates nobody'}
        </dd>
        <dt>Blank cells</dt>
        <dd>{options.blanks === 'keep' ? 'Keep the value' : 'Clear the value'}</dd>
      </dl>
      {others.length > 0 && (
        <Table label="What becomes of the columns">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Becomes</th>
              <th scope="col">Type</th>
            </tr>
          </thead>
          <tbody>
            {others.slice(0, maxShown).map(({ index, name }) => {
              const target = targetOfColumn(imported, index);
              return (
                <tr key={index}>
                  <td>
                    <code className="wrap-anywhere">{name}</code>
                  </td>
                  <td className={target.type === 'attribute' ? 'code wrap-anywhere' : ''}>
                    {nameTarget(target) ?? <span className="quiet">skipped</span>}
                  </td>
                  <td>{target.type === 'attribute' && kindNames[target.kind]}</td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
      {others.length > maxShown && (
        <p className="field-hint">… and {formatNumber(others.length - maxShown)} more columns.</p>
      )}
    </details>
  );
}

/** A file may have a thousand. */
const maxShown = 200;
