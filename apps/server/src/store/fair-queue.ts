/** Runs jobs one at a time, in the order in which they came. */
export interface FairQueue {
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when every job that was given so far has ended. */
  drain(): Promise<void>;
}

/** A queue with nothing in it. A job that fails fails its caller only. */
export function createFairQueue(): FairQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const result = last.then(job);
      // The next job waits for this one whether it succeeded or not; its caller has the error.
      last = result.catch(() => undefined);
      return result;
    },
    async drain() {
      await last;
    },
  };
}
