import type { ComponentProps, ReactNode } from 'react';
import './button.css';

export type ButtonLook = 'primary' | 'accent' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  look?: ButtonLook;
  type?: 'button' | 'submit';
  /** An icon before the words. */
  icon?: ReactNode;
  /** True while what it started runs: it stays focusable, says so, and takes no second click. */
  busy?: boolean;
}

/** A button with words. `primary` once a page, `accent` for Apply alone. */
export function Button({
  look = 'plain',
  type = 'button',
  icon,
  busy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={`button button-${look} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}
