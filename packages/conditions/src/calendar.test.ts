import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  addMonthsToDay,
  addSpan,
  dayMs,
  isTimeZone,
  listTransitions,
  offsetAt,
  startOfDay,
  startOfNextDay,
  subtractSpan,
} from './calendar.ts';

function at(text: string): number {
  return Date.parse(text);
}

function show(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

describe('a day of the zone', () => {
  test.each([
    ['UTC', '2026-03-29T12:00:00Z', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'],
    ['UTC', '2026-03-29T00:00:00Z', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'],
    ['Europe/Paris', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Paris', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07T05:00:00Z', '2026-03-08T05:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T20:00:00Z', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'],
    // Clocks skip midnight: the day begins at one.
    ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    // The half hour from 23:30 is skipped: the next day begins at half past midnight.
    ['America/Toronto', '1919-03-31T04:00:00Z', '1919-03-30T05:00:00Z', '1919-03-31T04:30:00Z'],
    // December 30 never was.
    ['Pacific/Apia', '2011-12-30T09:00:00Z', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
  ])('%s at %s is from %s to %s', (timeZone, instant, start, end) => {
    expect(show(startOfDay(at(instant), timeZone))).toBe(start);
    expect(show(startOfNextDay(at(instant), timeZone))).toBe(end);
  });
});

describe('spans', () => {
  test.each([
    // A day is 24 hours, also when the clocks change.
    ['2026-03-28T12:00:00Z', 1, 'day', 'Europe/Paris', '2026-03-29T12:00:00Z'],
    ['2026-03-28T12:00:00Z', 2, 'week', 'Europe/Paris', '2026-04-11T12:00:00Z'],
    ['2026-03-28T12:00:00Z', 3, 'hour', 'UTC', '2026-03-28T15:00:00Z'],
    ['2026-03-28T12:00:00Z', 90, 'minute', 'UTC', '2026-03-28T13:30:00Z'],
    ['2026-01-31T12:00:00Z', 1, 'month', 'UTC', '2026-02-28T12:00:00Z'],
    ['2024-01-31T12:00:00Z', 1, 'month', 'UTC', '2024-02-29T12:00:00Z'],
    ['2026-01-31T12:00:00Z', 13, 'month', 'UTC', '2027-02-28T12:00:00Z'],
    // A month keeps the wall time: noon in Paris is 11:00 in winter and 10:00 in summer.
    ['2026-03-15T11:00:00Z', 1, 'month', 'Europe/Paris', '2026-04-15T10:00:00Z'],
    // Half past two does not exist on March 29: it is read with the offset before.
    ['2026-02-28T01:30:00Z', 1, 'month', 'Europe/Paris', '2026-03-28T01:30:00Z'],
    ['2026-01-29T01:30:00Z', 2, 'month', 'Europe/Paris', '2026-03-29T01:30:00Z'],
    ['1969-12-31T23:59:59Z', 2, 'month', 'UTC', '1970-02-28T23:59:59Z'],
  ] as const)('%s + %i %s in %s is %s', (instant, amount, unit, timeZone, sum) => {
    expect(show(addSpan(at(instant), { amount, unit }, timeZone))).toBe(sum);
  });

  test.each([
    ['2026-03-31T12:00:00Z', 1, 'month', 'UTC', '2026-02-28T12:00:00Z'],
    ['2026-03-29T12:00:00Z', 1, 'month', 'UTC', '2026-02-28T12:00:00Z'],
    ['2026-03-28T23:30:00Z', 1, 'month', 'Europe/Paris', '2026-02-27T23:30:00Z'],
    ['2026-03-30T12:00:00Z', 1, 'day', 'Europe/Paris', '2026-03-29T12:00:00Z'],
    ['2024-02-29T12:00:00Z', 12, 'month', 'UTC', '2023-02-28T12:00:00Z'],
  ] as const)('%s − %i %s in %s is %s', (instant, amount, unit, timeZone, difference) => {
    expect(show(subtractSpan(at(instant), { amount, unit }, timeZone))).toBe(difference);
  });

  test('months in UTC, computed without Temporal, are those of Temporal', () => {
    const instants = fc.integer({
      min: at('0001-01-01T00:00:00Z'),
      max: at('9999-12-31T00:00:00Z'),
    });
    const amounts = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(instants, amounts, (instant, amount) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC');
        const sum = zoned.add({ months: amount }).epochMilliseconds;
        expect(addMonths(instant, amount, 'UTC')).toBe(sum);
        expect(addMonthsToDay(Math.floor(instant / dayMs), amount)).toBe(Math.floor(sum / dayMs));
      }),
    );
  });
});

test('a year of a zone has its transitions', () => {
  const from = at('2026-01-01T00:00:00Z');
  const until = at('2027-01-01T00:00:00Z');
  expect(listTransitions(from, until, 'UTC')).toEqual([]);
  expect(listTransitions(from, until, 'Europe/Paris').map(show)).toEqual([
    '2026-03-29T01:00:00Z',
    '2026-10-25T01:00:00Z',
  ]);
  expect(offsetAt(at('2026-03-29T00:59:59Z'), 'Europe/Paris')).toBe(3_600_000);
  expect(offsetAt(at('2026-03-29T01:00:00Z'), 'Europe/Paris')).toBe(7_200_000);
});

describe('names of time zones', () => {
  test.each(['UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'EST5EDT'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
      expect(() => startOfDay(0, name)).not.toThrow();
    },
  );

  test.each(['', 'Mars/Olympus', '+01:00', 'Europe/Paris ', '2026-01-01T00:00Z[UTC]', 'UTC\0'])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
