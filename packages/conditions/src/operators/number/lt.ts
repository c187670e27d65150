import type { Example, Operator } from '../../operator.ts';
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
  boundaries: (number) => [number],
  holds: (value, number) => (value as number) < number,
  toSql: ({ number: column }, number) => sql`${column} < ${float(number)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: 4, operand: 5, expect: true },
  { value: 5, operand: 5, expect: false },
  { value: 10, operand: 9, expect: false },
  { value: -2, operand: -1, expect: true },
  { value: -0, operand: 0, expect: false },
  { value: 0, operand: 5e-324, expect: true },
  { value: 9_007_199_254_740_991, operand: 9_007_199_254_740_992, expect: true },
  { value: '4', operand: 5, expect: false },
  { value: '', operand: 5, expect: false },
  { value: false, operand: 1, expect: false },
  { value: [], operand: 5, expect: false },
  { operand: 5, expect: false },
];
