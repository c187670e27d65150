import fc from 'fast-check';
import { addSpan, startOfDay, startOfNextDay, subtractSpan } from '../../src/calendar.ts';
import type { Clock } from '../../src/operator.ts';
import type { Instant, Scalar } from '../../src/profile.ts';
import type { Span } from '../../src/tree.ts';
import { arbitraryClock } from './clocks.ts';
import {
  brokenDates,
  confusableKeys,
  farDates,
  hazardKeys,
  hazardNames,
  hazardNumbers,
  hazardTexts,
} from './hazards.ts';

/**
 * What one run draws from: a clock and a handful of each hazard. Few, so that a value of a user and
 * an operand of a condition often meet.
 */
export interface World {
  clock: Clock;
  texts: readonly string[];
  /** Dates as text, near `now` for the most part; all are dates. */
  dates: readonly string[];
  /** `dates`, and text that is nearly a date. */
  dateLikes: readonly string[];
  numbers: readonly number[];
  scalars: readonly Scalar[];
  keys: readonly string[];
  /** Names of events, and ids of experiences, steps, segments and imports. */
  names: readonly string[];
  spans: readonly Span[];
  /** Instants at which a window or a day of these spans begins or ends, and those beside them. */
  instants: readonly Instant[];
}

const arbitrarySpan: fc.Arbitrary<Span> = fc.record({
  amount: fc.constantFrom(1, 2, 3, 12, 30),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month'),
});

export const arbitraryWorld: fc.Arbitrary<World> = fc
  .record({
    clock: arbitraryClock,
    texts: some(hazardTexts, 8),
    farDates: some(farDates, 2),
    brokenDates: some(brokenDates, 3),
    numbers: some(hazardNumbers, 7),
    keys: fc
      .tuple(fc.constantFrom(...confusableKeys), some(hazardKeys, 3))
      .map(([confusable, others]) => [...new Set([...confusable, ...others])].slice(0, 4)),
    names: some(hazardNames, 3),
    spans: fc.array(arbitrarySpan, { minLength: 2, maxLength: 3 }),
    textAt: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  })
  .map(({ farDates: far, brokenDates: broken, textAt, ...world }) => {
    const instants = listInstants(world.clock, world.spans);
    const near = textAt.map((choice, i) => writeDate(pick(instants, choice), i));
    const dates = [...near, ...far];
    const texts = [...world.texts, ...joinNeighbours(world.texts)];
    return {
      ...world,
      texts,
      instants,
      dates,
      dateLikes: [...dates, ...broken],
      scalars: listScalars(texts, world.numbers),
    };
  });

/** Elements of lists, among them texts that show what numbers and booleans are. */
function listScalars(texts: readonly string[], numbers: readonly number[]): Scalar[] {
  const short = texts.filter((text) => text.length < 100).slice(0, 3);
  const few = numbers.slice(0, 2);
  return [...short, ...few, ...few.map(String).slice(0, 1), true, 'true'];
}

/** Texts with a hazard at one of their ends or in the middle. */
function joinNeighbours(texts: readonly string[]): string[] {
  const joined = texts.map((text, i) => `${text}${texts[(i + 1) % texts.length]}`);
  return joined.filter((text) => text.length <= 700).slice(0, 4);
}

/** Ends of the windows and of the day of `now`, each with the instants beside it. */
function listInstants({ now, timeZone }: Clock, spans: readonly Span[]): Instant[] {
  const ends = [
    now,
    startOfDay(now, timeZone),
    startOfNextDay(now, timeZone),
    ...spans.flatMap((span) => [
      addSpan(now, span, timeZone),
      subtractSpan(now, span, timeZone),
      startOfDay(subtractSpan(now, span, timeZone), timeZone),
    ]),
  ];
  return ends.flatMap((end) => [end - 1, end, end + 1]);
}

/** The instant in one of the ways that dates are written; those without offset shift it. */
function writeDate(instant: Instant, way: number): string {
  const text = new Date(instant).toISOString();
  const ways = [
    text,
    text.slice(0, 10),
    text.slice(0, -1),
    text.slice(0, 16),
    `${text.slice(0, 19)}Z`,
    `${text.slice(0, -1)}+05:45`,
    `${text.slice(0, -1)}999-0330`,
    `${text.slice(0, 16)}+14`,
  ];
  return ways[way % ways.length] ?? text;
}

function some<T>(pool: readonly T[], count: number): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...pool], { minLength: Math.min(3, count), maxLength: count });
}

function pick<T>(pool: readonly T[], choice: number): T {
  return pool[choice % pool.length] as T;
}
