import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import './input.css';

/** A text field. It needs a label: a `Field` around it, or `aria-label`. */
export function Input({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input className={`input ${className}`} {...rest} />;
}

interface FieldProps {
  label: string;
  /** What to know before filling it in. */
  hint?: ReactNode;
  /** What is wrong with it; announced when it appears. */
  error?: string | undefined;
  /** Given the ids that connect the control with its label, hint and error. */
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error ?? hint);
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hasNote && (
        <p id={noteId} className={error ? 'field-error' : 'field-hint'} role={error && 'alert'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
