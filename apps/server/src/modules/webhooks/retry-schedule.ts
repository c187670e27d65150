const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** After 1, 2, … failed attempts. Together they are three days, all but minutes. */
const delaysMs = [
  ...[5 * secondMs, 30 * secondMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs],
  ...[5 * hourMs, 10 * hourMs, 14 * hourMs, 20 * hourMs, 20 * hourMs],
];

const mostJitter = 0.2;

/**
 * Milliseconds until the next attempt, after so many that failed; `undefined` when it was the last.
 * `chance` is from 0 to below 1: what failed together must not come back together.
 */
export function delayRetry(failures: number, chance: number): number | undefined {
  const delay = delaysMs[failures - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + mostJitter * (chance - 0.5)));
}

/** A webhook that has failed at every attempt for so long is disabled. */
export const disableAfterMs = 5 * 24 * hourMs;
