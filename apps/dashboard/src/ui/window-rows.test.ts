import { expect, test } from 'vitest';
import { rowsInWindow } from './window-rows.ts';

test.each([
  ['at the top', 100, 1_000_000, { from: 0, to: 70 }],
  ['scrolled by 10,000 rows', -410_000, 1_000_000, { from: 9960, to: 10_070 }],
  ['at the end', -410_000, 10_010, { from: 9960, to: 10_010 }],
  ['with few rows', 100, 5, { from: 0, to: 5 }],
  ['with none', 100, 0, { from: 0, to: 0 }],
  ['far beyond what is left of a list', -410_000, 100, { from: 100, to: 100 }],
])('%s', (_case, top, count, expected) => {
  expect(rowsInWindow(top, 1000, 41, count)).toEqual(expected);
});
