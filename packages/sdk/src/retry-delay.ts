const firstMs = 1000;
const longestMs = 60_000;
const longestAskedMs = 10 * 60_000;

/**
 * How long to wait before the `attempt`-th (1, 2 …) try after a failure: doubling to a minute, half
 * of it by chance, so that many pages do not come back at the same moment; never less than the
 * server asks for with `Retry-After` (seconds or a date), up to ten minutes.
 *
 * @param chance in [0, 1)
 */
export function retryDelayMs(
  attempt: number,
  chance: number,
  retryAfter: string | null,
  now: number,
): number {
  const own = Math.min(firstMs * 2 ** (attempt - 1), longestMs) * (0.5 + chance / 2);
  const asked = Number(retryAfter) * 1000 || Date.parse(`${retryAfter}`) - now || 0;
  return Math.max(own, Math.min(asked, longestAskedMs));
}
