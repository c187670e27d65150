import type { Span, Unit } from '../../src/tree.ts';

/**
 * What a date operator lets through, by hand: `first` and `last` are the first and last millisecond
 * for which it holds, absent where there is no such end. Nothing in the tables is computed.
 */
export interface DateCase {
  timeZone: string;
  now?: string;
  operator: 'before' | 'after' | 'on' | 'between' | 'inLast' | 'moreThanAgo' | 'inNext';
  operand: string | [from: string, to: string] | Span;
  first?: string;
  last?: string;
  what: string;
}

const newYork = 'America/New_York';
const paris = 'Europe/Paris';
const lordHowe = 'Australia/Lord_Howe';

// time zone | operator | operand | first | last | what it is about

/** New York is 5 h behind in winter, Paris 1 h ahead, Lord Howe 11 h. */
const ordinaryDays = `
UTC                 | on      | 2026-01-15                                   | 2026-01-15T00:00:00.000Z | 2026-01-15T23:59:59.999Z | a day
America/New_York    | on      | 2026-01-15                                   | 2026-01-15T05:00:00.000Z | 2026-01-16T04:59:59.999Z | a day
Europe/Paris        | on      | 2026-01-15                                   | 2026-01-14T23:00:00.000Z | 2026-01-15T22:59:59.999Z | a day
Australia/Lord_Howe | on      | 2026-01-15                                   | 2026-01-14T13:00:00.000Z | 2026-01-15T12:59:59.999Z | a day
America/New_York    | on      | 2026-01-16T04:59:59.999Z                     | 2026-01-15T05:00:00.000Z | 2026-01-16T04:59:59.999Z | the day that an instant falls on
Europe/Paris        | on      | 2026-01-14T23:00:00Z                         | 2026-01-14T23:00:00.000Z | 2026-01-15T22:59:59.999Z | the day that an instant falls on
America/New_York    | before  | 2026-01-15                                   | –                        | 2026-01-15T04:59:59.999Z | a day
Europe/Paris        | before  | 2026-01-15                                   | –                        | 2026-01-14T22:59:59.999Z | a day
Australia/Lord_Howe | before  | 2026-01-15                                   | –                        | 2026-01-14T12:59:59.999Z | a day
America/New_York    | after   | 2026-01-15                                   | 2026-01-16T05:00:00.000Z | –                        | a day
Europe/Paris        | after   | 2026-01-15                                   | 2026-01-15T23:00:00.000Z | –                        | a day
Australia/Lord_Howe | after   | 2026-01-15                                   | 2026-01-15T13:00:00.000Z | –                        | a day
America/New_York    | between | 2026-01-15 to 2026-01-15                     | 2026-01-15T05:00:00.000Z | 2026-01-16T04:59:59.999Z | one day
Europe/Paris        | between | 2026-01-15 to 2026-01-16                     | 2026-01-14T23:00:00.000Z | 2026-01-16T22:59:59.999Z | days
Europe/Paris        | between | 2026-01-15T00:00:00Z to 2026-01-16T00:00:00Z | 2026-01-15T00:00:00.000Z | 2026-01-16T00:00:00.000Z | instants
America/New_York    | between | 2026-01-15T12:00:00Z to 2026-01-15           | 2026-01-15T12:00:00.000Z | 2026-01-16T04:59:59.999Z | an instant and a day
America/New_York    | before  | 2026-01-15T12:00:00.500Z                     | –                        | 2026-01-15T12:00:00.499Z | an instant
America/New_York    | after   | 2026-01-15T12:00:00.500Z                     | 2026-01-15T12:00:00.501Z | –                        | an instant
America/New_York    | before  | 2026-01-15T12:00                             | –                        | 2026-01-15T16:59:59.999Z | a wall time
Australia/Lord_Howe | after   | 2026-01-15T12:00                             | 2026-01-15T01:00:00.001Z | –                        | a wall time
Australia/Lord_Howe | before  | 2026-01-15T12:00:00-03:30                    | –                        | 2026-01-15T15:29:59.999Z | a time with its offset
`;

/**
 * Clocks go forward: in New York 2026-03-08 at 07:00Z, in Paris 2026-03-29 at 01:00Z, on Lord Howe by
 * half an hour 2026-10-03 at 15:30Z, which is 2026-10-04 there; in São Paulo they once did at midnight.
 */
