import type { Example, Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { parseNumber } from '../operand.ts';

/** The number is the operand or greater. */
export const gte: Operator<number> = {
  kinds: ['number'],
  name: 'gte',
  labels: { plain: '≥' },
  editor: 'number',
  parse: parseNumber,
  resolve: (number) => number,
  boundaries: (number) => [number],
  holds: (value, number) => (value as number) >= number,
  toSql: ({ number: column }, number) => sql`${column} >= ${float(number)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: 6, operand: 5, expect: true },
  { value: 5, operand: 5, expect: true },
  { value: 4.999999999999999, operand: 5, expect: false },
  { value: -2, operand: -2, expect: true },
  { value: 0, operand: -0, expect: true },
  { value: 9_007_199_254_740_991, operand: 9_007_199_254_740_992, expect: false },
  { value: '5', operand: 5, expect: false },
  { value: true, operand: 1, expect: false },
  { operand: 0, expect: false },
  { operand: -5, expect: false },
];
