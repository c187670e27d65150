import type { Operator } from '../../operator.ts';
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
  holds: (value, [low, high]) => low <= (value as number) && (value as number) <= high,
  toSql: ({ number: column }, [low, high]) =>
    sql`(${column} >= ${float(low)} AND ${column} <= ${float(high)})`,
  describe: (range) => joinWords(range, 'and'),
  examples: [],
};
