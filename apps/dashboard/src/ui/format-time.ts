const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * A time as seen from `now`, both in milliseconds: seconds to days in words (`2 hours ago`,
 * `yesterday`, `in 3 days`), further away a date, with its year where that is another one.
 */
export function formatRelativeTime(at: number, now: number, locale?: string): string {
  const distance = at - now;
  const size = Math.abs(distance);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < 45_000) return words.format(0, 'second');
  if (size < 45 * minuteMs) return words.format(Math.round(distance / minuteMs), 'minute');
  if (size < 22 * hourMs) return words.format(Math.round(distance / hourMs), 'hour');
  if (size < 7 * dayMs) return words.format(Math.round(distance / dayMs), 'day');
  return formatDate(at, now, locale);
}

/** `18 Nov`, or `3 Mar 2025` in another year than that of `now`. */
function formatDate(at: number, now: number, locale?: string): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const format = { day: 'numeric', month: 'short', year: isThisYear ? undefined : 'numeric' };
  return new Intl.DateTimeFormat(locale, format as Intl.DateTimeFormatOptions).format(at);
}

/** The whole instant in the reader's locale and zone, with seconds and the zone's name. */
export function formatExactTime(at: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(
    Date.parse(at),
  );
}
