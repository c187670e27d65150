import type { Example, Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { parseNumber } from '../operand.ts';

/** The number is the operand or less. */
export const lte: Operator<number> = {
  kinds: ['number'],
  name: 'lte',
  labels: { plain: '≤' },
  editor: 'number',
  parse: parseNumber,
  resolve: (number) => number,
  boundaries: (number) => [number],
  holds: (value, number) => (value as number) <= number,
  toSql: ({ number: column }, number) => sql`${column} <= ${float(number)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: 4, operand: 5, expect: true },
  { value: 5, operand: 5, expect: true },
  { value: 5.000000000000001, operand: 5, expect: false },
  { value: 0, operand: -0, expect: true },
  { value: 9_007_199_254_740_992, operand: 9_007_199_254_740_991, expect: false },
  { value: '5', operand: 5, expect: false },
  { value: false, operand: 0, expect: false },
  { operand: 5, expect: false },
];
