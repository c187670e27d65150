import { expect, test } from 'vitest';
import { niceCeiling } from './day-line.tsx';

test.each([
  [0, 2],
  [1, 2],
  [7, 10],
  [40, 40],
  [101, 200],
  [999, 1000],
  [18_942, 20_000],
])('the axis for %d ends at %d', (value, top) => {
  expect(niceCeiling(value)).toBe(top);
});