const clocksForward = `
America/New_York    | on      | 2026-03-08               | 2026-03-08T05:00:00.000Z | 2026-03-09T03:59:59.999Z | a day of 23 h
Europe/Paris        | on      | 2026-03-29               | 2026-03-28T23:00:00.000Z | 2026-03-29T21:59:59.999Z | a day of 23 h
Australia/Lord_Howe | on      | 2026-10-04               | 2026-10-03T13:30:00.000Z | 2026-10-04T12:59:59.999Z | a day of 23 h 30
America/New_York    | before  | 2026-03-08               | –                        | 2026-03-08T04:59:59.999Z | a day of 23 h
America/New_York    | after   | 2026-03-08               | 2026-03-09T04:00:00.000Z | –                        | a day of 23 h
Europe/Paris        | after   | 2026-03-29               | 2026-03-29T22:00:00.000Z | –                        | a day of 23 h
Australia/Lord_Howe | after   | 2026-10-04               | 2026-10-04T13:00:00.000Z | –                        | a day of 23 h 30
Europe/Paris        | between | 2026-03-28 to 2026-03-29 | 2026-03-27T23:00:00.000Z | 2026-03-29T21:59:59.999Z | up to a day of 23 h
America/New_York    | before  | 2026-03-08T02:30         | –                        | 2026-03-08T07:29:59.999Z | a wall time that is skipped
Europe/Paris        | after   | 2026-03-29T02:30:00      | 2026-03-29T01:30:00.001Z | –                        | a wall time that is skipped
Australia/Lord_Howe | after   | 2026-10-04T02:15         | 2026-10-03T15:45:00.001Z | –                        | a wall time that is skipped
America/Sao_Paulo   | on      | 2018-11-04               | 2018-11-04T03:00:00.000Z | 2018-11-05T01:59:59.999Z | a midnight that is skipped
America/Sao_Paulo   | on      | 2018-11-03               | 2018-11-03T03:00:00.000Z | 2018-11-04T02:59:59.999Z | before a midnight that is skipped
`;

/**
 * Clocks go back: in New York 2026-11-01 at 06:00Z, in Paris 2026-10-25 at 01:00Z, on Lord Howe by half
 * an hour 2026-04-04 at 15:00Z, which is 2026-04-05 there.
 */
const clocksBack = `
America/New_York    | on      | 2026-11-01               | 2026-11-01T04:00:00.000Z | 2026-11-02T04:59:59.999Z | a day of 25 h
Europe/Paris        | on      | 2026-10-25               | 2026-10-24T22:00:00.000Z | 2026-10-25T22:59:59.999Z | a day of 25 h
Australia/Lord_Howe | on      | 2026-04-05               | 2026-04-04T13:00:00.000Z | 2026-04-05T13:29:59.999Z | a day of 24 h 30
America/New_York    | after   | 2026-11-01               | 2026-11-02T05:00:00.000Z | –                        | a day of 25 h
Europe/Paris        | before  | 2026-10-25               | –                        | 2026-10-24T21:59:59.999Z | a day of 25 h
Europe/Paris        | before  | 2026-10-26               | –                        | 2026-10-25T22:59:59.999Z | the day after one of 25 h
Australia/Lord_Howe | between | 2026-04-05 to 2026-04-05 | 2026-04-04T13:00:00.000Z | 2026-04-05T13:29:59.999Z | a day of 25 h
America/New_York    | after   | 2026-11-01T01:30         | 2026-11-01T05:30:00.001Z | –                        | the first of two equal wall times
Europe/Paris        | before  | 2026-10-25T02:30         | –                        | 2026-10-25T00:29:59.999Z | the first of two equal wall times
Australia/Lord_Howe | before  | 2026-04-05T01:45         | –                        | 2026-04-04T14:44:59.999Z | the first of two equal wall times
`;

// time zone | now | operator | amount and unit | first | last | what it is about

/** Minutes, hours, days and weeks are exact, whatever the clocks do. */
const exactSpans = `
Europe/Paris        | 2026-03-29T01:00:30.000Z | inLast      | 1 minute | 2026-03-29T00:59:30.001Z | 2026-03-29T01:00:30.000Z | a minute
Europe/Paris        | 2026-03-29T02:00:00.000Z | inLast      | 2 hour   | 2026-03-29T00:00:00.001Z | 2026-03-29T02:00:00.000Z | two hours over the switch
America/New_York    | 2026-03-08T16:00:00.000Z | inLast      | 1 day    | 2026-03-07T16:00:00.001Z | 2026-03-08T16:00:00.000Z | a day over the switch
America/New_York    | 2026-11-01T17:00:00.000Z | moreThanAgo | 1 day    | –                        | 2026-10-31T17:00:00.000Z | a day over the switch
Australia/Lord_Howe | 2026-10-03T12:00:00.000Z | inNext      | 1 day    | 2026-10-03T12:00:00.001Z | 2026-10-04T12:00:00.000Z | a day over the switch
Europe/Paris        | 2026-10-28T12:00:00.000Z | inLast      | 1 week   | 2026-10-21T12:00:00.001Z | 2026-10-28T12:00:00.000Z | a week over the switch
America/New_York    | 2026-03-31T04:00:00.000Z | inLast      | 30 day   | 2026-03-01T04:00:00.001Z | 2026-03-31T04:00:00.000Z | thirty days at midnight
Europe/Paris        | 2026-03-28T23:00:00.000Z | moreThanAgo | 30 day   | –                        | 2026-02-26T23:00:00.000Z | thirty days at midnight
`;

