/** Lets questions wait until the index has come far enough. */
export interface Barrier {
  /** How many are waiting. */
  readonly waiting: number;
  /**
   * Resolves when `position` is reached for the project (absent: for all). Rejects with the signal's
   * reason, or with the error of `refuse`.
   */
  wait(position: number, project: number | undefined, signal?: AbortSignal): Promise<void>;
  /** Lets those go whose position has been reached. */
  release(): void;
  /** Sends everybody away who waits. */
  refuse(error: Error): void;
}

interface Waiter {
  position: number;
  project: number | undefined;
  resolve(): void;
  reject(reason: unknown): void;
}

export function createBarrier(
  isReached: (position: number, project: number | undefined) => boolean,
): Barrier {
  const waiters = new Set<Waiter>();

  return {
    get waiting() {
      return waiters.size;
    },
    async wait(position, project, signal) {
      signal?.throwIfAborted();
      if (isReached(position, project)) return;
      await new Promise<void>((resolve, reject) => {
        const leave = () => waiter.reject(signal?.reason);
        const end = (settle: () => void) => {
          waiters.delete(waiter);
          signal?.removeEventListener('abort', leave);
          settle();
        };
        const waiter: Waiter = {
          position,
          project,
          resolve: () => end(resolve),
          reject: (reason) => end(() => reject(reason)),
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiters.add(waiter);
      });
    },
    release() {
      for (const waiter of [...waiters]) {
        if (isReached(waiter.position, waiter.project)) waiter.resolve();
      }
    },
    refuse(error) {
      for (const waiter of [...waiters]) waiter.reject(error);
    },
  };
}
