import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { DropDown } from './drop-down.tsx';
import { type PickItem, PickList } from './pick-list.tsx';

interface ChoiceButtonProps {
  /** What is chosen; the choice itself is added to it. */
  label: string;
  value: string;
  options: readonly PickItem[];
  onChange: (id: string) => void;
  disabled?: boolean;
  /** `quiet` is without a box of its own. */
  look?: 'box' | 'quiet' | 'name';
  /** Marks it as what a new condition gives the keyboard to. */
  isOperand?: boolean;
  /** Shown in place of the chosen option's label. */
  shown?: string;
}

/** One of several, in a list that opens under its button; a long one is searched. */
export function ChoiceButton({
  label,
  value,
  options,
  onChange,
  disabled = false,
  look = 'box',
  isOperand = false,
  shown,
}: ChoiceButtonProps) {
  const text = shown ?? options.find(({ id }) => id === value)?.label ?? value;
  return (
    <DropDown
      label={`${label}: ${text}`}
      title={text.length > 30 ? text : undefined}
      className={`choice choice-${look}`}
      disabled={disabled}
      data-operand={isOperand || undefined}
      popupClassName="popup-pick"
      content={(close) => (
        <Choices
          label={label}
          value={value}
          options={options}
          onPick={(id) => {
            close();
            if (id !== value) onChange(id);
          }}
        />
      )}
    >
      <span className="truncate">{text}</span>
      {!disabled && <ChevronDown size={13} aria-hidden="true" />}
    </DropDown>
  );
}

const longFrom = 14;

function Choices({
  label,
  value,
  options,
  onPick,
}: {
  label: string;
  value: string;
  options: readonly PickItem[];
  onPick: (id: string) => void;
}) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = options.filter((option) => option.label.toLowerCase().includes(wanted));
  return (
    <PickList
      label={label}
      items={found}
      chosen={new Set([value])}
      onPick={onPick}
      empty="Nothing matches."
      {...(options.length >= longFrom && {
        search: { text, onChange: setText, placeholder: 'Search…' },
      })}
    />
  );
}
