import { subtractSpan } from '../../calendar.ts';
import type { Example, Operator } from '../../operator.ts';
import type { Interval } from '../../plan.ts';
import type { Span } from '../../tree.ts';
import { describeSpan, parseSpan } from './date-operand.ts';
import { boundariesOf, holdsIn, intervalSql } from './interval.ts';

/** `t ≤ now − N` */
export const moreThanAgo: Operator<Span, Interval> = {
  kinds: ['date'],
  name: 'moreThanAgo',
  labels: { plain: 'more than', after: 'ago' },
  editor: 'span',
  parse: parseSpan,
  resolve: (span, { now, timeZone }) => ({ until: subtractSpan(now, span, timeZone) + 1 }),
  relative: (span) => span,
  boundaries: boundariesOf,
  holds: holdsIn,
  toSql: intervalSql,
  describe: (span) => `${describeSpan(span)} ago`,
};

export const examples: readonly Example[] = [
  { value: '2026-02-27T12:00:00Z', operand: { amount: 30, unit: 'day' }, expect: true },
  { value: '2026-02-27T12:00:00.001Z', operand: { amount: 30, unit: 'day' }, expect: false },
  { value: '2026-03-29T12:00:00Z', operand: { amount: 1, unit: 'minute' }, expect: false },
  { value: '2026-03-29T11:59:00Z', operand: { amount: 1, unit: 'minute' }, expect: true },
  { value: '2026-03-29T10:00:00.001Z', operand: { amount: 2, unit: 'hour' }, expect: false },
  { value: '2026-03-29T10:00:00Z', operand: { amount: 2, unit: 'hour' }, expect: true },
  { value: '2026-03-15T12:00:00Z', operand: { amount: 2, unit: 'week' }, expect: true },
  { value: '2030-01-01', operand: { amount: 1, unit: 'minute' }, expect: false },
  { value: '0000-01-01', operand: { amount: 30, unit: 'day' }, expect: true },
  { value: '1970-01-01', operand: { amount: 30, unit: 'day' }, expect: true },
  {
    value: '2026-03-28T12:00:00Z',
    operand: { amount: 1, unit: 'day' },
    expect: true,
    timeZone: 'Europe/Paris',
  },
  {
    value: '2026-03-28T12:00:00.001Z',
    operand: { amount: 1, unit: 'day' },
    expect: false,
    timeZone: 'Europe/Paris',
  },
  { value: '2026-02-28T12:00:00Z', operand: { amount: 1, unit: 'month' }, expect: true },
  { value: '2026-02-28T12:00:00.001Z', operand: { amount: 1, unit: 'month' }, expect: false },
  {
    value: '2026-02-28T12:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    now: '2026-03-31T12:00:00Z',
  },
  {
    value: '2026-02-28T12:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    now: '2026-03-30T12:00:00Z',
  },
  {
    value: '2024-02-29T12:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    now: '2024-03-30T12:00:00Z',
  },
  {
    value: '2026-03-15T11:00:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-04-15T10:00:00Z',
  },
  {
    value: '2026-03-15T11:00:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-04-15T10:00:00Z',
  },
  {
    value: '2026-10-25T00:30:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Europe/Paris',
    now: '2026-11-25T01:30:00Z',
  },
  {
    value: '2026-10-25T01:30:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Europe/Paris',
    now: '2026-11-25T01:30:00Z',
  },
  {
    value: '2026-03-08T07:30:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'America/New_York',
    now: '2026-04-08T06:30:00Z',
  },
  {
    value: '2026-03-08T07:30:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'America/New_York',
    now: '2026-04-08T06:30:00Z',
  },
  {
    value: '2026-09-30T13:30:00Z',
    operand: { amount: 1, unit: 'month' },
    expect: true,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-10-31T13:00:00Z',
  },
  {
    value: '2026-09-30T13:30:00.001Z',
    operand: { amount: 1, unit: 'month' },
    expect: false,
    timeZone: 'Australia/Lord_Howe',
    now: '2026-10-31T13:00:00Z',
  },
  { value: 'long ago', operand: { amount: 1, unit: 'day' }, expect: false },
  { value: '', operand: { amount: 1, unit: 'day' }, expect: false },
  { value: 0, operand: { amount: 1, unit: 'day' }, expect: false },
  { value: ['1970-01-01'], operand: { amount: 1, unit: 'day' }, expect: false },
  { operand: { amount: 1, unit: 'day' }, expect: false },
];
