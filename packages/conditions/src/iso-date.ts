import { dayMs, instantOfWallTime, startOfDate, steadyOffset } from './calendar.ts';
import type { Instant } from './profile.ts';

/** A date as text says it: a calendar day (its first instant in the zone) or a point in time. */
export interface IsoDate {
  instant: Instant;
  precision: 'day' | 'instant';
}

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * The one reader of dates: what it does not read is just a string. Reads `YYYY-MM-DD` and
 * `YYYY-MM-DDTHH:MM[:SS[.f…]]` with an optional `Z`, `±HH:MM`, `±HHMM` or `±HH`; real calendar days
 * of the years 0000 to 9999, no 24:00, no leap second. Fractions are cut to milliseconds. Without an
 * offset it is wall time in `timeZone` (an IANA name).
 */
export function parseIsoDate(text: string, timeZone: string): IsoDate | undefined {
  // Nearly every string is no date: answer for those without the regular expression.
  if (text.length < 10 || text.charCodeAt(4) !== hyphen) return undefined;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const dayStart = startOfUtcDate(date.year, date.month, date.day);
  if (dayStart === undefined) return undefined;
  const steady = offset === undefined ? steadyOffset(dayStart / dayMs, timeZone) : undefined;
  if (hour === undefined) {
    const instant = steady === undefined ? startOfDate(date, timeZone) : dayStart - steady;
    return { instant, precision: 'day' };
  }
  const time = {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')),
  };
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return undefined;
  if (offset === undefined && steady === undefined) {
    return { instant: instantOfWallTime({ ...date, ...time }, timeZone), precision: 'instant' };
  }
  const shift = offset === undefined ? steady : parseOffset(offset);
  if (shift === undefined) return undefined;
  const inDay = ((time.hour * 60 + time.minute) * 60 + time.second) * 1000 + time.millisecond;
  return { instant: dayStart + inDay - shift, precision: 'instant' };
}

const hyphen = 45;

/** Midnight UTC of that day, or undefined when the calendar has no such day. */
function startOfUtcDate(year: number, month: number, day: number): Instant | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; the calendar is the same one every 400 years.
  const instant = Date.UTC(year + 400, month - 1, day);
  const isReal = day <= shortestMonth || new Date(instant).getUTCDate() === day;
  return isReal ? instant - daysOf400Years * dayMs : undefined;
}

const shortestMonth = 28;
const daysOf400Years = 146_097;

/** Milliseconds east of UTC, or undefined for an hour above 23 or a minute above 59. */
function parseOffset(text: string): number | undefined {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = text.length > 3 ? Number(text.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
