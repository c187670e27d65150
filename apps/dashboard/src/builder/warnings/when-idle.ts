/** So long at a time it is worked though the page may have better to do: half of a frame. */
const sliceMs = 8;

/**
 * Takes the steps of `work` after `quietMs`, while the page has nothing better to do, and at least some of them
 * every half second; `done` is told what it comes to. Returns what calls it off.
 */
export function whenIdle<Result>(
  quietMs: number,
  work: Iterator<void, Result>,
  done: (result: Result) => void,
): () => void {
  let idle: number | undefined;
  const wait = () => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === 'undefined') timer = setTimeout(go);
    else idle = requestIdleCallback(go, { timeout: 500 });
  };
  const go = () => {
    const until = performance.now() + sliceMs;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return done(step.value);
    }
    wait();
  };
  let timer = setTimeout(wait, quietMs);
  return () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