/** Months are those of the zone's calendar, at the same wall time, cut to the end of the month. */
const months = `
UTC                 | 2026-06-15T12:00:00.000Z | inLast      | 1 month  | 2026-05-15T12:00:00.001Z | 2026-06-15T12:00:00.000Z | a month
UTC                 | 2026-03-31T12:00:00.000Z | inLast      | 1 month  | 2026-02-28T12:00:00.001Z | 2026-03-31T12:00:00.000Z | a month from the 31st
UTC                 | 2024-03-31T12:00:00.000Z | moreThanAgo | 1 month  | –                        | 2024-02-29T12:00:00.000Z | a month into a leap year
UTC                 | 2024-02-29T12:00:00.000Z | moreThanAgo | 12 month | –                        | 2023-02-28T12:00:00.000Z | a year of months from a leap day
Europe/Paris        | 2026-04-15T10:00:00.000Z | inLast      | 1 month  | 2026-03-15T11:00:00.001Z | 2026-04-15T10:00:00.000Z | a month over the switch
Europe/Paris        | 2026-04-29T00:30:00.000Z | moreThanAgo | 1 month  | –                        | 2026-03-29T01:30:00.000Z | a month to a wall time that was skipped
America/New_York    | 2026-12-01T06:30:00.000Z | moreThanAgo | 1 month  | –                        | 2026-11-01T05:30:00.000Z | a month to a wall time that was twice
America/New_York    | 2026-04-01T03:30:00.000Z | inLast      | 1 month  | 2026-03-01T04:30:00.001Z | 2026-04-01T03:30:00.000Z | a month from the 31st
Australia/Lord_Howe | 2026-05-31T13:30:00.000Z | inLast      | 1 month  | 2026-04-30T13:30:00.001Z | 2026-05-31T13:30:00.000Z | a month that is already the next one there
Europe/Paris        | 2026-01-31T11:00:00.000Z | inNext      | 1 month  | 2026-01-31T11:00:00.001Z | 2026-02-28T11:00:00.000Z | a month ahead from the 31st
Australia/Lord_Howe | 2026-09-15T01:30:00.000Z | inNext      | 1 month  | 2026-09-15T01:30:00.001Z | 2026-10-15T01:00:00.000Z | a month ahead over the switch
`;

export const dateCases: readonly DateCase[] = [
  ...[ordinaryDays, clocksForward, clocksBack].flatMap(readRows).map(toDateCase),
  ...[exactSpans, months].flatMap(readRows).map(toSpanCase),
];

function readRows(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

function toDateCase(cells: string[]): DateCase {
  const [timeZone = '', operator, operand = '', first, last, what = ''] = cells;
  const [from = '', to] = operand.split(' to ');
  return {
    timeZone,
    operator: operator as DateCase['operator'],
    operand: to === undefined ? from : [from, to],
    ...toEnds(first, last),
    what,
  };
}

function toSpanCase(cells: string[]): DateCase {
  const [timeZone = '', now = '', operator, span = '', first, last, what = ''] = cells;
  const [amount, unit] = span.split(' ');
  return {
    timeZone,
    now,
    operator: operator as DateCase['operator'],
    operand: { amount: Number(amount), unit: unit as Unit },
    ...toEnds(first, last),
    what,
  };
}

function toEnds(first = '–', last = '–'): Pick<DateCase, 'first' | 'last'> {
  return { ...(first !== '–' && { first }), ...(last !== '–' && { last }) };
}

/** How text without an offset, or with one, is read as the date of an attribute. */
export const dateTexts: readonly [timeZone: string, text: string, instant: string][] = [
  ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z'],
  [newYork, '2026-03-29', '2026-03-29T04:00:00.000Z'],
  [newYork, '2026-03-08', '2026-03-08T05:00:00.000Z'],
  [newYork, '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
  [newYork, '2026-03-08T03:30', '2026-03-08T07:30:00.000Z'],
  [newYork, '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
  [newYork, '2026-11-01T01:30-05:00', '2026-11-01T06:30:00.000Z'],
  [paris, '2026-03-29', '2026-03-28T23:00:00.000Z'],
  [paris, '2026-03-30', '2026-03-29T22:00:00.000Z'],
  [paris, '2026-10-26', '2026-10-25T23:00:00.000Z'],
  [paris, '2026-10-25T02:30:00.123', '2026-10-25T00:30:00.123Z'],
  [lordHowe, '2026-04-05', '2026-04-04T13:00:00.000Z'],
  [lordHowe, '2026-04-06', '2026-04-05T13:30:00.000Z'],
  [lordHowe, '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'],
  ['Asia/Kathmandu', '2026-06-01', '2026-05-31T18:15:00.000Z'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  [paris, '2026-03-29T12:00Z', '2026-03-29T12:00:00.000Z'],
  [paris, '2026-03-29T12:00:00.9999Z', '2026-03-29T12:00:00.999Z'],
  [paris, '2026-03-29T12:00:00+0545', '2026-03-29T06:15:00.000Z'],
  [paris, '2026-03-29T12:00:00-03', '2026-03-29T15:00:00.000Z'],
  ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
];
