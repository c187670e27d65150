/** What runs in the background for imports, at most one thing for each. */
export interface ImportJobs {
  /** Begins; false when something runs for that import already. */
  begin(number: number, work: (signal: AbortSignal) => Promise<void>): boolean;
  isBusy(number: number): boolean;
  /** Resolves when nothing runs for that import any more. */
  settle(number: number): Promise<void>;
  /** Aborts what runs for that import and resolves when it has ended; false when nothing does. */
  cancel(number: number): Promise<boolean>;
  /** Aborts everything, takes nothing more, and resolves when all has ended. */
  stop(): Promise<void>;
}

/** Why a job is aborted. */
class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}

/** The server goes down: the job goes on at its next start. */
class JobsStopping extends Error {
  override readonly name = 'JobsStopping';
}

interface Job {
  controller: AbortController;
  ended: Promise<void>;
}

/** `onError` is told of what work rejects with; work that was aborted may reject as it likes. */
export function createImportJobs(onError: (error: unknown) => void): ImportJobs {
  const jobs = new Map<number, Job>();
  let isStopping = false;
  // One after the other: two that read files would only share the same cores.
  let last: Promise<void> = Promise.resolve();

  async function run(
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
    before: Promise<void>,
  ): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([before, aborted]);
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }

  return {
    begin(number, work) {
      if (isStopping || jobs.has(number)) return false;
      const controller = new AbortController();
      const ended = run(work, controller.signal, last);
      const forgotten = ended.then(() => {
        jobs.delete(number);
      });
      jobs.set(number, { controller, ended: forgotten });
      last = Promise.all([last, ended]).then(() => undefined);
      return true;
    },
    isBusy: (number) => jobs.has(number),
    settle: async (number) => jobs.get(number)?.ended,
    async cancel(number) {
      const job = jobs.get(number);
      if (job === undefined) return false;
      job.controller.abort(new JobCancelled());
      await job.ended;
      return true;
    },
    async stop() {
      isStopping = true;
      const running = [...jobs.values()];
      for (const { controller } of running) controller.abort(new JobsStopping());
      await Promise.all(running.map(({ ended }) => ended));
    },
  };
}
