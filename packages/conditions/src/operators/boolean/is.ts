import type { Operator } from '../../operator.ts';
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
  holds: (value, boolean) => value === boolean,
  toSql: ({ boolean: column }, boolean) => sql`${column} = ${bool(boolean)}`,
  describe: String,
  examples: [],
};
