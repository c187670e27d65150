import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import { parseDate } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalOfDate, intervalSql } from './interval.ts';

/** Earlier than the operand; of a day, earlier than its start in the project’s time zone. */
export const before: Operator<string, Interval> = {
  kinds: ['date'],
  name: 'before',
  labels: { plain: 'before' },
  editor: 'date',
  parse: parseDate,
  resolve: (text, { timeZone }) => ({ until: intervalOfDate(text, timeZone).from }),
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (text) => text,
};

export const examples: readonly Example[] = [
  { value: '2026-03-28', operand: '2026-03-29', expect: true },
  { value: '2026-03-29', operand: '2026-03-29', expect: false },
  { value: '2026-03-30', operand: '2026-03-29', expect: false },
  { value: '2026-03-28T23:59:59.999Z', operand: '2026-03-29', expect: true },
  { value: '2026-03-29T00:00:00Z', operand: '2026-03-29', expect: false },
  { value: '2026-03-28T23:59:59.9999Z', operand: '2026-03-29', expect: true },
  { value: '2026-03-29T11:59:59.999Z', operand: '2026-03-29T12:00:00Z', expect: true },
  { value: '2026-03-29T12:00:00Z', operand: '2026-03-29T12:00:00Z', expect: false },
  { value: '2026-03-29T12:00:00+02:00', operand: '2026-03-29T12:00:00Z', expect: true },
  { value: '2026-03-29T07:00:00-0500', operand: '2026-03-29T12:00Z', expect: false },
  { value: '2026-03-29T13:00:00+02', operand: '2026-03-29T12:00:00Z', expect: true },
  // A day begins at midnight in the zone of the project.
  {
    value: '2026-03-28T22:59:59.999Z',
    operand: '2026-03-29',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-28T23:00:00Z',
    operand: '2026-03-29',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-08T04:59:59.999Z',
    operand: '2026-03-08',
    expect: true,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-03-08T05:00:00Z',
    operand: '2026-03-08',
    expect: false,
    timeZone: 'America/New_York',
  },
  {
    value: '2026-04-04T12:59:59.999Z',
    operand: '2026-04-05',
    expect: true,
    timeZone: 'Australia/Lord_Howe',
  },
  {
    value: '2026-04-04T13:00:00Z',
    operand: '2026-04-05',
    expect: false,
    timeZone: 'Australia/Lord_Howe',
  },
  // Clocks skip midnight there: the day begins at one.
  {
    value: '2018-11-04T02:59:59.999Z',
    operand: '2018-11-04',
    expect: true,
    timeZone: 'America/Sao_Paulo',
  },
  {
    value: '2018-11-04T03:00:00Z',
    operand: '2018-11-04',
    expect: false,
    timeZone: 'America/Sao_Paulo',
  },
  // Half past two does not exist on one day, read as half past three; on another it is twice, read as
  // the first.
  {
    value: '2026-03-29T01:29:59.999Z',
    operand: '2026-03-29T02:30:00',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T01:30:00Z',
    operand: '2026-03-29T02:30:00',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T00:29:59.999Z',
    operand: '2026-10-25T02:30:00',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T00:30:00Z',
    operand: '2026-10-25T02:30:00',
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-10-25T02:30:00',
    operand: '2026-10-25T00:30:00.001Z',
    expect: true,
    timeZone: 'Europe/Paris',
  },
  { value: '0000-01-01', operand: '0000-01-02', expect: true },
  { value: '9999-12-31', operand: '9999-12-31T23:59:59.999Z', expect: true },
  { value: '1969-12-31', operand: '1970-01-01', expect: true },
  { value: '1970-01-01', operand: '1970-01-01', expect: false },
  // What is not a date is before nothing.
  { value: 'yesterday', operand: '2026-03-29', expect: false },
  { value: '2026-02-30', operand: '2026-03-29', expect: false },
  { value: '2026-03-28 12:00:00', operand: '2026-03-29', expect: false },
  { value: '2026-03-28t12:00:00z', operand: '2026-03-29', expect: false },
  { value: '20260328', operand: '2026-03-29', expect: false },
  { value: ' 2026-03-28', operand: '2026-03-29', expect: false },
  { value: '2026-03-28T24:00:00Z', operand: '2026-03-31', expect: false },
  { value: '2026-03-28T23:59:60Z', operand: '2026-03-31', expect: false },
  { value: '', operand: '2026-03-29', expect: false },
  { value: 0, operand: '2026-03-29', expect: false },
  { operand: '2026-03-29', expect: false },
  { value: ['2026-03-28'], operand: '2026-03-29', expect: false },
];
