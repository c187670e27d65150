import {
  addMonths,
  addMonthsToDay,
  addSpan,
  dayMs,
  listTransitions,
  offsetAt,
  subtractSpan,
} from './calendar.ts';
import type { Instant } from './profile.ts';
import type { Span } from './tree.ts';

/**
 * The instants of `now`, ascending, at which `inLast`, `moreThanAgo` or `inNext` of this span may
 * change its verdict on a value: it is constant from each to the next, the next excluded. There may
 * be more than one operator needs, never fewer.
 */
export function flipInstants(value: Instant, span: Span, timeZone: string): Instant[] {
  if (span.unit !== 'month') {
    return [subtractSpan(value, span, timeZone), value, addSpan(value, span, timeZone)];
  }
  const instants = [
    ...crossingsOf(value, span.amount, timeZone),
    value,
    ...crossingsOf(value, -span.amount, timeZone),
  ];
  return [...new Set(instants)].sort((a, b) => a - b);
}

/** The first of `flipInstants` that is later than `after`; `Infinity`: none is. */
export function nextFlipInstant(
  value: Instant,
  span: Span,
  timeZone: string,
  after: Instant,
): Instant {
  if (span.unit === 'month') {
    return flipInstants(value, span, timeZone).find((at) => at > after) ?? never;
  }
  if (value <= after) {
    const last = addSpan(value, span, timeZone);
    return last > after ? last : never;
  }
  const first = subtractSpan(value, span, timeZone);
  return first > after ? first : value;
}

const never = Number.POSITIVE_INFINITY;

/**
 * Every `now` at which `now + months >= value` changes. Months make it change more than once: on
 * March 28 at noon *one month ago* becomes February 28 at noon, on March 29 at midnight it falls back
 * to February 28 at midnight. A change of the clocks, at either end, does the like.
 */
function crossingsOf(value: Instant, months: number, timeZone: string): Instant[] {
  const middle = addMonths(value, -months, timeZone);
  const here = readClocks(value, 2 * dayMs, timeZone);
  const there = readClocks(middle, sourceDays * dayMs, timeZone);
  const valueDay = Math.floor((value + offsetAt(value, timeZone)) / dayMs);
  const dayOfMonth = new Date(valueDay * dayMs).getUTCDate();
  const isPlain = dayOfMonth > 2 && dayOfMonth < 27;
  if (isPlain && here.transitions.length + there.transitions.length === 0) return [middle];

  const isCrossed = (now: Instant) => addMonths(now, months, timeZone) >= value;
  return listCandidates(value, valueDay, months, middle, here, there).filter(
    (now) => isCrossed(now) !== isCrossed(now - 1),
  );
}

/** Days on each side of `value − months` among which every day lies that maps near the value's. */
const sourceDays = 6;

/** Where the map from `now` to `now + months` can step over the value, or break. */
function listCandidates(
  value: Instant,
  valueDay: number,
  months: number,
  middle: Instant,
  here: Clocks,
  there: Clocks,
): Instant[] {
  // It breaks where clocks change at its end; it passes the value when clocks show the value's time,
  // also as clocks that have just been changed, or are about to be, would show it.
  const marks = [value, ...here.transitions];
  const times = marks.flatMap((mark) => here.offsets.map((offset) => modulo(mark + offset, dayMs)));
  const candidates = new Set(there.transitions);
  const middleDay = Math.floor(middle / dayMs);
  for (let day = middleDay - sourceDays; day <= middleDay + sourceDays; day += 1) {
    // Neither is the value near the day that this one maps to, nor is it stepped over on the way there.
    const isBefore = addMonthsToDay(day, months) < valueDay - 2;
    const isAfter = addMonthsToDay(day - 1, months) > valueDay + 2;
    if (isBefore || isAfter) continue;
    for (const time of [0, ...times]) {
      for (const offset of there.offsets) candidates.add(day * dayMs + time - offset);
    }
  }
  return [...candidates];
}

/** The offsets that clocks of a zone have, and when they are changed, around an instant. */
interface Clocks {
  offsets: number[];
  transitions: Instant[];
}

function readClocks(instant: Instant, around: number, timeZone: string): Clocks {
  const transitions = listTransitions(instant - around, instant + around, timeZone);
  const marks = [instant - around, ...transitions];
  return { offsets: [...new Set(marks.map((mark) => offsetAt(mark, timeZone)))], transitions };
}

function modulo(dividend: number, divisor: number): number {
  return ((dividend % divisor) + divisor) % divisor;
}
