import fc from 'fast-check';
import type { Clock } from '../../src/operator.ts';

/** Instants at which calendars do something, in the zone where they do. */
const turningPoints: readonly [timeZone: string, instant: string, what: string][] = [
  ['UTC', '2026-06-15T12:34:56.789Z', 'nothing'],
  ['UTC', '2026-01-01T00:00:00.000Z', 'a year begins'],
  ['UTC', '2026-03-01T00:00:00.000Z', 'a short month ends'],
  ['UTC', '2024-02-29T12:00:00.000Z', 'a leap day'],
  ['UTC', '2026-03-31T00:00:00.000Z', 'a day that the month before has not'],
  ['Europe/Paris', '2026-03-28T23:00:00.000Z', 'midnight of a day of 23 h'],
  ['Europe/Paris', '2026-03-29T01:00:00.000Z', 'clocks go forward'],
  ['Europe/Paris', '2026-03-29T22:00:00.000Z', 'the end of that day'],
  ['Europe/Paris', '2026-10-25T00:30:00.000Z', 'half past two, the first time'],
  ['Europe/Paris', '2026-10-25T01:00:00.000Z', 'clocks go back'],
  ['Europe/Paris', '2026-10-25T23:00:00.000Z', 'the end of a day of 25 h'],
  ['Europe/Paris', '2026-04-29T00:30:00.000Z', 'a month after half past two did not exist'],
  ['America/New_York', '2026-03-08T07:00:00.000Z', 'clocks go forward'],
  ['America/New_York', '2026-03-09T04:00:00.000Z', 'the end of a day of 23 h'],
  ['America/New_York', '2026-11-01T05:30:00.000Z', 'half past one, the first time'],
  ['America/New_York', '2026-11-01T06:30:00.000Z', 'half past one, the second time'],
  ['America/New_York', '2026-12-01T06:30:00.000Z', 'a month after it'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 'clocks skip midnight'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z', 'clocks go back by half an hour'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00.000Z', 'clocks go forward by half an hour'],
  ['Asia/Kathmandu', '2026-05-31T18:15:00.000Z', 'a month begins, 5:45 ahead'],
];

/** A turning point, a moment before or after it, or somewhere in the days around. */
export const arbitraryClock: fc.Arbitrary<Clock> = fc
  .record({
    turn: fc.constantFrom(...turningPoints),
    shift: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(-1, 0, 1) },
      { weight: 1, arbitrary: fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }) },
    ),
  })
  .map(({ turn: [timeZone, instant], shift }) => ({ timeZone, now: Date.parse(instant) + shift }));
