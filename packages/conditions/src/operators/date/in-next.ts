import { addSpan } from '../../calendar.ts';
import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { holdsIn, intervalSql } from './interval.ts';

/** `now < t ≤ now + N` */
export const inNext: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'inNext',
  labels: { plain: 'in the next' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({
    from: now + 1,
    until: addSpan(now, span, timeZone) + 1,
  }),
  relative: (span) => span,
  holds: holdsIn,
  toSql: intervalSql,
  describe: describeSpan,
  examples: [],
};
