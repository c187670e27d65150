import { NativePromise } from './native-promise.ts';

/** A slice of work; the browser answers people in between, also where it is four times slower. */
const sliceMs = 8;

interface Work {
  run: () => unknown;
  resolve: (result: unknown) => void;
}

/**
 * Runs work in order, at once as long as it is little, otherwise in slices. The promise of a piece
 * of work becomes its result; work that fails is told to `onError` and has none.
 */
export function createRunQueue(
  now: () => number,
  setTimeout: (work: () => void, ms: number) => unknown,
  onError: (error: unknown) => void,
) {
  let waiting: Work[] = [];
  let next = 0;
  let isRunning = false;
  let isScheduled = false;

  const runUntil = (endsAt: number) => {
    if (isRunning) return;
    isRunning = true;
    while (next < waiting.length) {
      const { run, resolve } = waiting[next] as Work;
      next += 1;
      let result: unknown;
      try {
        result = run();
      } catch (error) {
        onError(error);
      }
      resolve(result);
      if (now() >= endsAt) break;
    }
    isRunning = false;
    if (next >= waiting.length) {
      waiting = [];
      next = 0;
    } else schedule();
  };
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      runUntil(now() + sliceMs);
    }, 0);
  };

  return {
    add: (run: () => unknown): Promise<unknown> =>
      new NativePromise((resolve) => {
        waiting[waiting.length] = { run, resolve };
        if (!isScheduled) runUntil(now() + sliceMs);
      }),
    /** Runs all that waits, as the page ends. */
    finish: () => runUntil(Number.POSITIVE_INFINITY),
  };
}
