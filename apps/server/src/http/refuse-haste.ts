import { HttpProblem } from './problem.ts';

/**
 * Throws a 429 with `Retry-After` unless it is 0 seconds that somebody has to wait.
 *
 * @param whose ends the sentence, e.g. `from this address`
 */
export function refuseHaste(waitSeconds: number, whose: string): void {
  if (waitSeconds === 0) return;
  const headers = { 'retry-after': String(waitSeconds) };
  const detail = `Too many requests ${whose}; try again in ${waitSeconds} s.`;
  throw new HttpProblem(429, 'too_many_requests', detail, { headers });
}
