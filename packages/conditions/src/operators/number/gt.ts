import type { Example, Operator } from '../../operator.ts';
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
  boundaries: (number) => [number],
  holds: (value, number) => (value as number) > number,
  toSql: ({ number: column }, number) => sql`${column} > ${float(number)}`,
  describe: String,
};

export const examples: readonly Example[] = [
  { value: 6, operand: 5, expect: true },
  { value: 5, operand: 5, expect: false },
  { value: 4, operand: 5, expect: false },
  { value: 10, operand: 9, expect: true },
  { value: -1, operand: -2, expect: true },
  { value: 0, operand: -0, expect: false },
  { value: 5e-324, operand: 0, expect: true },
  { value: 0.30000000000000004, operand: 0.3, expect: true },
  { value: 9_007_199_254_740_992, operand: 9_007_199_254_740_991, expect: true },
  { value: '6', operand: 5, expect: false },
  { value: true, operand: 0, expect: false },
  { value: [6], operand: 5, expect: false },
  { operand: -1, expect: false },
];
