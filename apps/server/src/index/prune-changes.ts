import type { Store } from '../store/store.ts';

/** Changes kept behind the index: a copy of its files that is a little older still finds its place. */
const keptChanges = 10_000;

/** Forgotten in one transaction, which makes writers wait. */
const changesAtOnce = 1_000;

/** Forgets changes that no index needs any more, a few at a time. */
export interface LogPruner {
  /** Forgets some of those that are far enough behind `position`. */
  prune(position: number): Promise<void>;
}

export function createLogPruner(store: Store): LogPruner {
  let pruned: number | undefined;
  return {
    async prune(position) {
      pruned ??= await store.read((tx) => tx.oldestPosition());
      // Rarely, and then much at once: each transaction waits for the disk.
      if (position - keptChanges - pruned < changesAtOnce) return;
      const until = pruned + changesAtOnce;
      await store.write((tx) => tx.pruneChanges(until));
      pruned = until;
    },
  };
}
