import { useState } from 'react';
import { Field, Input } from '../../../ui/input.tsx';

interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  error?: string | undefined;
  readOnly: boolean;
}

/** A labelled number. What is no number while it is typed changes nothing, and is gone when it is left. */
export function NumberField({ label, value, onChange, error, ...rest }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Input
          {...control}
          {...rest}
          type="number"
          step="any"
          value={typed ?? String(value)}
          onChange={(event) => {
            const text = event.target.value;
            setTyped(text);
            if (text.trim() !== '' && Number.isFinite(Number(text))) onChange(Number(text));
          }}
          onBlur={() => setTyped(undefined)}
        />
      )}
    </Field>
  );
}
