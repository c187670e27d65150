import type { ImportBody, ImportTarget } from '@muster/protocol';
import { useState } from 'react';
import { Combobox } from '../../../ui/combobox.tsx';
import { formatNumber } from '../../../ui/number-text.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import {
  choiceOf,
  findConflict,
  findDoubt,
  type KnownAttributes,
  listReadings,
  readingOf,
  type TargetChoice,
  targetOf,
  withReading,
} from './column-targets.ts';
import { useDraftForm } from './draft-form.ts';
import { DraftText } from './draft-text.tsx';
import { Samples } from './samples.tsx';

interface ColumnRowProps {
  column: ImportBody['columns'][number];
  ofRows: number;
  target: ImportTarget;
  known: KnownAttributes;
  options: readonly Option<TargetChoice>[];
  /** What another column becomes, too. */
  doubled: string | undefined;
}

/** One column: what it holds, what becomes of it, and of what type. */
export function ColumnRow({ column, ofRows, target, known, options, doubled }: ColumnRowProps) {
  const { change, errorOfColumn } = useDraftForm();
  const { index, name, samples, filled } = column;
  const choice = choiceOf(target, known);
  // A new name that is typed may pass through one that exists: it stays a typed one meanwhile.
  const [isNamed, setNamed] = useState(choice === 'new');
  const set = (to: ImportTarget) => change({ mapping: [{ column: index, to }] });
  const errors = [
    errorOfColumn(index),
    doubled !== undefined ? `Another column becomes ${doubled}, too.` : undefined,
  ].filter((one) => one !== undefined);
  const notes = [findConflict(target, known), findDoubt(target, column)].filter(
    (one) => one !== undefined,
  );
  const isTyped = target.type === 'attribute' && (isNamed || choice === 'new');
  return (
    <tr className="column-row">
      <th scope="row">
        <span className="column-name">
          <code className="wrap-anywhere">{name}</code>
          <span className="cell-note">
            {filled === ofRows
              ? 'in every row'
              : `in ${formatNumber(filled)} of ${formatNumber(ofRows)} rows`}
          </span>
        </span>
        <Samples values={samples} />
      </th>
      <td>
        <span className="column-target">
          <Combobox
            label={`${name} becomes`}
            options={options}
            value={isTyped ? 'new' : choice}
            onChange={(chosen) => {
              setNamed(chosen === 'new');
              set(targetOf(chosen, column, known));
            }}
          >
            {target.type === 'attribute' && !isTyped ? <code>{target.key}</code> : undefined}
          </Combobox>
          {isTyped && (
            <DraftText
              className="code column-key"
              aria-label={`Attribute for ${name}`}
              aria-invalid={errors.length > 0 || undefined}
              value={target.key}
              maxLength={200}
              spellCheck={false}
              onChange={(key) => set({ ...target, key })}
            />
          )}
        </span>
        {errors.map((error) => (
          <p key={error} className="field-error" role="alert">
            {error}
          </p>
        ))}
        {notes.map((note) => (
          <p key={note} className="column-note">
            {note}
          </p>
        ))}
      </td>
      <td>
        {target.type === 'attribute' ? (
          <Select
            label={`Type of ${name}`}
            options={listReadings(column)}
            value={readingOf(target)}
            onChange={(reading) => set(withReading(target, reading))}
          />
        ) : (
          <span className="quiet">{target.type === 'native' ? 'text' : '–'}</span>
        )}
      </td>
    </tr>
  );
}
