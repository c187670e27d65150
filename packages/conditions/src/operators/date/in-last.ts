import { subtractSpan } from '../../calendar.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalSql } from './interval.ts';

/** `now − N < t ≤ now` */
export const inLast: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'inLast',
  labels: { plain: 'in the last' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({
    from: subtractSpan(now, span, timeZone) + 1,
    until: now + 1,
  }),
  relative: (span) => span,
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: describeSpan,
};

export const examples: readonly Example[] = [
  { value: '2026-03-29T12:00:00Z', operand: { amount: 30, unit: 'day' }, expect: true },
  { value: '2026-03-29T12:00:00.001Z', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: '2026-02-27T12:00:00Z', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: '2026-02-27T12:00:00.001Z', operand: { amount: 30, unit: 'day' }, expect: true },
  { value: '2026-03-30', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: '2026-03-29', operand: { amount: 1, unit: 'day' }, expect: true },
  { value: '2026-03-28', operand: { amount: 1, unit: 'day' }, expect: false },
  { value: '2026-03-29T11:59:00Z', operand: { amount: 1, unit: 'minute' }, expect: false },
  { value: '2026-03-29T11:59:00.001Z', operand: { amount: 1, unit: 'minute' }, expect: true },
  { value: '2026-03-29T11:00:00.001Z', operand: { amount: 60, unit: 'minute' }, expect: true },
  { value: '2026-03-29T09:00:00Z', operand: { amount: 3, unit: 'hour' }, expect: false },
  { value: '2026-03-22T12:00:00Z', operand: { amount: 1, unit: 'week' }, expect: false },
  { value: '2026-03-22T12:00:00.001Z', operand: { amount: 1, unit: 'week' }, expect: true },
  // A day is 24 hours, also when the clocks have changed.
  {
    value: '2026-03-28T12:00:00Z',
    operand: { amount: 1, unit: 'day' },
    expect: false,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-28T12:00:00.001Z',
    operand: { amount: 1, unit: 'day' },
    expect: true,
    timeZone: 'Europe/Paris',
  },
  // A month ago it was the same time of the same day, or of the last day, of the month before.
  { value: '2026-02-28T12:00:00Z', operand: { amount: 1, unit: 'month' }, expect: false },
  { value: '2026-02-28T12:00:00.001Z', operand: { amount: 1, unit: 'month' }, expect: true },
  {
    value: '2026-02-28T12:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    now: '2026-03-31T12:00:00Z',
  },
  {
    value: '2026-02-28T12:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    now: '2026-03-31T12:00:00Z',
  },
  {
    value: '2024-02-29T00:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    now: '2024-03-31T00:00:00Z',
  },
  { value: '2025-03-29T12:00:00.001Z', operand: { amount: 12, unit: 'month' }, expect: true },
  {
    value: '2023-02-28T12:00:00Z',
    operand: { amount: 12, unit: 'month' },
    expect: false,
    now: '2024-02-29T12:00:00Z',
  },
  {
    value: '2026-03-15T11:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-04-15T10:00:00Z',
  },
  {
    value: '2026-03-15T11:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-04-15T10:00:00Z',
  },
  {
    value: '2026-03-29T01:30:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-04-29T00:30:00Z',
  },
  {
    value: '2026-03-29T01:30:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-04-29T00:30:00Z',
  },
  {
    value: '2026-02-15T16:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'America/New_York',
    now: '2026-03-15T15:00:00Z',
  },
  {
    value: '2026-02-15T16:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'America/New_York',
    now: '2026-03-15T15:00:00Z',
  },
  {
    value: '2026-03-31T13:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-04-30T13:30:00Z',
  },
  {
    value: '2026-03-31T13:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-04-30T13:30:00Z',
  },
  {
    value: '2026-03-29',
    operand: { amount: 1, unit: 'day' },
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T14:00:00',
    operand: { amount: 1, unit: 'day' },
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-29T14:00:00.001',
    operand: { amount: 1, unit: 'day' },
    expect: false,
    timeZone: 'Europe/Paris',
  },
  { value: '0000-01-01', operand: { amount: 100000, unit: 'month' }, expect: true },
  { value: 'recently', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: '', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: 1774785600000, operand: { amount: 30, unit: 'day' }, expect: false },
  { operand: { amount: 100000, unit: 'month' }, expect: false },
];
