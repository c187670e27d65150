import type { Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { parseNumber } from '../operand.ts';

/** The number is greater than the operand. */
export const gt: Operator<number> = {
  kinds: ['number'],
  name: 'gt',
  labels: { plain: '>' },
  editor: 'number',
  parse: parseNumber,
  resolve: (number) => number,
  holds: (value, number) => (value as number) > number,
  toSql: ({ number: column }, number) => sql`${column} > ${float(number)}`,
  describe: String,
  examples: [],
};
