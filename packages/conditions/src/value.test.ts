import { describe, expect, test } from 'vitest';
import { answerKey } from './answer-key.ts';
import { checkKey, checkValue, isLongerThan, readAs, typeOf } from './value.ts';

const emoji = '👍';

describe('a value is kept as it is', () => {
  test.each([
    ['', ''],
    ['\0', '\0'],
    ['x'.repeat(700), 'x'.repeat(700)],
    // 700 characters of two UTF-16 units each.
    [emoji.repeat(700), emoji.repeat(700)],
    [0, 0],
    [2 ** 53, 2 ** 53],
    [-(2 ** 53), -(2 ** 53)],
    [5e-324, 5e-324],
    [0.1, 0.1],
    [true, true],
    [[], []],
    [
      ['b', 'a', 'a', 1, false, ''],
      ['b', 'a', 'a', 1, false, ''],
    ],
    // `["xx…"]`: four characters more than the text.
    [['x'.repeat(696)], ['x'.repeat(696)]],
    [[emoji.repeat(696)], [emoji.repeat(696)]],
  ])('%j', (raw, value) => {
    expect(checkValue(raw)).toEqual({ ok: true, value });
  });

  test('but -0 becomes 0', () => {
    expect(checkValue(-0)).toEqual({ ok: true, value: 0 });
    expect(checkValue([-0])).toEqual({ ok: true, value: [0] });
  });
});

describe('a value is refused', () => {
  const sparse: unknown[] = [];
  sparse.length = 2;
  test.each([
    ['701 characters', 'x'.repeat(701), 'string_too_long'],
    ['701 characters of two units', emoji.repeat(701), 'string_too_long'],
    ['50 MB', 'x'.repeat(50_000_000), 'string_too_long'],
    ['half of a pair', '\ud83d', 'not_well_formed'],
    ['a pair the wrong way round', 'a\udc4d\ud83d', 'not_well_formed'],
    ['NaN', Number.NaN, 'not_finite'],
    ['Infinity', Number.POSITIVE_INFINITY, 'not_finite'],
    ['2^53 + 2', 2 ** 53 + 2, 'number_too_large'],
    ['-1e300', -1e300, 'number_too_large'],
    ['null', null, 'unsupported_type'],
    ['undefined', undefined, 'unsupported_type'],
    ['an object', { a: 1 }, 'unsupported_type'],
    ['an object that claims to be a string', { length: 1, isWellFormed: true }, 'unsupported_type'],
    ['a function', () => 1, 'unsupported_type'],
    ['a symbol', Symbol('a'), 'unsupported_type'],
    ['a bigint', 5n, 'unsupported_type'],
    ['a date', new Date(0), 'unsupported_type'],
    ['a list in a list', [['a']], 'unsupported_type'],
    ['null in a list', [null], 'unsupported_type'],
    ['a hole in a list', sparse, 'unsupported_type'],
    ['NaN in a list', [1, Number.NaN], 'not_finite'],
    ['half of a pair in a list', ['\ud83d'], 'not_well_formed'],
    ['a list of 701 characters', ['x'.repeat(697)], 'list_too_long'],
    ['a list that escapes make long', ['\n'.repeat(350)], 'list_too_long'],
    ['a list of many', Array.from({ length: 1_000_000 }, () => 1), 'list_too_long'],
  ])('%s', (_, raw, code) => {
    const checked = checkValue(raw);
    expect(checked).toMatchObject({ ok: false, code });
    expect(!checked.ok && checked.message.length).toBeLessThan(150);
  });
});

describe('keys', () => {
  test.each(['a', '__proto__', 'constructor', 'a.b', '\'`"\\', '\0', 'k'.repeat(200), '键'])(
    '%j is one',
    (key) => {
      expect(checkKey(key)).toEqual({ ok: true, key });
    },
  );

  test.each([
    ['', 'key_empty'],
    ['k'.repeat(201), 'key_too_long'],
    ['\ud83d', 'not_well_formed'],
    [5, 'unsupported_type'],
    [undefined, 'unsupported_type'],
  ])('%j is refused', (key, code) => {
    expect(checkKey(key)).toMatchObject({ ok: false, code });
  });
});

test('lengths are counted in code points', () => {
  expect(isLongerThan(emoji.repeat(3), 3)).toBe(false);
  expect(isLongerThan(emoji.repeat(3), 2)).toBe(true);
  expect(isLongerThan(`a${emoji}`, 1)).toBe(true);
  expect(isLongerThan('', 0)).toBe(false);
});

test('a value is read as its own type alone, and text that is a date as date too', () => {
  const values = ['a', '2026-03-29', '', 5, 0, true, false, ['a'], []] as const;
  const kinds = ['string', 'number', 'boolean', 'list', 'date'] as const;
  const read = values.map((value) =>
    kinds.filter((kind) => readAs(kind, value as string, 'UTC') !== undefined),
  );
  expect(read).toEqual([
    ['string'],
    ['string', 'date'],
    ['string'],
    ['number'],
    ['number'],
    ['boolean'],
    ['boolean'],
    ['list'],
    ['list'],
  ]);
  expect(readAs('date', '2026-03-29', 'Europe/Paris')).toBe(Date.parse('2026-03-28T23:00:00Z'));
  expect(kinds.map((kind) => readAs(kind, undefined, 'UTC'))).toEqual(kinds.map(() => undefined));
  expect([['a'], 'a', 1, true].map((value) => typeOf(value as string))).toEqual([
    'list',
    'string',
    'number',
    'boolean',
  ]);
});

test('answers of two steps never share a key', () => {
  const pairs = [
    ['a', 'b'],
    ['a","b', ''],
    ['', 'a","b'],
    ['a:b', 'c'],
    ['a', 'b:c'],
    ['a\\', 'b'],
    ['a', '\\b'],
  ] as const;
  expect(new Set(pairs.map(([experience, step]) => answerKey(experience, step))).size).toBe(7);
});
