import { startOfDay, startOfNextDay } from '../../calendar.ts';
import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** On the calendar day, in the project’s time zone, that the operand is or falls on. */
export const on: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'on',
  labels: { plain: 'on' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => {
    const { from } = intervalOfDate(text, timeZone);
    return { from: startOfDay(from, timeZone), until: startOfNextDay(from, timeZone) };
  },
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
  examples: [],
};
