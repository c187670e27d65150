import { checkScalar, type Scalar } from '@muster/conditions';
import { ChevronDown } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { Suggestion } from '../builder-data.ts';
import { DropDown } from '../drop-down.tsx';
import { type PickItem, PickList } from '../pick-list.tsx';
import { useSuggestions } from '../use-suggestions.ts';
import type { OperandEditor, OperandProps } from './operand-editor.ts';

interface ValuesFieldProps extends OperandProps {
  /** True where `5` and `"5"` are two values. */
  isTyped: boolean;
}

const shownChips = 4;

/** Several values: chosen among what is there, with how many have it, or typed. */
function ValuesField({ isTyped, ...props }: ValuesFieldProps) {
  const { label, value, joint = 'or', disabled = false } = props;
  const values: readonly Scalar[] = Array.isArray(value) ? value : [];
  const shown = values.slice(0, shownChips).map((chosen) => showScalar(chosen, isTyped));
  const more = values.length > shownChips ? ` and ${values.length - shownChips} more` : '';
  return (
    <DropDown
      label={`${label}: ${shown.join(` ${joint} `) || 'Choose…'}${more}`}
      className="choice choice-box choice-values"
      disabled={disabled}
      data-operand
      popupClassName="popup-pick popup-values"
      content={() => <ValuesPicker {...props} isTyped={isTyped} values={values} />}
    >
      {values.length === 0 && <span className="choice-empty">Choose…</span>}
      {values.slice(0, shownChips).map((chosen, at) => (
        <Fragment key={tagOf(chosen)}>
          {at > 0 && <span className="operand-word">{` ${joint} `}</span>}
          <span className="value-chip wrap-anywhere">{showScalar(chosen, isTyped)}</span>
        </Fragment>
      ))}
      {more && <span className="operand-word">{more}</span>}
      {!disabled && <ChevronDown size={13} aria-hidden="true" />}
    </DropDown>
  );
}

function ValuesPicker({
  label,
  values,
  onChange,
  subject,
  choices,
  isTyped,
}: ValuesFieldProps & { values: readonly Scalar[] }) {
  const [text, setText] = useState('');
  // What was chosen when it opened stands first and stays there, so that nothing moves under the pointer.
  const [before] = useState(values);
  const loaded = useSuggestions(subject, text);
  const suggestions: readonly Suggestion[] = choices
    ? choices.map((choice) => ({ value: choice, count: -1 }))
    : loaded.state === 'done'
      ? loaded.value.filter((suggestion) => isTyped || typeof suggestion.value === 'string')
      : [];
  const byTag = new Map<string, Scalar>();
  const items: PickItem[] = [];
  const offer = (offered: Scalar, note: string | undefined, itemLabel?: string) => {
    const id = tagOf(offered);
    if (byTag.has(id)) return;
    byTag.set(id, offered);
    items.push({ id, note, label: itemLabel ?? showScalar(offered, isTyped) });
  };
  const matches = (offered: Scalar) =>
    String(offered).toLowerCase().startsWith(text.trim().toLowerCase());
  const counts = new Map(suggestions.map((each) => [tagOf(each.value), each.count]));
  const noteOf = (offered: Scalar) => {
    const count = counts.get(tagOf(offered));
    return count === undefined || count < 0 ? undefined : count.toLocaleString();
  };
  const known = [...before, ...values, ...suggestions.map((each) => each.value)].filter(matches);
  for (const offered of known) offer(offered, noteOf(offered));
  for (const typed of readTyped(text, isTyped)) {
    offer(typed, 'as typed', `Use ${showScalar(typed, isTyped, true)}`);
  }
  const chosen = new Set(values.map(tagOf));
  return (
    <PickList
      label={label}
      isMultiple
      items={items}
      chosen={chosen}
      search={{ text, onChange: setText, placeholder: 'Search or type a value…' }}
      empty={
        loaded.state === 'failed'
          ? 'The values could not be loaded. Type one.'
          : loaded.state === 'loading' && subject && !choices
            ? 'Loading values…'
            : 'No values yet. Type one.'
      }
      onPick={(id) => {
        const picked = byTag.get(id);
        if (picked === undefined) return;
        const without = values.filter((present) => tagOf(present) !== id);
        onChange(chosen.has(id) ? without : [...values, picked]);
        setText('');
      }}
    />
  );
}

/** What the text may mean as a value: itself and, where types count, the number or boolean too. */
function readTyped(text: string, isTyped: boolean): Scalar[] {
  if (text === '') return [];
  const read: Scalar[] = [];
  const number = Number(text);
  if (isTyped && text.trim() !== '' && Number.isFinite(number)) read.push(number);
  if (isTyped && (text === 'true' || text === 'false')) read.push(text === 'true');
  return [...read, text].filter((value) => checkScalar(value).ok);
}

/** One text for each value, in which `5` and `"5"` differ. */
function tagOf(value: Scalar): string {
  return `${typeof value} ${value}`;
}

function showScalar(value: Scalar, isTyped: boolean, quoted = false): string {
  if (value === '') return '(empty text)';
  if (typeof value !== 'string') return String(value);
  const looksTyped =
    isTyped && (value === 'true' || value === 'false' || !Number.isNaN(Number(value)));
  return quoted || looksTyped || value !== value.trim() ? `“${value}”` : value;
}

export const textsEditor: OperandEditor = {
  initial: [],
  Component: (props) => <ValuesField {...props} isTyped={false} />,
};

export const valuesEditor: OperandEditor = {
  initial: [],
  Component: (props) => <ValuesField {...props} isTyped />,
};
