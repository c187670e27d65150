import type { Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { parseNumber } from '../operand.ts';

/** The number is less than the operand. */
export const lt: Operator<number> = {
  kinds: ['number'],
  name: 'lt',
  labels: { plain: '<' },
  editor: 'number',
  parse: parseNumber,
  resolve: (number) => number,
  holds: (value, number) => (value as number) < number,
  toSql: ({ number: column }, number) => sql`${column} < ${float(number)}`,
  describe: String,
  examples: [],
};
