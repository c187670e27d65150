import { subtractSpan } from '../../calendar.ts';
import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { holdsIn, intervalSql } from './interval.ts';

/** `now − N < t ≤ now` */
export const inLast: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'inLast',
  labels: { plain: 'in the last' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({
    from: subtractSpan(now, span, timeZone) + 1,
    until: now + 1,
  }),
  relative: (span) => span,
  holds: holdsIn,
  toSql: intervalSql,
  describe: describeSpan,
  examples: [],
};
