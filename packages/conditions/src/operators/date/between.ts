import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { joinWords } from '../join-words.ts';
import { parseDateRange } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** From the first end to the second, both included; a day as second end ends with that day. */
export const betweenDates: Operator<[from: string, to: string], Interval> = {
  kinds: ['date'],
  name: 'between',
  labels: { plain: 'between' },
  editor: 'date-range',
  parse: parseDateRange,
  resolve: ([from, to], { timeZone }) => ({
    from: intervalOfDate(from, timeZone).from,
    until: intervalOfDate(to, timeZone).until,
  }),
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (range) => joinWords(range, 'and'),
};

export const examples: readonly Example[] = [
  { value: '2026-03-28', operand: ['2026-03-28', '2026-03-30'], expect: true },
  { value: '2026-03-30', operand: ['2026-03-28', '2026-03-30'], expect: true },
  { value: '2026-03-27T23:59:59.999Z', operand: ['2026-03-28', '2026-03-30'], expect: false },
  { value: '2026-03-30T23:59:59.999Z', operand: ['2026-03-28', '2026-03-30'], expect: true },
  { value: '2026-03-31T00:00:00Z', operand: ['2026-03-28', '2026-03-30'], expect: false },
  { value: '2026-03-29T12:00:00Z', operand: ['2026-03-29', '2026-03-29'], expect: true },
  { value: '2026-03-30', operand: ['2026-03-29', '2026-03-29'], expect: false },
  // An instant as an end is included too.
  {
    value: '2026-03-29T10:00:00Z',
    operand: ['2026-03-29T10:00:00Z', '2026-03-29T11:00:00Z'],
    expect: true,
  },
  {
    value: '2026-03-29T11:00:00Z',
    operand: ['2026-03-29T10:00:00Z', '2026-03-29T11:00:00Z'],
    expect: true,
  },
  {
    value: '2026-03-29T11:00:00.001Z',
    operand: ['2026-03-29T10:00:00Z', '2026-03-29T11:00:00Z'],
    expect: false,
  },
  {
    value: '2026-03-29T09:59:59.999Z',
    operand: ['2026-03-29T10:00:00Z', '2026-03-29T11:00:00Z'],
    expect: false,
  },
  {
    value: '2026-03-29T20:00:00Z',
    operand: ['2026-03-29T10:00:00Z', '2026-03-29'],
    expect: true,
  },
  {
    value: '2026-03-28T23:00:00Z',
    operand: ['2026-03-29', '2026-03-29'],
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T21:59:59.999Z',
    operand: ['2026-03-29', '2026-03-29'],
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T22:00:00Z',
    operand: ['2026-03-29', '2026-03-29'],
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T22:59:59.999Z',
    operand: ['2026-10-01', '2026-10-25'],
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-08T04:59:59.999Z',
    operand: ['2026-03-08', '2026-03-31'],
    expect: false,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-04-01T03:59:59.999Z',
    operand: ['2026-03-08', '2026-03-31'],
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-04-05T13:29:59.999Z',
    operand: ['2026-04-05', '2026-04-05'],
    expect: true,
    timeZone: 'Australia/Lord_Howe',
  },
  // Reversed in this zone, though not in every one: nobody.
  {
    value: '2026-03-29T12:00:00Z',
    operand: ['2026-03-29T12:00:00Z', '2026-03-29T06:00:00'],
    expect: false,
  },
  {
    value: '2026-03-29T11:00:00Z',
    operand: ['2026-03-29T12:00:00Z', '2026-03-29T09:00:00'],
    expect: false,
  },
  { value: '0000-01-01', operand: ['0000-01-01', '9999-12-31'], expect: true },
  { value: '2024-02-29', operand: ['2024-02-01', '2024-02-29'], expect: true },
  { value: 'soon', operand: ['0000-01-01', '9999-12-31'], expect: false },
  { value: '', operand: ['0000-01-01', '9999-12-31'], expect: false },
  { value: 0, operand: ['0000-01-01', '9999-12-31'], expect: false },
  { value: false, operand: ['0000-01-01', '9999-12-31'], expect: false },
  { operand: ['0000-01-01', '9999-12-31'], expect: false },
];
