import { Field } from '../../../ui/input.tsx';
import { type Option, Select } from '../../../ui/select.tsx';

interface ChoiceFieldProps<Value extends string> {
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  error?: string | undefined;
  readOnly: boolean;
}

/** A labelled choice of a few. */
export function ChoiceField<Value extends string>({
  label,
  error,
  readOnly,
  ...select
}: ChoiceFieldProps<Value>) {
  return (
    <Field label={label} error={error}>
      {({ id }) => <Select id={id} disabled={readOnly} {...select} />}
    </Field>
  );
}
