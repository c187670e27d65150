import type { Example, Operator } from '../../operator.ts';
import { float, sql } from '../../sql.ts';
import { joinWords } from '../join-words.ts';
import { parseNumber, parseRangeOf } from '../operand.ts';

/** The number is one of the two ends or lies between them. */
export const betweenNumbers: Operator<[low: number, high: number]> = {
  kinds: ['number'],
  name: 'between',
  labels: { plain: 'between' },
  editor: 'number-range',
  parse: parseRangeOf(parseNumber, (low, high) => low > high),
  resolve: (range) => range,
  boundaries: (range) => range,
  holds: (value, [low, high]) => low <= (value as number) && (value as number) <= high,
  toSql: ({ number: column }, [low, high]) =>
    sql`(${column} >= ${float(low)} AND ${column} <= ${float(high)})`,
  describe: (range) => joinWords(range, 'and'),
};

export const examples: readonly Example[] = [
  { value: 1, operand: [1, 5], expect: true },
  { value: 5, operand: [1, 5], expect: true },
  { value: 3.5, operand: [1, 5], expect: true },
  { value: 0.9999999999999999, operand: [1, 5], expect: false },
  { value: 5.000000000000001, operand: [1, 5], expect: false },
  { value: 2, operand: [2, 2], expect: true },
  { value: 0, operand: [-0, 0], expect: true },
  { value: -1.5, operand: [-2, -1], expect: true },
  {
    value: 9_007_199_254_740_992,
    operand: [-9_007_199_254_740_992, 9_007_199_254_740_992],
    expect: true,
  },
  { value: '3', operand: [1, 5], expect: false },
  { value: true, operand: [0, 1], expect: false },
  { value: [3], operand: [1, 5], expect: false },
  { operand: [-1, 1], expect: false },
];
