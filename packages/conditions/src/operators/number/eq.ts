import type { Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { parseNumber } from '../operand.ts';

/** The number equals the operand. */
export const eq: Operator<number> = {
  kinds: ['number'],
  name: 'eq',
  labels: { plain: '=', not: '≠' },
  editor: 'number',
  parse: parseNumber,
  resolve: (number) => number,
  holds: (value, number) => (value as number) === number,
  toSql: ({ number: column }, number) => sql`${column} = ${float(number)}`,
  describe: String,
  examples: [],
};
