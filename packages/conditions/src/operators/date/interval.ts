import { startOfNextDay } from '../../calendar.ts';
import { parseIsoDate } from '../../iso-date.ts';
import type { Compared, SubjectColumns } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Instant } from '../../profile.ts';
import { instant, joinSql, type Sql, sql } from '../../sql.ts';

/** Every date operator resolves to an interval; this is the one test of it. */
export function holdsIn(value: Compared | undefined, { from, until }: Interval): boolean {
  const time = value as Instant;
  return (from === undefined || time >= from) && (until === undefined || time < until);
}

/** The instants at which the answer of a date operator changes. */
export function boundariesOf(_: unknown, { from, until }: Interval): Instant[] {
  return [from, until].filter((instant) => instant !== undefined);
}

/** `holdsIn` in SQL: NULL for a user without a date. */
export function intervalSql({ date: column }: SubjectColumns, { from, until }: Interval): Sql {
  const bounds: Sql[] = [];
  if (from !== undefined) bounds.push(sql`${column} >= ${instant(from)}`);
  if (until !== undefined) bounds.push(sql`${column} < ${instant(until)}`);
  if (bounds.length === 0) return sql`isNotNull(${column})`;
  return bounds.length === 1 ? joinSql(bounds, '') : sql`(${joinSql(bounds, ' AND ')})`;
}

/**
 * The instants that a date means, as half-open interval: of a day all of it in the zone, of an
 * instant that one millisecond. Throws for text that `parseDate` has not let through.
 */
export function intervalOfDate(text: string, timeZone: string): Required<Interval> {
  const date = parseIsoDate(text, timeZone);
  if (date === undefined) throw new Error(`Not a date: ${JSON.stringify(text)}`);
  const { instant: from, precision } = date;
  return { from, until: precision === 'day' ? startOfNextDay(from, timeZone) : from + 1 };
}
