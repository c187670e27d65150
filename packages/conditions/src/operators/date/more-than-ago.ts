import { subtractSpan } from '../../calendar.ts';
import type { Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { holdsIn, intervalSql } from './interval.ts';

/** `t ≤ now − N` */
export const moreThanAgo: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'moreThanAgo',
  labels: { plain: 'more than' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({ until: subtractSpan(now, span, timeZone) + 1 }),
  relative: (span) => span,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (span) => `${describeSpan(span)} ago`,
  examples: [],
};
