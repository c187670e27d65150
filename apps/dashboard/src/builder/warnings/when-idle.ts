/**
 * Runs `work` once, after `quietMs` and when the page has nothing better to do, half a second later at
 * the latest. Returns what calls it off.
 */
export function whenIdle(quietMs: number, work: () => void): () => void {
  let idle: number | undefined;
  const timer = setTimeout(() => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === 'undefined') work();
    else idle = requestIdleCallback(work, { timeout: 500 });
  }, quietMs);
  return () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
