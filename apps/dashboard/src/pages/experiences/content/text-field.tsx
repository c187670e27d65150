import { Field, Input } from '../../../ui/input.tsx';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  error?: string | undefined;
  hint?: string;
  placeholder?: string;
  maxLength?: number;
  readOnly: boolean;
  /** True for what the customer's own code is called: it is shown as code. */
  isCode?: boolean;
}

/** A labelled line of text. */
export function TextField({
  label,
  value,
  onChange,
  error,
  hint,
  isCode,
  ...rest
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          {...rest}
          value={value}
          dir="auto"
          className={isCode ? 'code' : ''}
          spellCheck={!isCode}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
