import { Temporal } from 'temporal-polyfill';
import type { Instant } from './profile.ts';
import type { Span, Unit } from './tree.ts';

const minute = 60_000;

/** Milliseconds of 24 hours. */
export const dayMs = 24 * 60 * minute;

/** Milliseconds of the units that are exact spans: a day is 24 h, whatever the clocks do. */
const exactUnits = {
  minute,
  hour: 60 * minute,
  day: dayMs,
  week: 7 * dayMs,
} as const satisfies Partial<Record<Unit, number>>;

/** Largest amount of a span, so that every instant stays within what can be computed with. */
export const maxAmount = 100_000;

/** True for IANA names that this runtime knows. Offsets (`+01:00`) are not names of a zone. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** True for the zones that never differ from UTC, which need no calendar. */
function isUtc(timeZone: string): boolean {
  return timeZone === 'UTC' || timeZone === 'Etc/UTC';
}

export interface DateParts {
  year: number;
  month: number;
  day: number;
}

export interface WallTime extends DateParts {
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/** The first instant of that day: 00:00, or the end of the gap where clocks skip midnight. */
export function startOfDate(date: DateParts, timeZone: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The instant of a wall time: in a gap it is read with the offset before, of two the earlier. */
export function instantOfWallTime(wall: WallTime, timeZone: string): Instant {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The first instant of the calendar day that the instant falls on in that zone. */
export function startOfDay(instant: Instant, timeZone: string): Instant {
  return toZoned(instant, timeZone).startOfDay().epochMilliseconds;
}

/** The first instant of the next calendar day in that zone: the end of the instant's own. */
export function startOfNextDay(instant: Instant, timeZone: string): Instant {
  const date = toZoned(instant, timeZone).toPlainDate();
  return date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
}

/** `instant + span`. Months are calendar months of that zone, cut to the last day of the month. */
export function addSpan(instant: Instant, span: Span, timeZone: string): Instant {
  return span.unit === 'month'
    ? addMonths(instant, span.amount, timeZone)
    : instant + span.amount * exactUnits[span.unit];
}

/** `instant − span`, as `addSpan`. */
export function subtractSpan(instant: Instant, span: Span, timeZone: string): Instant {
  return span.unit === 'month'
    ? addMonths(instant, -span.amount, timeZone)
    : instant - span.amount * exactUnits[span.unit];
}

/** `addSpan` of months; a negative amount goes back. */
export function addMonths(instant: Instant, amount: number, timeZone: string): Instant {
  if (!isUtc(timeZone)) return addZonedMonths(instant, amount, timeZone);
  const day = Math.floor(instant / dayMs);
  return addMonthsToDay(day, amount) * dayMs + (instant - day * dayMs);
}

/** Amounts whose latest instant is remembered: of one now, hundreds of segments ask for the same few. */
const maxRememberedAmounts = 1000;
const latestMonths = new Map<string, { instant: Instant; result: Instant }>();

function addZonedMonths(instant: Instant, amount: number, timeZone: string): Instant {
  const key = `${amount} ${timeZone}`;
  const latest = latestMonths.get(key);
  if (latest?.instant === instant) return latest.result;
  const result = toZoned(instant, timeZone).add({ months: amount }).epochMilliseconds;
  if (latestMonths.size >= maxRememberedAmounts) latestMonths.clear();
  latestMonths.set(key, { instant, result });
  return result;
}

/** A calendar day, counted in days since 1970-01-01, some months on, cut to the month's last day. */
export function addMonthsToDay(day: number, amount: number): number {
  const date = new Date(day * dayMs);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount + 1);
  const nextMonth = date.getTime() / dayMs;
  date.setUTCDate(0);
  return nextMonth - Math.max(1, date.getUTCDate() - dayOfMonth + 1);
}

/** Days of zones that are remembered; data repeats its dates, and asking a calendar takes 20 µs. */
const maxRememberedDays = 20_000;
const steadyOffsets = new Map<string, number | undefined>();

/**
 * Milliseconds east of UTC that clocks of the zone show all through a calendar day, counted in days since
 * 1970-01-01; undefined when they are changed on that day or next to it. Then the calendar has to be asked.
 */
export function steadyOffset(day: number, timeZone: string): number | undefined {
  if (isUtc(timeZone)) return 0;
  const key = `${day} ${timeZone}`;
  if (steadyOffsets.has(key)) return steadyOffsets.get(key);
  const offset = findSteadyOffset(day, timeZone);
  if (steadyOffsets.size >= maxRememberedDays) steadyOffsets.clear();
  steadyOffsets.set(key, offset);
  return offset;
}

function findSteadyOffset(day: number, timeZone: string): number | undefined {
  const from = (day - 1) * dayMs;
  const until = (day + 2) * dayMs;
  const offset = offsetAt(from, timeZone);
  // In distant years no changes may be listed where clocks differ all the same.
  const isSteady =
    offsetAt(until, timeZone) === offset && listTransitions(from, until, timeZone).length === 0;
  return isSteady ? offset : undefined;
}

/** Milliseconds east of UTC that clocks of the zone show at that instant. */
export function offsetAt(instant: Instant, timeZone: string): number {
  return isUtc(timeZone) ? 0 : toZoned(instant, timeZone).offsetNanoseconds / 1e6;
}

/** The instants in `(from, until)` at which clocks of the zone are changed, in order. */
export function listTransitions(from: Instant, until: Instant, timeZone: string): Instant[] {
  const transitions: Instant[] = [];
  if (isUtc(timeZone)) return transitions;
  let next = toZoned(from, timeZone).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < until) {
    transitions.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return transitions;
}

function toZoned(instant: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
}
