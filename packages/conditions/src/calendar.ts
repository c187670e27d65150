// biome-ignore lint/style/noRestrictedImports: the one library of this package, behind this file: time zones and calendars are not ours to write, and Temporal is pure.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './profile.ts';
import type { Span, Unit } from './tree.ts';

const minute = 60_000;

/** Milliseconds of the units that are exact spans: a day is 24 h, whatever the clocks do. */
const exactUnits = {
  minute,
  hour: 60 * minute,
  day: 24 * 60 * minute,
  week: 7 * 24 * 60 * minute,
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
export function isUtc(timeZone: string): boolean {
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
  return startOfNextDate(toZoned(instant, timeZone));
}

function startOfNextDate(zoned: Temporal.ZonedDateTime): Instant {
  return zoned.toPlainDate().add({ days: 1 }).toZonedDateTime(zoned.timeZoneId).epochMilliseconds;
}

/** `instant + span`. Months are calendar months of that zone, cut to the last day of the month. */
export function addSpan(instant: Instant, span: Span, timeZone: string): Instant {
  if (span.unit !== 'month') return instant + span.amount * exactUnits[span.unit];
  return toZoned(instant, timeZone).add({ months: span.amount }).epochMilliseconds;
}

/** `instant − span`, as `addSpan`. */
export function subtractSpan(instant: Instant, span: Span, timeZone: string): Instant {
  return addSpan(instant, { ...span, amount: -span.amount }, timeZone);
}

function toZoned(instant: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
}
