import { useState } from 'react';
import type { OperandEditor } from './operand-editor.ts';

interface NumberFieldProps {
  label: string;
  value: unknown;
  /** Given null while what stands in the field is no number. */
  onChange: (value: number | null) => void;
  disabled?: boolean | undefined;
  /** Marks it as what a new condition gives the keyboard to. */
  isOperand?: boolean;
}

/**
 * A field for a number, typed as the reader writes it with a point or a comma. Not `type="number"`: that
 * changes its number under the wheel and hides from us what is no number.
 */
export function NumberField({ label, value, onChange, disabled, isOperand }: NumberFieldProps) {
  const number = typeof value === 'number' ? value : null;
  const [typed, setTyped] = useState({ text: '', number: null as number | null });
  // What was typed is shown as long as it means the value; after an undo it no longer does.
  const isOwn = Object.is(typed.number, number);
  const text = isOwn && typed.text !== '' ? typed.text : (number?.toString() ?? '');
  return (
    <input
      className="operand-input operand-number"
      inputMode="decimal"
      autoComplete="off"
      size={Math.max(3, text.length)}
      aria-label={label}
      aria-invalid={(number === null && text !== '') || undefined}
      placeholder="0"
      data-operand={isOperand || undefined}
      disabled={disabled}
      value={text}
      onChange={(event) => {
        const read = readNumber(event.target.value);
        setTyped({ text: event.target.value, number: read });
        onChange(read);
      }}
    />
  );
}

/** Null for what is no number. */
function readNumber(text: string): number | null {
  const trimmed = text.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
}

export const numberEditor: OperandEditor = {
  initial: null,
  Component: ({ onChange, subject: _, choices: __, ...rest }) => (
    <NumberField {...rest} isOperand onChange={(number) => onChange(number, true)} />
  ),
};
