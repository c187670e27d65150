import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSpan, subtractSpan } from './calendar.ts';
import { flipInstants, nextFlipInstant } from './flip-instants.ts';
import { inLast } from './operators/date/in-last.ts';
import { inNext } from './operators/date/in-next.ts';
import { moreThanAgo } from './operators/date/more-than-ago.ts';
import type { Span } from './tree.ts';

const halfHour = 1_800_000;
const day = 24 * 3_600_000;
const longAgo = Date.parse('1900-01-01T00:00:00Z');

function verdictsAt(now: number, value: number, span: Span, timeZone: string): string {
  return [inLast, moreThanAgo, inNext]
    .map((operator) => operator.holds(value, operator.resolve(span, { now, timeZone })))
    .join();
}

/** Compares the verdicts, at the value and at each half hour of the days where months may change them,
 * and a millisecond before each, with those at the last flip. */
function findUnforeseenChange(value: number, span: Span, timeZone: string): string | undefined {
  const flips = flipInstants(value, span, timeZone);
  const at = (now: number) => verdictsAt(now, value, span, timeZone);
  const times = [value];
  for (const middle of [subtractSpan(value, span, timeZone), addSpan(value, span, timeZone)]) {
    const first = Math.floor((middle - 4 * day) / halfHour) * halfHour;
    for (let time = first; time < middle + 5 * day; time += halfHour) times.push(time);
  }
  for (const now of times.flatMap((time) => [time - 1, time])) {
    const last = flips.findLast((flip) => flip <= now) ?? longAgo;
    if (at(now) !== at(last)) return `${new Date(now).toISOString()}, flips: ${flips.join()}`;
  }
  return undefined;
}

test.each([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', day],
  ['week', 7 * day],
] as const)('an exact span has three flips: 3 %ss before, the value, 3 after', (unit, length) => {
  const span = { amount: 3, unit };
  expect(flipInstants(1000, span, 'Europe/Paris')).toEqual([
    1000 - 3 * length,
    1000,
    1000 + 3 * length,
  ]);
});

test('a month in the middle of months, away from changes of the clocks, has three flips', () => {
  const value = Date.parse('2026-06-15T12:00:00Z');
  const flips = flipInstants(value, { amount: 1, unit: 'month' }, 'Europe/Paris');
  expect(flips.map((flip) => new Date(flip).toISOString())).toEqual([
    '2026-05-15T12:00:00.000Z',
    '2026-06-15T12:00:00.000Z',
    '2026-07-15T12:00:00.000Z',
  ]);
});

test('the last day of February is a month ago more than once', () => {
  const value = Date.parse('2026-02-28T12:00:00Z');
  const flips = flipInstants(value, { amount: 1, unit: 'month' }, 'UTC');
  const later = flips.filter((flip) => flip > value).map((flip) => new Date(flip).toISOString());
  expect(later).toEqual([
    '2026-03-28T12:00:00.000Z',
    '2026-03-29T00:00:00.000Z',
    '2026-03-29T12:00:00.000Z',
    '2026-03-30T00:00:00.000Z',
    '2026-03-30T12:00:00.000Z',
    '2026-03-31T00:00:00.000Z',
    '2026-03-31T12:00:00.000Z',
  ]);
});

const zones = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kathmandu',
];

test('the next flip is the first that is later, whenever it is asked for', () => {
  const value = Date.parse('2026-02-28T12:00:00Z');
  const units = fc.constantFrom('minute', 'hour', 'day', 'week', 'month');
  const spans = fc.record({ amount: fc.integer({ min: 1, max: 5 }), unit: units });
  fc.assert(
    fc.property(spans, fc.constantFrom(...zones), fc.nat(10), (span, timeZone, at) => {
      const flips = flipInstants(value, span, timeZone);
      const near = flips[at % flips.length] ?? value;
      for (const after of [near - 1, near, near + 1]) {
        const first = flips.find((flip) => flip > after) ?? Number.POSITIVE_INFINITY;
        expect(nextFlipInstant(value, span, timeZone, after)).toBe(first);
      }
    }),
  );
});

describe('between two flips no verdict changes', () => {
  test.each([
    ['2026-02-28T12:00:00Z', 1, 'UTC'],
    ['2024-02-29T00:00:00Z', 12, 'UTC'],
    ['2026-03-29T00:59:59.999Z', 1, 'Europe/Paris'],
    ['2026-03-29T01:30:00Z', 1, 'Europe/Paris'],
    ['2026-10-25T00:30:00Z', 1, 'Europe/Paris'],
    ['2026-10-25T01:30:00Z', 2, 'Europe/Paris'],
    ['2026-04-29T00:30:00Z', 1, 'Europe/Paris'],
    ['2026-11-01T06:30:00Z', 1, 'America/New_York'],
    ['2026-11-30T06:30:00Z', 1, 'America/New_York'],
    ['2026-04-04T15:00:00Z', 1, 'Australia/Lord_Howe'],
    ['2018-11-04T03:00:00Z', 1, 'America/Sao_Paulo'],
    ['2011-12-30T10:00:00Z', 1, 'Pacific/Apia'],
    ['2012-01-30T10:00:00Z', 1, 'Pacific/Apia'],
    ['2011-11-30T09:00:00Z', 1, 'Pacific/Apia'],
  ])('of %s ± %i months in %s', (value, amount, timeZone) => {
    expect(
      findUnforeseenChange(Date.parse(value), { amount, unit: 'month' }, timeZone),
    ).toBeUndefined();
  });

  test('of any value around the end of a month or a change of the clocks', () => {
    const values = fc
      .record({
        year: fc.integer({ min: 2007, max: 2030 }),
        month: fc.integer({ min: 0, max: 11 }),
        dayOfMonth: fc.oneof(fc.integer({ min: 26, max: 33 }), fc.integer({ min: 1, max: 31 })),
        halfHours: fc.integer({ min: 0, max: 47 }),
        shift: fc.constantFrom(-1, 0, 1),
      })
      .map(
        ({ year, month, dayOfMonth, halfHours, shift }) =>
          Date.UTC(year, month, dayOfMonth) + halfHours * halfHour + shift,
      );
    const amounts = fc.integer({ min: 1, max: 14 });
    fc.assert(
      fc.property(values, amounts, fc.constantFrom(...zones), (value, amount, timeZone) => {
        const span = { amount, unit: 'month' } as const;
        expect(findUnforeseenChange(value, span, timeZone)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });
});
