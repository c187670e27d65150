import { startOfDay, startOfNextDay } from '../../calendar.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** On the calendar day, in the project’s time zone, that the operand is or falls on. */
export const on: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'on',
  labels: { plain: 'on' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => {
    const { from } = intervalOfDate(text, timeZone);
    return { from: startOfDay(from, timeZone), until: startOfNextDay(from, timeZone) };
  },
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
};

export const examples: readonly Example[] = [
  { value: '2026-03-29', operand: '2026-03-29', expect: true },
  { value: '2026-03-28', operand: '2026-03-29', expect: false },
  { value: '2026-03-30', operand: '2026-03-29', expect: false },
  { value: '2026-03-29T00:00:00Z', operand: '2026-03-29', expect: true },
  { value: '2026-03-28T23:59:59.999Z', operand: '2026-03-29', expect: false },
  { value: '2026-03-29T23:59:59.999Z', operand: '2026-03-29', expect: true },
  { value: '2026-03-30T00:00:00Z', operand: '2026-03-29', expect: false },
  // An instant means the day that it falls on.
  { value: '2026-03-29', operand: '2026-03-29T15:00:00Z', expect: true },
  { value: '2026-03-29T23:00:00Z', operand: '2026-03-29T00:00:00Z', expect: true },
  { value: '2026-03-30', operand: '2026-03-29T23:59:59.999Z', expect: false },
  {
    value: '2026-03-30',
    operand: '2026-03-29T22:00:00Z',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29',
    operand: '2026-03-28T23:00:00Z',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  // A day of the zone: of 23 hours, of 25, and without a midnight.
  {
    value: '2026-03-28T23:00:00Z',
    operand: '2026-03-29',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-28T22:59:59.999Z',
    operand: '2026-03-29',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T21:59:59.999Z',
    operand: '2026-03-29',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T22:00:00Z',
    operand: '2026-03-29',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T22:59:59.999Z',
    operand: '2026-10-25',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T23:00:00Z',
    operand: '2026-10-25',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-08T05:00:00Z',
    operand: '2026-03-08',
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-03-09T04:00:00Z',
    operand: '2026-03-08',
    expect: false,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-11-02T04:59:59.999Z',
    operand: '2026-11-01',
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-10-03T13:30:00Z',
    operand: '2026-10-04',
    expect: true,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2026-10-03T13:29:59.999Z',
    operand: '2026-10-04',
    expect: false,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2026-10-04T12:59:59.999Z',
    operand: '2026-10-04',
    expect: true,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2026-10-04T13:00:00Z',
    operand: '2026-10-04',
    expect: false,
    timeZone: 'Australia/Lord_Howe',
  },
  { value: '2018-11-04', operand: '2018-11-04', expect: true, timeZone: 'America/Sao_Paulo' },
  {
    value: '2018-11-04T02:59:59.999Z',
    operand: '2018-11-03',
    expect: true,
    timeZone: 'America/Sao_Paulo',
  },
  { value: '2024-02-29T12:00:00Z', operand: '2024-02-29', expect: true },
  { value: '2026-02-29', operand: '2026-03-01', expect: false },
  { value: 'March 29', operand: '2026-03-29', expect: false },
  { value: '', operand: '1970-01-01', expect: false },
  { value: 0, operand: '1970-01-01', expect: false },
  { operand: '1970-01-01', expect: false },
];
