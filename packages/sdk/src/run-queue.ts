import { append } from './lists.ts';
import { NativePromise } from './native-promise.ts';

/** A slice of work; the browser answers people in between, also where it is four times slower. */
const sliceMs = 5;

interface Work {
  work: () => unknown;
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
  /** Set while the slice of the present task is measured. */
  let endsAt = 0;

  const run = () => {
    if (isRunning) return;
    isRunning = true;
    while (next < waiting.length && now() < endsAt) {
      const { work, resolve } = waiting[next] as Work;
      next += 1;
      let result: unknown;
      try {
        result = work();
      } catch (error) {
        onError(error);
      }
      resolve(result);
    }
    isRunning = false;
  };
  const beginSlice = () => {
    endsAt = now() + sliceMs;
    setTimeout(() => {
      endsAt = 0;
      if (next < waiting.length) beginSlice();
      else {
        waiting = [];
        next = 0;
      }
      run();
    }, 0);
  };

  return {
    add: (work: () => unknown): Promise<unknown> =>
      new NativePromise((resolve) => {
        append(waiting, { work, resolve });
        if (!endsAt) beginSlice();
        run();
      }),
    /** Runs all that waits, as the page ends. */
    finish() {
      endsAt = Number.POSITIVE_INFINITY;
      run();
      endsAt = 0;
    },
  };
}
