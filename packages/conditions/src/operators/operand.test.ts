import { describe, expect, test } from 'vitest';
import type { Operator } from '../operator.ts';
import { isBoolean } from './boolean/is.ts';
import { before } from './date/before.ts';
import { betweenDates } from './date/between.ts';
import { inLast } from './date/in-last.ts';
import { inNext } from './date/in-next.ts';
import { moreThanAgo } from './date/more-than-ago.ts';
import { empty } from './empty.ts';
import { includesAny } from './list/includes-any.ts';
import { betweenNumbers } from './number/between.ts';
import { eq } from './number/eq.ts';
import { operators } from './operators.ts';
import { contains } from './string/contains.ts';
import { is } from './string/is.ts';
import { startsWith } from './string/starts-with.ts';

const many = Array.from({ length: 5001 }, (_, i) => `v${i}`);
const sparse: unknown[] = ['a'];
sparse.length = 2;

describe('an operand is refused, at its path', () => {
  test.each<[string, Operator, unknown, [path: (string | number)[], code: string][]]>([
    ['a text for a list', is, 'Pro', [[[], 'operand_type']]],
    ['nothing for a list', contains, undefined, [[[], 'operand_type']]],
    ['no values', is, [], [[[], 'operand_empty']]],
    ['5,001 values', includesAny, many, [[[], 'operand_too_long']]],
    ['a number among texts', is, ['a', 5], [[[1], 'operand_type']]],
    [
      'each wrong value',
      is,
      [5, 'a', null],
      [
        [[0], 'operand_type'],
        [[2], 'operand_type'],
      ],
    ],
    ['a hole', is, sparse, [[[1], 'operand_type']]],
    ['a long text', contains, ['x'.repeat(701)], [[[0], 'string_too_long']]],
    ['half of a pair', startsWith, '\ud83d', [[[], 'not_well_formed']]],
    ['a list for a text', startsWith, ['a'], [[[], 'operand_type']]],
    ['a list in a list', includesAny, [['a']], [[[0], 'unsupported_type']]],
    ['null in a list', includesAny, ['a', null], [[[1], 'unsupported_type']]],
    ['a text for a number', eq, '5', [[[], 'operand_type']]],
    ['NaN', eq, Number.NaN, [[[], 'not_finite']]],
    ['a huge number', eq, 1e300, [[[], 'number_too_large']]],
    ['one end', betweenNumbers, [1], [[[], 'operand_type']]],
    ['three ends', betweenNumbers, [1, 2, 3], [[[], 'operand_type']]],
    ['a text for an end', betweenNumbers, [1, '2'], [[[1], 'operand_type']]],
    ['a range reversed', betweenNumbers, [2, 1], [[[], 'operand_reversed']]],
    ['a text for a boolean', isBoolean, 'true', [[[], 'operand_type']]],
    ['a number for a boolean', isBoolean, 1, [[[], 'operand_type']]],
    ['no date', before, 'yesterday', [[[], 'operand_not_a_date']]],
    ['no real date', before, '2026-02-30', [[[], 'operand_not_a_date']]],
    ['a number for a date', before, 0, [[[], 'operand_not_a_date']]],
    ['no date as end', betweenDates, ['2026-01-01', ''], [[[1], 'operand_not_a_date']]],
    ['dates reversed', betweenDates, ['2026-01-02', '2026-01-01'], [[[], 'operand_reversed']]],
    [
      'instants reversed',
      betweenDates,
      ['2026-01-01T00:00:00.001Z', '2026-01-01T01:00:00+01:00'],
      [[[], 'operand_reversed']],
    ],
    ['a number for a span', inLast, 30, [[[], 'operand_type']]],
    ['null for a span', inLast, null, [[[], 'operand_type']]],
    ['a list for a span', inLast, [30, 'day'], [[[], 'operand_type']]],
    [
      'an empty span',
      inNext,
      {},
      [
        [['amount'], 'operand_amount'],
        [['unit'], 'operand_unit'],
      ],
    ],
    ['zero', inLast, { amount: 0, unit: 'day' }, [[['amount'], 'operand_amount']]],
    ['less than zero', inLast, { amount: -1, unit: 'day' }, [[['amount'], 'operand_amount']]],
    ['a fraction', moreThanAgo, { amount: 1.5, unit: 'day' }, [[['amount'], 'operand_amount']]],
    ['too much', inLast, { amount: 100_001, unit: 'day' }, [[['amount'], 'operand_amount']]],
    ['a text', inLast, { amount: '3', unit: 'day' }, [[['amount'], 'operand_amount']]],
    ['an unknown unit', inLast, { amount: 3, unit: 'days' }, [[['unit'], 'operand_unit']]],
    ['a name all have', inLast, { amount: 3, unit: 'toString' }, [[['unit'], 'operand_unit']]],
    ['more', inLast, { amount: 3, unit: 'day', zone: 'UTC' }, [[['zone'], 'unknown_field']]],
    ['a value for none', empty, '', [[[], 'operand_unexpected']]],
    ['null for none', empty, null, [[[], 'operand_unexpected']]],
  ])('%s', (_, operator, operand, problems) => {
    const parsed = operator.parse(operand, ['children', 0, 'value']);
    expect(!parsed.ok && parsed.problems.map(({ path, code }) => [path, code])).toEqual(
      problems.map(([path, code]) => [['children', 0, 'value', ...path], code]),
    );
    const messages = parsed.ok ? [] : parsed.problems.map(({ message }) => message);
    expect(messages.filter((message) => !/^.{5,150}\.$/.test(message))).toEqual([]);
  });
});

