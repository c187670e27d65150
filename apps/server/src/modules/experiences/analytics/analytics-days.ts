import { type Instant, parseIsoDate, startOfNextDay } from '@muster/conditions';
import { HttpProblem } from '../../../http/problem.ts';
import { toDay } from '../../segments/segment-day.ts';

/** Calendar days of a time zone, one after the other. */
export interface Days {
  /** As dates, `2026-03-29`; at least one. */
  dates: string[];
  /** The first instant of each. */
  starts: Instant[];
  /** The first instant after the last. */
  until: Instant;
}

const defaultDays = 30;
const maxDays = 1_100;
/** What the index can group by: seconds of these years fit in its smallest type of them. */
const firstYear = 1971;
const lastYear = 2100;

/**
 * The days from the one date to the other, both included; without dates the last 30, today being the
 * last. Throws a 422 when there are none or too many. A date that the zone never had is left out.
 */
export function readDays(
  wish: { from?: string | undefined; to?: string | undefined },
  now: Instant,
  timeZone: string,
): Days {
  const to = wish.to ?? toDay(now, timeZone);
  const from = wish.from ?? daysBefore(to, defaultDays - 1);
  if (from > to) throw refuse('from', 'The first day is after the last.');
  if (Number(from.slice(0, 4)) < firstYear || Number(to.slice(0, 4)) > lastYear) {
    throw refuse('from', `Ask about days of the years ${firstYear} to ${lastYear}.`);
  }
  if (daysBefore(to, maxDays - 1) > from)
    throw refuse('from', `Ask about at most ${maxDays} days.`);
  const starts: Instant[] = [];
  const until = startOfNextDay(startOf(to, timeZone), timeZone);
  for (
    let start = startOf(from, timeZone);
    start < until;
    start = startOfNextDay(start, timeZone)
  ) {
    starts.push(start);
  }
  return { dates: starts.map((start) => toDay(start, timeZone)), starts, until };
}

function startOf(date: string, timeZone: string): Instant {
  const read = parseIsoDate(date, timeZone);
  if (read === undefined) throw new Error(`${date} is no date`);
  return read.instant;
}

/** Dates have no time zone: UTC, in which each day has 24 hours, counts them. */
function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

function refuse(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path, message, code: 'invalid_days' }],
  });
}
