import type { Store } from '../store/store.ts';

/** Changes kept behind the index: a copy of its files that is a little older still finds its place. */
const keptChanges = 10_000;

/** Forgotten when so many more are of no use. */
const changesDue = 100;

/** Forgotten in one transaction, which holds up other writers and this thread: one may fill many pages. */
const changesAtOnce = 25;

/** Forgets changes that no index needs any more, a few at a time. */
export interface LogPruner {
  /** Says that somebody is erased by the change at `position`. */
  noteErasure(position: number): void;
  /**
   * Forgets what is far enough behind `position`, and everything up to the last erasure that is not after
   * it: the log holds the events of whoever was erased.
   */
  prune(position: number): Promise<void>;
}

export function createLogPruner(store: Store): LogPruner {
  let pruned: number | undefined;
  /** Of the erasures in the log. */
  let latestErasure = 0;

  async function readState(): Promise<number> {
    if (pruned !== undefined) return pruned;
    const found = await store.read(async (tx) => ({
      oldest: await tx.oldestPosition(),
      erasure: await tx.latestErasure(),
    }));
    latestErasure = Math.max(latestErasure, found.erasure);
    return found.oldest;
  }

  /** Up to where the log can be forgotten now. */
  function findEnd(from: number, position: number): number {
    const isErasureDue = latestErasure > from && latestErasure <= position;
    if (isErasureDue) return latestErasure;
    const useless = Math.max(0, position - keptChanges - from);
    return from + Math.floor(useless / changesDue) * changesDue;
  }

  return {
    noteErasure(position) {
      latestErasure = Math.max(latestErasure, position);
    },
    async prune(position) {
      pruned = await readState();
      for (;;) {
        const end = findEnd(pruned, position);
        if (end === pruned) return;
        while (pruned < end) {
          const until = Math.min(end, pruned + changesAtOnce);
          await store.write((tx) => tx.pruneChanges(until));
          pruned = until;
        }
      }
    },
  };
}
