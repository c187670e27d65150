import { type ReactNode, useId } from 'react';
import './radio-group.css';

export interface RadioOption<Value extends string> {
  value: Value;
  label: string;
  /** A quieter line under the label; cards only. */
  note?: string;
  icon?: ReactNode;
}

interface RadioGroupProps<Value extends string> {
  /** What is chosen: the accessible name. */
  label: string;
  options: readonly RadioOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** `cards` stand beside each other with room for a note, a `bar` is one line of words. */
  look?: 'cards' | 'bar';
  disabled?: boolean;
}

/** One of a few, all in sight. Native radio buttons: the arrows choose. */
export function RadioGroup<Value extends string>({
  label,
  options,
  value,
  onChange,
  look = 'cards',
  disabled = false,
}: RadioGroupProps<Value>) {
  const name = useId();
  return (
    <fieldset className={`radio-group radio-${look}`} disabled={disabled}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="radio-option">
          <input
            type="radio"
            className="radio-input"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon}
          <span className="radio-words">
            <span className="radio-label">{option.label}</span>
            {option.note && <span className="radio-note">{option.note}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
