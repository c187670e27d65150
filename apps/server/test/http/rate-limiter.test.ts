import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRateLimiter } from '../../src/http/rate-limiter.ts';

function makeLimiter(rate = { perSecond: 2, burst: 10 }, maxKeys = 3) {
  const clock = { now: 1_000_000 };
  const limiter = createRateLimiter(rate, { maxKeys, now: () => clock.now });
  return { ...limiter, clock };
}

it('lets a burst through, then so much a second, and says how long to wait', () => {
  const { take, clock } = makeLimiter();
  for (let i = 0; i < 10; i += 1) expect(take('a', 1)).toBe(0);
  expect(take('a', 1)).toBe(1);
  expect(take('a', 5)).toBe(3);
  expect(take('b', 10)).toBe(0);
  clock.now += 500;
  expect(take('a', 1)).toBe(0);
  expect(take('a', 1)).toBe(1);
  clock.now += 3_600_000;
  for (let i = 0; i < 10; i += 1) expect(take('a', 1)).toBe(0);
  expect(take('a', 1)).toBe(1);
});

it('lets what costs more than a full bucket through when the bucket is full, at that price', () => {
  const { take, clock } = makeLimiter();
  expect(take('a', 30)).toBe(0);
  clock.now += 10_000;
  expect(take('a', 1)).toBe(1);
  clock.now += 500;
  expect(take('a', 1)).toBe(0);
});

it('remembers no more than it may, and forgets who was quiet longest', () => {
  const { take } = makeLimiter();
  for (const key of ['a', 'b', 'c']) take(key, 10);
  take('a', 1);
  take('d', 10);
  // b was forgotten, a was not.
  expect(take('a', 1)).toBeGreaterThan(0);
  expect(take('b', 10)).toBe(0);
});

it('without a rate there is no limit', () => {
  const { take } = makeLimiter({ perSecond: 0, burst: 0 });
  expect(take('a', 1_000_000)).toBe(0);
});

it('never lets more through than the burst and the rate allow, and waiting as told is enough', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 3000 }),
    tokens: fc.integer({ min: 1, max: 10 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { take, clock } = makeLimiter();
      const start = clock.now;
      let taken = 0;
      for (const { waitMs, tokens } of steps) {
        clock.now += waitMs;
        const wait = take('a', tokens);
        if (wait === 0) taken += tokens;
        expect(taken).toBeLessThanOrEqual(10 + ((clock.now - start) / 1000) * 2 + 1e-6);
        if (wait > 0) {
          clock.now += wait * 1000;
          expect(take('a', tokens)).toBe(0);
          taken += tokens;
        }
      }
    }),
  );
});
