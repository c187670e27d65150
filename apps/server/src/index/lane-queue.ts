/** Hands out workers, each to one holder at a time, in the order of the calls. */
export interface LaneQueue<Worker> {
  /**
   * The next free worker, until `release`. Rejects with the signal's reason when it aborts before
   * that, and with the reason of `close` after it.
   */
  take(signal?: AbortSignal): Promise<Held<Worker>>;
  /** Holds a worker while `task` runs. */
  run<T>(
    task: (worker: Worker, interrupted: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Aborts `interrupted` of everybody who holds a worker. */
  interrupt(reason: Error): void;
  /** Holds all workers at once while `task` runs. */
  runAlone<T>(task: () => Promise<T>): Promise<T>;
  /** Interrupts, refuses who comes and who waits, and resolves when every worker is back. */
  close(reason: Error): Promise<void>;
}

export interface Held<Worker> {
  worker: Worker;
  /** Says that the worker is wanted back at once. */
  interrupted: AbortSignal;
  release(): void;
}

interface Waiting<Worker> {
  start(worker: Worker): void;
  refuse(reason: unknown): void;
}

export function createLaneQueue<Worker>(workers: readonly Worker[]): LaneQueue<Worker> {
  const free = [...workers];
  const waiting: Waiting<Worker>[] = [];
  let interruption = new AbortController();
  let closedBy: Error | undefined;
  let lastAlone: Promise<void> = Promise.resolve();

  function hold(worker: Worker): Held<Worker> {
    return {
      worker,
      interrupted: interruption.signal,
      release() {
        const next = waiting.shift();
        if (next) next.start(worker);
        else free.push(worker);
      },
    };
  }

  function wait(signal: AbortSignal | undefined): Promise<Held<Worker>> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(signal?.reason);
      };
      const entry: Waiting<Worker> = {
        start(worker) {
          signal?.removeEventListener('abort', leave);
          resolve(hold(worker));
        },
        refuse(reason) {
          signal?.removeEventListener('abort', leave);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(entry);
    });
  }

  function takeFree(signal: AbortSignal | undefined): Promise<Held<Worker>> {
    if (free.length === 0) return wait(signal);
    return Promise.resolve(hold(free.pop() as Worker));
  }

  async function take(signal?: AbortSignal): Promise<Held<Worker>> {
    signal?.throwIfAborted();
    if (closedBy) throw closedBy;
    return takeFree(signal);
  }

  async function holdAll<T>(task: () => Promise<T>): Promise<T> {
    const held = await Promise.all(workers.map(() => takeFree(undefined)));
    try {
      return await task();
    } finally {
      for (const { release } of held) release();
    }
  }

  function runAlone<T>(task: () => Promise<T>): Promise<T> {
    // One after the other: two that each held some of the workers would wait for ever.
    const result = lastAlone.then(() => holdAll(task));
    lastAlone = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  function interrupt(reason: Error): void {
    const present = interruption;
    interruption = new AbortController();
    present.abort(reason);
  }

  return {
    take,
    runAlone,
    interrupt,
    async run(task, signal) {
      const { worker, interrupted, release } = await take(signal);
      try {
        return await task(worker, interrupted);
      } finally {
        release();
      }
    },
    async close(reason) {
      closedBy ??= reason;
      for (const { refuse } of waiting.splice(0)) refuse(reason);
      interrupt(reason);
      await runAlone(async () => undefined);
    },
  };
}
