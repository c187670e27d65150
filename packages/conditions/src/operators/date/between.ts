import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { joinWords } from '../join-words.ts';
import { parseDateRange } from './date-operand.ts';
import { holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** From the first end to the second, both included; a day as second end ends with that day. */
export const betweenDates: Operator<[from: string, to: string], Interval> = {
  kinds: ['date'],
  name: 'between',
  labels: { plain: 'between' },
  editor: 'date-range',
  parse: parseDateRange,
  resolve: ([from, to], { timeZone }) => ({
    from: intervalOfDate(from, timeZone).from,
    until: intervalOfDate(to, timeZone).until,
  }),
  holds: holdsIn,
  toSql: intervalSql,
  describe: (range) => joinWords(range, 'and'),
  examples: [],
};
