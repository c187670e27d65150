import { Clock, X } from 'lucide-react';
import { useBuilder } from '../builder-context.ts';
import type { OperandEditor, OperandProps } from './operand-editor.ts';

/** A date as the field can show it. `rest` is the offset, kept as it is: `Z`, `+02:00` or nothing. */
const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::00(?:\.0+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * A day or, with a time added, a point in time; without an offset both are of the project's zone. What
 * was written in another way (seconds, fractions) is shown as text, so that showing it changes nothing.
 */
function DateField({ value, onChange, label, disabled = false }: OperandProps) {
  const { timeZone } = useBuilder();
  const text = typeof value === 'string' ? value : '';
  const match = pattern.exec(text);
  if (text !== '' && !match) {
    return (
      <input
        className="operand-input operand-text"
        aria-label={label}
        spellCheck={false}
        data-operand
        disabled={disabled}
        value={text}
        onChange={(event) => onChange(event.target.value, true)}
      />
    );
  }
  const [, day = '', time, offset = ''] = match ?? [];
  const write = (newDay: string, newTime: string | undefined) =>
    onChange(newDay && newTime ? `${newDay}T${newTime}${offset}` : newDay, true);
  return (
    <span className="operand-joined operand-date">
      <input
        type="date"
        className="operand-input"
        aria-label={`${label}: day`}
        min="0001-01-01"
        max="9999-12-31"
        data-operand
        disabled={disabled}
        value={day}
        onChange={(event) => write(event.target.value, time)}
      />
      {time === undefined ? (
        day !== '' &&
        !disabled && (
          <button
            type="button"
            className="operand-button"
            title="Add a time of day"
            aria-label={`${label}: add a time of day`}
            onClick={() => write(day, '00:00')}
          >
            <Clock size={13} aria-hidden="true" />
          </button>
        )
      ) : (
        <>
          <input
            type="time"
            className="operand-input"
            aria-label={`${label}: time`}
            disabled={disabled}
            value={time}
            onChange={(event) => write(day, event.target.value || '00:00')}
          />
          <span className="operand-word">{offset === 'Z' ? 'UTC' : offset || timeZone}</span>
          {!disabled && (
            <button
              type="button"
              className="operand-button"
              title="The whole day"
              aria-label={`${label}: take the whole day`}
              onClick={() => write(day, undefined)}
            >
              <X size={13} aria-hidden="true" />
            </button>
          )}
        </>
      )}
    </span>
  );
}

export const dateEditor: OperandEditor = { initial: '', Component: DateField };
