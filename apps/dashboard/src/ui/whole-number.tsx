import { useId, useState } from 'react';
import { Input } from './input.tsx';
import './whole-number.css';

interface WholeNumberProps {
  /** Accessible name. */
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  disabled: boolean;
  error?: string | undefined;
}

/** A whole number within bounds. What is out of them is said, and is not taken. */
export function WholeNumber({
  label,
  value,
  min,
  max,
  onChange,
  disabled,
  error,
}: WholeNumberProps) {
  const noteId = useId();
  const [typed, setTyped] = useState<string>();
  const read = typed === undefined ? value : readWhole(typed);
  const isWrong = read === undefined || read < min || read > max;
  const note = isWrong ? `From ${min} to ${max.toLocaleString()}.` : error;
  return (
    <>
      <Input
        className="whole-number"
        inputMode="numeric"
        autoComplete="off"
        aria-label={label}
        aria-invalid={note !== undefined || undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        disabled={disabled}
        value={typed ?? String(value)}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          const number = readWhole(text);
          if (number !== undefined && number >= min && number <= max) onChange(number);
        }}
        onBlur={() => setTyped(undefined)}
      />
      {note !== undefined && (
        <span id={noteId} className="field-error" role="alert">
          {note}
        </span>
      )}
    </>
  );
}

function readWhole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
