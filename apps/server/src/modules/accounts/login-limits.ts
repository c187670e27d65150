import { HttpProblem } from '../../http/problem.ts';
import { stillLasts } from '../../still-lasts.ts';

/** Counts attempts to guess a password. */
export interface LoginLimits {
  /**
   * Counts an attempt before it is made, so that attempts at one moment count, too. Throws a 429
   * with `Retry-After` when there were too many. Forgive it when the password was right.
   */
  begin(email: string, address: string): Attempt;
}

/** An attempt that was counted. */
export interface Attempt {
  forgive(): void;
}

interface Count {
  attempts: number;
  until: number;
}

const windowMs = 15 * 60_000;
/**
 * Most wrong attempts in a window. Of one account by one address few; by all addresses more, or
 * anybody could lock anybody out with little; by one address on all accounts more, since a whole
 * company may share it.
 */
const limits = { pair: 10, account: 100, address: 100 };
const maxCounted = 50_000;

export function createLoginLimits(now: () => number): LoginLimits {
  // In order of their first attempt: the first are the ones to forget.
  const counts = new Map<string, Count>();

  function forgetOld(): void {
    for (const [key, { until }] of counts) {
      if (stillLasts(until, windowMs, now()) && counts.size < maxCounted) return;
      counts.delete(key);
    }
  }

  function read(key: string): Count {
    const count = counts.get(key);
    if (count && stillLasts(count.until, windowMs, now())) return count;
    counts.delete(key);
    return { attempts: 0, until: now() + windowMs };
  }

  return {
    begin(email, address) {
      forgetOld();
      const account = email.normalize('NFC').toLowerCase();
      const counted = [
        { key: JSON.stringify(['pair', account, address]), limit: limits.pair },
        { key: JSON.stringify(['account', account]), limit: limits.account },
        { key: JSON.stringify(['address', address]), limit: limits.address },
      ].map(({ key, limit }) => ({ key, limit, count: read(key) }));
      const over = counted.find(({ count, limit }) => count.attempts >= limit);
      if (over !== undefined) throw refuse(over.count.until - now());
      for (const { key, count } of counted) {
        count.attempts += 1;
        counts.set(key, count);
      }
      return {
        forgive() {
          for (const { count } of counted) count.attempts -= 1;
        },
      };
    },
  };
}

function refuse(waitMs: number): HttpProblem {
  const seconds = Math.ceil(waitMs / 1000);
  const detail = `Too many attempts; try again in ${Math.ceil(seconds / 60)} minutes.`;
  const headers = { 'retry-after': String(seconds) };
  return new HttpProblem(429, 'too_many_attempts', detail, { headers });
}
