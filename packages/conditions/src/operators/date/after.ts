import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** Later than the operand; of a day, later than its end in the project’s time zone. */
export const after: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'after',
  labels: { plain: 'after' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => ({ from: intervalOfDate(text, timeZone).until }),
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
};

export const examples: readonly Example[] = [
  { value: '2026-03-30', operand: '2026-03-29', expect: true },
  { value: '2026-03-29', operand: '2026-03-29', expect: false },
  { value: '2026-03-28', operand: '2026-03-29', expect: false },
  { value: '2026-03-29T23:59:59.999Z', operand: '2026-03-29', expect: false },
  { value: '2026-03-30T00:00:00Z', operand: '2026-03-29', expect: true },
  { value: '2026-03-29T12:00:00Z', operand: '2026-03-29T12:00:00Z', expect: false },
  { value: '2026-03-29T12:00:00.001Z', operand: '2026-03-29T12:00:00Z', expect: true },
  { value: '2026-03-29T12:00:00.0009Z', operand: '2026-03-29T12:00:00Z', expect: false },
  { value: '2026-03-29T12:00:00-01:00', operand: '2026-03-29T12:00:00Z', expect: true },
  // A day of 23 hours, and one of 25.
  {
    value: '2026-03-29T21:59:59.999Z',
    operand: '2026-03-29',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T22:00:00Z',
    operand: '2026-03-29',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T22:59:59.999Z',
    operand: '2026-10-25',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T23:00:00Z',
    operand: '2026-10-25',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-09T03:59:59.999Z',
    operand: '2026-03-08',
    expect: false,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-03-09T04:00:00Z',
    operand: '2026-03-08',
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-11-02T04:59:59.999Z',
    operand: '2026-11-01',
    expect: false,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-11-02T05:00:00Z',
    operand: '2026-11-01',
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-04-05T13:29:59.999Z',
    operand: '2026-04-05',
    expect: false,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2026-04-05T13:30:00Z',
    operand: '2026-04-05',
    expect: true,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2018-11-04T02:59:59.999Z',
    operand: '2018-11-03',
    expect: false,
    timeZone: 'America/Sao_Paulo',
  },
  {
    value: '2018-11-04T03:00:00Z',
    operand: '2018-11-03',
    expect: true,
    timeZone: 'America/Sao_Paulo',
  },
  { value: '2026-03-30', operand: '2026-03-29', expect: true, timeZone: 'Europe/Paris' },
  {
    value: '2026-03-29T02:30:00',
    operand: '2026-03-29T03:00:00',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  { value: '2024-03-01', operand: '2024-02-29', expect: true },
  { value: '2027-01-01', operand: '2026-12-31', expect: true },
  { value: '9999-12-31', operand: '9999-12-31', expect: false },
  { value: '0000-01-02', operand: '0000-01-01', expect: true },
  // What is not a date is after nothing.
  { value: 'tomorrow', operand: '2026-03-29', expect: false },
  { value: '2026-13-01', operand: '2026-03-29', expect: false },
  { value: '', operand: '2026-03-29', expect: false },
  { value: 1900000000000, operand: '2026-03-29', expect: false },
  { operand: '0000-01-01', expect: false },
];
