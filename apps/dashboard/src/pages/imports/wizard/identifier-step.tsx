import { Combobox } from '../../../ui/combobox.tsx';
import { formatNumber } from '../../../ui/number-text.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Callout } from '../callout.tsx';
import { describeRows } from '../import-words.ts';
import { useDraftForm } from './draft-form.ts';
import { Samples } from './samples.tsx';
import { StepFoot } from './step-foot.tsx';

const matches = [
  {
    value: 'id' as const,
    label: 'User ID',
    note: 'As your product identifies the user. Whoever is new is created with it.',
  },
  {
    value: 'email' as const,
    label: 'Email',
    note: 'Whoever has this address, in whatever capitals. Whoever is new gets it as User ID, too.',
  },
];

/** By which column the users are found, and what it holds. */
export function IdentifierStep() {
  const { draft, change, errorAt, goTo } = useDraftForm();
  const { identifier, columns } = draft;
  const column = columns.find(({ index }) => index === identifier?.column);
  const blanks = column && draft.progress.ofRows - column.filled;
  const error = errorAt('identifier') ?? errorAt('identifier.column');
  return (
    <>
      <div className="card import-card">
        <div className="field">
          <span className="field-label">Column</span>
          <Combobox
            label="Identifier column"
            placeholder="Choose a column…"
            value={identifier === null ? null : String(identifier.column)}
            options={columns.map(({ index, name, samples }) => ({
              value: String(index),
              label: name,
              ...(samples[0] !== undefined && { note: shorten(samples[0]) }),
            }))}
            onChange={(chosen) =>
              change({
                identifier: { column: Number(chosen), matches: identifier?.matches ?? 'id' },
              })
            }
          />
          {error && (
            <p className="field-error" role="alert">
              {error}
            </p>
          )}
        </div>
        {column && (
          <p className="import-samples-line">
            <Samples values={column.samples} />
          </p>
        )}
        <div className="field">
          <span className="field-label" aria-hidden="true">
            It holds
          </span>
          <RadioGroup
            label="What the column holds"
            options={matches}
            value={identifier?.matches ?? 'id'}
            disabled={identifier === null}
            onChange={(chosen) => {
              if (identifier) change({ identifier: { ...identifier, matches: chosen } });
            }}
          />
        </div>
      </div>
      {column && blanks !== undefined && blanks > 0 && (
        <Callout tone="warning">
          <p>
            {describeRows(blanks)} of {formatNumber(draft.progress.ofRows)}{' '}
            {blanks === 1 ? 'has' : 'have'} nothing in{' '}
            <code className="wrap-anywhere">{column.name}</code>. Such a row does not say whom it is
            about, so it is refused.
          </p>
        </Callout>
      )}
      <StepFoot
        isNarrow
        back="format"
        next="Continue"
        blocked={identifier === null ? 'Choose a column first.' : undefined}
        onNext={() => goTo('columns')}
      />
    </>
  );
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
