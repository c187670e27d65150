import type { ComponentProps } from 'react';
import './input.css';

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** Its accessible name. */
  label: string;
  /** Some but not all of what it stands for. */
  mixed?: boolean;
}

/** A native checkbox in our clothes. */
export function Checkbox({ label, mixed = false, className = '', ...rest }: CheckboxProps) {
  return (
    <input
      type="checkbox"
      className={`checkbox ${className}`}
      aria-label={label}
      ref={(element) => {
        if (element) element.indeterminate = mixed;
      }}
      {...rest}
    />
  );
}
