import { describe, expect, it } from 'vitest';
import { continuesSession } from './session.ts';

const beforeMidnight = Date.UTC(2026, 2, 29, 23, 50);
const minute = 60_000;

describe('A session', () => {
  it.each([
    ['goes on within half an hour', 29.9 * minute, true],
    ['goes on over midnight', 20 * minute, true],
    ['ends after half an hour', 30 * minute, false],
    ['goes on when the clock is set back a little', -10 * minute, true],
    ['ends when the clock is set back a lot', -3000 * minute, false],
  ])('%s', (_name, passed, goesOn) => {
    const session = { as: 'a', lastAt: beforeMidnight };
    expect(continuesSession(session, 'a', beforeMidnight + passed)).toBe(goesOn);
  });

  it("is one user's", () => {
    expect(continuesSession({ as: 'a', lastAt: 0 }, 'b', 0)).toBe(false);
  });

  it('is not what somebody has written into storage', () => {
    expect(continuesSession({}, 'a', 0)).toBe(false);
    expect(continuesSession({ as: 'a', lastAt: 'yesterday' }, 'a', 0)).toBe(false);
  });
});
