import type { Example, Operator } from '../../operator.ts';
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
  boundaries: (number) => [number],
  holds: (value, number) => (value as number) === number,
  toSql: ({ number: column }, number) => sql`${column} = ${float(number)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: 5, operand: 5, expect: true },
  { value: 5, operand: 6, expect: false },
  { value: 0, operand: 0, expect: true },
  { value: -0, operand: 0, expect: true },
  { value: 0, operand: -0, expect: true },
  { value: 0.1, operand: 0.1, expect: true },
  { value: 0.30000000000000004, operand: 0.3, expect: false },
  { value: 9_007_199_254_740_992, operand: 9_007_199_254_740_992, expect: true },
  { value: 9_007_199_254_740_992, operand: 9_007_199_254_740_991, expect: false },
  { value: -9_007_199_254_740_992, operand: -9_007_199_254_740_992, expect: true },
  { value: 5e-324, operand: 0, expect: false },
  { value: 5e-324, operand: 5e-324, expect: true },
  { value: 1e-7, operand: 0.0000001, expect: true },
  { value: '5', operand: 5, expect: false },
  { value: true, operand: 1, expect: false },
  { value: false, operand: 0, expect: false },
  { value: '', operand: 0, expect: false },
  { value: [5], operand: 5, expect: false },
  { value: [], operand: 0, expect: false },
  { operand: 0, expect: false },
];
