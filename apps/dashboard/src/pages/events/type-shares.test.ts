import { expect, test } from 'vitest';
import { toTypeShares } from './type-shares.ts';

const show = (...counts: [Parameters<typeof toTypeShares>[0][number]['kind'], number][]) =>
  toTypeShares(counts.map(([kind, count]) => ({ kind, count }))).map(
    ({ name, count }) => `${name} ${count}`,
  );

test('each value is of one type, the most frequent first', () => {
  expect(show(['number', 3], ['string', 5])).toEqual(['Text 5', 'Number 3']);
  expect(show(['string', 5], ['date', 5])).toEqual(['Date 5']);
  expect(show(['string', 5], ['date', 4], ['list', 2])).toEqual(['Date 4', 'List 2', 'Text 1']);
  // A native date is no text.
  expect(show(['date', 4])).toEqual(['Date 4']);
  expect(show(['boolean', 0])).toEqual([]);
});
