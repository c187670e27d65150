import type { Example, Operator } from '../../operator.ts';
import { bool, sql } from '../../sql.ts';
import { parseBoolean } from '../operand.ts';

/** The boolean is the operand. */
export const isBoolean: Operator<boolean> = {
  kinds: ['boolean'],
  name: 'is',
  // "is true" and "is false" are its two operands; its complement is not a choice of the builder.
  labels: { plain: 'is' },
  editor: 'boolean',
  parse: parseBoolean,
  resolve: (boolean) => boolean,
  boundaries: (boolean) => [boolean],
  holds: (value, boolean) => value === boolean,
  toSql: ({ boolean: column }, boolean) => sql`${column} = ${bool(boolean)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: true, operand: true, expect: true },
  { value: false, operand: false, expect: true },
  { value: false, operand: true, expect: false },
  { value: true, operand: false, expect: false },
  { value: 'true', operand: true, expect: false },
  { value: 'false', operand: false, expect: false },
  { value: 1, operand: true, expect: false },
  { value: 0, operand: false, expect: false },
  { value: '', operand: false, expect: false },
  { value: [true], operand: true, expect: false },
  { value: [], operand: false, expect: false },
  { operand: false, expect: false },
  { operand: true, expect: false },
];
