const firstRetryMs = 50;
const lastRetryMs = 10_000;

/** Milliseconds to wait before the next attempt, after 1, 2, … failures in a row. */
export function retryDelay(failures: number): number {
  return Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1));
}
