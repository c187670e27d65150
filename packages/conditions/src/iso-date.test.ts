import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { parseIsoDate } from './iso-date.ts';

describe('what it reads', () => {
  test.each([
    ['2026-03-29', 'UTC', '2026-03-29T00:00:00.000Z', 'day'],
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z', 'day'],
    ['2026-03-29', 'America/New_York', '2026-03-29T04:00:00.000Z', 'day'],
    ['2026-03-29T12:30', 'UTC', '2026-03-29T12:30:00.000Z', 'instant'],
    ['2026-03-29T12:30', 'Europe/Paris', '2026-03-29T10:30:00.000Z', 'instant'],
    ['2026-03-29T12:30:15', 'UTC', '2026-03-29T12:30:15.000Z', 'instant'],
    ['2026-03-29T12:30Z', 'Europe/Paris', '2026-03-29T12:30:00.000Z', 'instant'],
    ['2026-03-29T12:30:15.5Z', 'UTC', '2026-03-29T12:30:15.500Z', 'instant'],
    ['2026-03-29T12:30:15.9999999Z', 'UTC', '2026-03-29T12:30:15.999Z', 'instant'],
    ['2026-03-29T12:30:15.000999', 'UTC', '2026-03-29T12:30:15.000Z', 'instant'],
    ['1969-12-31T23:59:59.9999Z', 'UTC', '1969-12-31T23:59:59.999Z', 'instant'],
    ['2026-03-29T12:30+02:00', 'UTC', '2026-03-29T10:30:00.000Z', 'instant'],
    ['2026-03-29T12:30+0530', 'UTC', '2026-03-29T07:00:00.000Z', 'instant'],
    ['2026-03-29T12:30-08', 'UTC', '2026-03-29T20:30:00.000Z', 'instant'],
    ['2026-03-29T12:30:15.5-00:00', 'Europe/Paris', '2026-03-29T12:30:15.500Z', 'instant'],
    ['2026-01-01T00:00+23:59', 'UTC', '2025-12-31T00:01:00.000Z', 'instant'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z', 'day'],
    ['2000-02-29', 'UTC', '2000-02-29T00:00:00.000Z', 'day'],
    ['0000-01-01', 'UTC', '0000-01-01T00:00:00.000Z', 'day'],
    ['0099-12-31', 'UTC', '0099-12-31T00:00:00.000Z', 'day'],
    ['9999-12-31T23:59:59.999Z', 'UTC', '9999-12-31T23:59:59.999Z', 'instant'],
    // Half past two is skipped, and is read as half past three; later it is twice: the first.
    ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z', 'instant'],
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z', 'instant'],
    ['2026-10-25T02:30+01:00', 'Europe/Paris', '2026-10-25T01:30:00.000Z', 'instant'],
    // Midnight is skipped: the day begins at one.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 'day'],
    ['2018-11-04T00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 'instant'],
  ] as const)('%s in %s', (text, timeZone, instant, precision) => {
    const date = parseIsoDate(text, timeZone);
    expect(date && { ...date, instant: new Date(date.instant).toISOString() }).toEqual({
      instant,
      precision,
    });
  });
});

describe('what is just a string', () => {
  test.each([
    '',
    'yesterday',
    '2026',
    '2026-03',
    '2026-3-29',
    '20260329',
    '26-03-29',
    '+2026-03-29',
    '-2026-03-29',
    '+012026-03-29',
    '2026-00-01',
    '2026-13-01',
    '2026-03-00',
    '2026-03-32',
    '2026-04-31',
    '2026-02-29',
    '1900-02-29',
    '2026-03-29 12:30',
    '2026-03-29t12:30z',
    '2026-03-29T12:30z',
    '2026-03-29T',
    '2026-03-29T12',
    '2026-03-29T12Z',
    '2026-03-29Z',
    '2026-03-29+02:00',
    '2026-03-29T24:00',
    '2026-03-29T24:00:00Z',
    '2026-03-29T12:60',
    '2026-03-29T12:30:60Z',
    '2026-03-29T12:30:15.Z',
    '2026-03-29T12:30:15,5Z',
    '2026-03-29T12:30.5Z',
    '2026-03-29T12:30+2',
    '2026-03-29T12:30+24:00',
    '2026-03-29T12:30+02:60',
    '2026-03-29T12:30+02:00:00',
    '2026-03-29T12:30−02:00',
    '2026-03-29T12:30Z[UTC]',
    '2026-W13-7',
    '2026-088',
    ' 2026-03-29',
    '2026-03-29 ',
    '2026-03-29\n',
    '2026-03-29\0',
    '２０２６-03-29',
    '2026\u201303\u201329',
    'Sun, 29 Mar 2026 12:30:00 GMT',
    '1774787400000',
  ])('%j', (text) => {
    expect(parseIsoDate(text, 'UTC')).toBeUndefined();
    expect(parseIsoDate(text, 'Europe/Paris')).toBeUndefined();
  });
});

const parts = fc.record({
  year: fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(1900, 2000, 2024, 2026)),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  millisecond: fc.integer({ min: 0, max: 999 }),
});
const zones = fc.oneof(
  fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);

function pad(number: number, length = 2): string {
  return String(number).padStart(length, '0');
}

test('it reads the instant that Temporal reads, and the days that Temporal knows', () => {
  fc.assert(
    fc.property(parts, zones, (wall, timeZone) => {
      const day = `${pad(wall.year, 4)}-${pad(wall.month)}-${pad(wall.day)}`;
      const time = `${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}`;
      const text = `${day}T${time}.${pad(wall.millisecond, 3)}`;
      let expected: { instant: number; start: number } | undefined;
      try {
        const dateTime = Temporal.PlainDateTime.from(wall, { overflow: 'reject' });
        expected = {
          instant: dateTime.toZonedDateTime(timeZone).epochMilliseconds,
          start: dateTime.toPlainDate().toZonedDateTime(timeZone).epochMilliseconds,
        };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      expect(parseIsoDate(text, timeZone)?.instant).toBe(expected?.instant);
      expect(parseIsoDate(day, timeZone)?.instant).toBe(expected?.start);
      expect(parseIsoDate(`${text}Z`, timeZone)?.instant).toBe(
        expected && Temporal.Instant.from(`${text}Z`).epochMilliseconds,
      );
    }),
    { numRuns: 1000 },
  );
});

test('where clocks are changed it reads what Temporal reads, each time that it is asked', () => {
  const hour = 3_600_000;
  const changes = fc.record({
    timeZone: zones,
    year: fc.integer({ min: 1900, max: 2100 }),
    hours: fc.integer({ min: -60, max: 60 }),
  });
  fc.assert(
    fc.property(changes, ({ timeZone, year, hours }) => {
      const start = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timeZone);
      const change = start.getTimeZoneTransition('next') ?? start;
      const near = change.epochMilliseconds + hours * hour;
      const text = new Date(near).toISOString().slice(0, -1);
      const wall = Temporal.PlainDateTime.from(text);
      for (let time = 0; time < 2; time += 1) {
        expect(parseIsoDate(text, timeZone)?.instant).toBe(
          wall.toZonedDateTime(timeZone).epochMilliseconds,
        );
        expect(parseIsoDate(text.slice(0, 10), timeZone)?.instant).toBe(
          wall.toPlainDate().toZonedDateTime(timeZone).epochMilliseconds,
        );
      }
    }),
    { numRuns: 1000 },
  );
});
