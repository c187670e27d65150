import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** Earlier than the operand; of a day, earlier than its start in the project’s time zone. */
export const before: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'before',
  labels: { plain: 'before' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => ({ until: intervalOfDate(text, timeZone).from }),
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
  examples: [],
};
