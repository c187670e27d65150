import { describe, expect, test } from 'vitest';
import { formatShare } from './number-text.tsx';

describe('A share', () => {
  test.for([
    [0, 0, '–'],
    [0, 30_615, '0%'],
    [2, 30_615, '<0.1%'],
    [1, 3, '33.3%'],
    [3, 3, '100%'],
  ] as const)('of %d in %d is %s', ([part, all, said]) => {
    expect(formatShare(part, all)).toBe(said);
  });
});