describe('an operand is taken', () => {
  test.each<[string, Operator, unknown]>([
    ['5,000 values', includesAny, many.slice(1)],
    ['repeats', is, ['b', 'a', 'b']],
    ['700 characters', contains, ['👍'.repeat(700)]],
    ['equal ends', betweenNumbers, [2, 2]],
    ['one day', betweenDates, ['2026-01-01', '2026-01-01']],
    ['an instant and its day', betweenDates, ['2026-01-01T12:00:00Z', '2026-01-01']],
    // In New York the second is at 11:00 UTC, after the first.
    ['ends that a zone orders', betweenDates, ['2026-01-01T09:00:00Z', '2026-01-01T06:00:00']],
    ['the longest span', inLast, { amount: 100_000, unit: 'month' }],
    ['no value', empty, undefined],
  ])('%s', (_, operator, operand) => {
    expect(operator.parse(operand, [])).toEqual({ ok: true, value: operand });
  });

  test('and -0 becomes 0', () => {
    expect(eq.parse(-0, [])).toEqual({ ok: true, value: 0 });
    expect(betweenNumbers.parse([-0, 1], [])).toEqual({ ok: true, value: [0, 1] });
  });
});

test.each<[Operator, unknown, string]>([
  [is, ['Pro'], 'Pro'],
  [is, ['Pro', 'Team'], 'Pro or Team'],
  [contains, ['a', '', ' b'], 'a, "" or " b"'],
  [startsWith, '', '""'],
  [eq, -1.5, '-1.5'],
  [betweenNumbers, [1, 5], '1 and 5'],
  [isBoolean, false, 'false'],
  [before, '2026-03-29', '2026-03-29'],
  [betweenDates, ['2026-03-01', '2026-03-29'], '2026-03-01 and 2026-03-29'],
  [inLast, { amount: 30, unit: 'day' }, '30 days'],
  [inNext, { amount: 1, unit: 'month' }, '1 month'],
  [moreThanAgo, { amount: 2, unit: 'week' }, '2 weeks ago'],
  [includesAny, ['vip', 5, true], 'vip, 5 or true'],
  [empty, undefined, ''],
])('%# an operand in words', (operator, operand, words) => {
  expect(operator.describe(operand)).toBe(words);
});

test('the operators are those of the specification, by kind', () => {
  const names = (kind: string) =>
    operators
      .filter((operator) => operator.kinds.some((one) => one === kind))
      .map(({ name, labels }) => [name, labels.plain, labels.not].filter(Boolean).join(' | '));
  expect({
    string: names('string'),
    number: names('number'),
    boolean: names('boolean'),
    date: names('date'),
    list: names('list'),
  }).toEqual({
    string: [
      'is | is any of | is none of',
      'contains | contains any of | contains none of',
      'startsWith | starts with',
      'endsWith | ends with',
      'empty | is empty | is not empty',
    ],
    number: [
      'eq | = | ≠',
      'gt | >',
      'gte | ≥',
      'lt | <',
      'lte | ≤',
      'between | between',
      'empty | is empty | is not empty',
    ],
    boolean: ['is | is', 'empty | is empty | is not empty'],
    date: [
      'before | before',
      'after | after',
      'on | on',
      'between | between',
      'inLast | in the last',
      'moreThanAgo | more than',
      'inNext | in the next',
      'empty | is empty | is not empty',
    ],
    list: [
      'includesAny | includes any of | includes none of',
      'includesAll | includes all of',
      'empty | is empty | is not empty',
    ],
  });
});
