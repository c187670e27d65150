import type { ComponentProps, ReactElement } from 'react';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  type?: 'button' | 'submit';
  /** What it does: its accessible name, and the tooltip. */
  label: string;
  /** The keys that do the same, for the tooltip. */
  keys?: string;
  look?: 'quiet' | 'danger';
  children: ReactElement;
}

/** A button of one icon, 28 px square, named by `label`. */
export function IconButton({
  label,
  keys,
  type = 'button',
  look = 'quiet',
  className = '',
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type={type}
        className={`icon-button icon-button-${look} ${className}`}
        aria-label={label}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
