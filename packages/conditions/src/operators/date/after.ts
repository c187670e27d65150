import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** Later than the operand; of a day, later than its end in the project’s time zone. */
export const after: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'after',
  labels: { plain: 'after' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => ({ from: intervalOfDate(text, timeZone).until }),
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
  examples: [],
};
