import { Field, Input } from '../../../ui/input.tsx';

interface PathFieldProps {
  label: string;
  value: string;
  onChange: (path: string) => void;
  /** The id of the list of the paths of the sample. */
  paths: string;
  readOnly: boolean;
  placeholder?: string;
}

/** Where in a payload something is; the paths of the sample are offered. */
export function PathField({
  label,
  value,
  onChange,
  paths,
  readOnly,
  placeholder,
}: PathFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          className="code"
          list={paths}
          value={value}
          readOnly={readOnly}
          placeholder={placeholder}
          maxLength={300}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
