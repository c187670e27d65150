import { addSpan } from '../../calendar.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalSql } from './interval.ts';

/** `now < t ≤ now + N` */
export const inNext: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'inNext',
  labels: { plain: 'in the next' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({
    from: now + 1,
    until: addSpan(now, span, timeZone) + 1,
  }),
  relative: (span) => span,
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: describeSpan,
};

export const examples: readonly Example[] = [
  { value: '2026-03-29T12:00:00Z', operand: { amount: 7, unit: 'day' }, expect: false },
  { value: '2026-03-29T12:00:00.001Z', operand: { amount: 7, unit: 'day' }, expect: true },
  { value: '2026-04-05T12:00:00Z', operand: { amount: 7, unit: 'day' }, expect: true },
  { value: '2026-04-05T12:00:00.001Z', operand: { amount: 7, unit: 'day' }, expect: false },
  { value: '2026-03-29', operand: { amount: 7, unit: 'day' }, expect: false },
  { value: '2026-03-30', operand: { amount: 1, unit: 'day' }, expect: true },
  { value: '2026-03-29T12:01:00Z', operand: { amount: 1, unit: 'minute' }, expect: true },
  { value: '2026-03-29T12:01:00.001Z', operand: { amount: 1, unit: 'minute' }, expect: false },
  { value: '2026-03-29T14:00:00Z', operand: { amount: 2, unit: 'hour' }, expect: true },
  { value: '2026-04-12T12:00:00Z', operand: { amount: 2, unit: 'week' }, expect: true },
  { value: '2026-04-12T12:00:00.001Z', operand: { amount: 2, unit: 'week' }, expect: false },
  {
    value: '2026-03-29T22:00:00Z',
    operand: { amount: 1, unit: 'day' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-03-28T22:00:00Z',
  },
  {
    value: '2026-03-29T22:00:00.001Z',
    operand: { amount: 1, unit: 'day' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-03-28T22:00:00Z',
  },
  // In a month it is the same time of the same day, or of the last day, of the month after.
  { value: '2026-04-29T12:00:00Z', operand: { amount: 1, unit: 'month' }, expect: true },
  { value: '2026-04-29T12:00:00.001Z', operand: { amount: 1, unit: 'month' }, expect: false },
  {
    value: '2026-02-28T12:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    now: '2026-01-31T12:00:00Z',
  },
  {
    value: '2026-02-28T12:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    now: '2026-01-29T12:00:00Z',
  },
  {
    value: '2024-02-29T12:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    now: '2024-01-31T12:00:00Z',
  },
  {
    value: '2026-04-15T10:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-03-15T11:00:00Z',
  },
  {
    value: '2026-04-15T10:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-03-15T11:00:00Z',
  },
  {
    value: '2026-03-29T01:30:00Z',
    operand: { amount: 2, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-01-29T01:30:00Z',
  },
  {
    value: '2026-03-29T01:30:00.001Z',
    operand: { amount: 2, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-01-29T01:30:00Z',
  },
  {
    value: '2026-03-15T15:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'America/New_York',
    now: '2026-02-15T16:00:00Z',
  },
  {
    value: '2026-03-15T15:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'America/New_York',
    now: '2026-02-15T16:00:00Z',
  },
  {
    value: '2026-10-31T13:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-09-30T13:30:00Z',
  },
  {
    value: '2026-10-31T13:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-09-30T13:30:00Z',
  },
  { value: '9999-12-31', operand: { amount: 100000, unit: 'month' }, expect: true },
  { value: 'tomorrow', operand: { amount: 7, unit: 'day' }, expect: false },
  { value: '', operand: { amount: 7, unit: 'day' }, expect: false },
  { operand: { amount: 7, unit: 'day' }, expect: false },
];
