import { parseIsoDate } from '@muster/conditions';

/** What a field of date and time shows for an instant, in a time zone: `2026-11-26T10:00`. */
export function toWallTime(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(Date.parse(instant));
  const at = new Map(parts.map(({ type, value }) => [type, value]));
  const year = at.get('year')?.padStart(4, '0');
  return `${year}-${at.get('month')}-${at.get('day')}T${at.get('hour')}:${at.get('minute')}`;
}

/**
 * The instant of a wall time; undefined while the field is not filled in. A time that the clocks skip is the
 * one after it, one that comes twice is the first.
 */
export function toInstant(wallTime: string, timeZone: string): string | undefined {
  const read = parseIsoDate(wallTime, timeZone);
  return read && new Date(read.instant).toISOString();
}
