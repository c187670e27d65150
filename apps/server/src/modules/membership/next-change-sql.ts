import {
  addSpan,
  type EventPredicate,
  type Instant,
  instant,
  joinSql,
  raw,
  type Span,
  type Sql,
  sql,
  subjectColumns,
  type ValidPlan,
  type ValuePredicate,
} from '@muster/conditions';

/** Later than every instant. */
export const never = Number.MAX_SAFE_INTEGER;

const dayMs = 86_400_000;
/** A calendar month on average, and by how much several may differ from so many of those. */
const monthMs = 30.436875 * dayMs;
const monthsDifferByMs = 8 * dayMs;

/**
 * An instant after the plan's `now`, not later than the one that `nextPossibleChange` finds: earlier where
 * it takes a calendar to know better; `never`: the answer stays as it is. The plan is of one condition. On a
 * value it is an expression over the columns of `users`, on an event over those of `events`, of which
 * those count that `eventQueriesForChange` asks for, and the earliest.
 */
export function compileNextChange({ root, now }: ValidPlan): Sql {
  if (root.type === 'value') return ofValue(root, now);
  if (root.type === 'event') return ofEvent(root, now);
  throw new Error('Only a condition on a value or an event changes with time.');
}

function ofValue({ subject, relative }: ValuePredicate, now: Instant): Sql {
  if (relative === undefined) return constant(never);
  const date = sql`toInt64(floor(${subjectColumns(subject).date}))`;
  return sql`ifNull(${ofDate(date, relative, now)}, ${instant(never)})`;
}

function ofEvent({ relative, where }: EventPredicate, now: Instant): Sql {
  const tests = where.map((filter) => (filter.type === 'not' ? filter.child : filter));
  // A date among the properties is looked at by whoever reads the occurrence.
  if (tests.some((test) => test.relative !== undefined)) return constant(now + 1);
  if (relative === undefined) return constant(never);
  return ofDate(raw('timestamp'), relative, now);
}

/** What comes first after `now` of the instants at which such a date is passed, or enters or leaves the span. */
function ofDate(date: Sql, span: Span, now: Instant): Sql {
  const [least, most] = measureSpan(span);
  const passed = [
    firstOf(sql`${date} - ${instant(most)}`, sql`${date} - ${instant(least)}`, now),
    firstOf(date, date, now),
    firstOf(sql`${date} + ${instant(least)}`, sql`${date} + ${instant(most)}`, now),
  ];
  return sql`least(${joinSql(passed, ', ')})`;
}

/** The first instant after `now` that may be the one which is known to be between the two. */
function firstOf(earliest: Sql, latest: Sql, now: Instant): Sql {
  const first = sql`greatest(${earliest}, ${instant(now + 1)})`;
  return sql`if(${latest} > ${instant(now)}, ${first}, ${instant(never)})`;
}

/** The least and the most milliseconds that a span has. */
function measureSpan(span: Span): [number, number] {
  if (span.unit !== 'month') {
    const exact = addSpan(0, span, 'UTC');
    return [exact, exact];
  }
  const middle = Math.round(span.amount * monthMs);
  return [Math.max(0, middle - monthsDifferByMs), middle + monthsDifferByMs];
}

function constant(value: Instant): Sql {
  return sql`${instant(value)}`;
}
