const formats = new Map<string, Intl.DateTimeFormat>();

/** The date of an instant in a time zone: `2026-03-29`. */
export function toDay(instant: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? makeFormat(timeZone);
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  const digits = '2-digit';
  return new Intl.DateTimeFormat('en-u-ca-gregory', {
    timeZone,
    year: 'numeric',
    month: digits,
    day: digits,
  });
}
