import type { ReactNode } from 'react';
import type { ValueSubject } from '../builder-data.ts';

export interface OperandProps {
  /** The operand in its wire shape, or whatever is there of it so far. */
  value: unknown;
  /** `typing`: one of a run of small changes, undone together. */
  onChange: (value: unknown, typing?: boolean) => void;
  /** What it is the operand of: `plan is any of`. */
  label: string;
  /** Whose values to suggest, where there is anything to suggest. */
  subject?: ValueSubject | undefined;
  /** All that can be chosen, where that is known. */
  choices?: readonly string[] | undefined;
  /** The word between several values. */
  joint?: 'or' | 'and';
  disabled?: boolean;
}

/** How operands of one shape are edited. */
export interface OperandEditor {
  /** What a new condition begins with; it need not be complete. */
  initial: unknown;
  Component: (props: OperandProps) => ReactNode;
}
