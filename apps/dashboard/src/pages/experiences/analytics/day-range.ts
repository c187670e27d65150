/** Days that are asked about: a span up to today, or dates that somebody chose. */
export type DayRange =
  | { type: 'last'; days: 7 | 30 | 90 | 365 }
  | { type: 'dates'; from: string; to: string };

/** The first and the last day of a range, `2026-03-29`; today is that of the time zone. */
export function toDates(
  range: DayRange,
  now: number,
  timeZone: string,
): { from: string; to: string } {
  if (range.type === 'dates') return { from: range.from, to: range.to };
  const to = toDate(now, timeZone);
  return { from: daysBefore(to, range.days - 1), to };
}

/** Why a range cannot be asked about, in a sentence. */
export function whyNotAsked({ from, to }: { from: string; to: string }): string | undefined {
  if (from === '' || to === '') return 'Choose the first and the last day.';
  if (from > to) return 'The first day is after the last.';
  return daysBefore(to, maxDays - 1) > from ? 'Choose at most three years.' : undefined;
}

/** As the server has it. */
const maxDays = 1_100;

function toDate(now: number, timeZone: string): string {
  const format = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory', format).formatToParts(now);
  const find = (type: string) => parts.find((part) => part.type === type)?.value;
  return `${find('year')}-${find('month')}-${find('day')}`;
}

/** Dates have no time zone: UTC, in which each day has 24 hours, counts them. */
function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}
