import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const now = Date.UTC(2026, 0, 1);

describe('The delay before a retry', () => {
  it('doubles to a minute, half of it by chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, chance) => {
          const whole = Math.min(1000 * 2 ** (attempt - 1), 60_000);
          const delay = retryDelayMs(attempt, chance, null, now);
          expect(delay).toBeGreaterThanOrEqual(whole / 2);
          expect(delay).toBeLessThan(whole);
        },
      ),
    );
  });

  it.each([
    ['seconds', '30', 30_000],
    ['a date', 'Thu, 01 Jan 2026 00:00:45 GMT', 45_000],
    ['at most ten minutes', '86400', 600_000],
    ['nothing that makes sense', 'soon', 500],
    ['a date that is over', 'Thu, 01 Jan 2015 00:00:45 GMT', 500],
    ['less than the own delay', '0', 500],
  ])('follows the server: %s', (_name, retryAfter, expected) => {
    expect(retryDelayMs(1, 0, retryAfter, now)).toBe(expected);
  });
});
