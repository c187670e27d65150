import { type ApplyParts, applyBatch } from './apply-batch.ts';
import type { IndexTarget } from './index-target.ts';
import { readNextChanges } from './next-changes.ts';
import type { BatchLimits } from './read-batch.ts';
import { fillNewTables, type RebuildProgress } from './rebuild.ts';

/** New tables that are being filled, beside the present ones or because there are none. */
export interface RebuildJob {
  readonly progress: RebuildProgress;
  /** No change after this one may be forgotten before the new tables have taken over. */
  readonly pinnedPosition: number;
  /** Resolves when they hold nearly everything; rejects when they cannot be filled. */
  readonly filled: Promise<IndexTarget>;
  /** What `filled` resolved to. */
  readonly target: IndexTarget | undefined;
  /** Ends it; resolves when nothing of it runs any more. */
  cancel(reason: Error): Promise<void>;
}

export interface RebuildJobOptions {
  generation: number;
  pinnedPosition: number;
  limits: BatchLimits;
  onProgress: (progress: RebuildProgress) => void;
}

/** With fewer changes to go the new tables are as good as filled: the indexer applies the rest. */
const nearlyThere = 1_000;

export function startRebuildJob(
  parts: ApplyParts,
  { generation, pinnedPosition, limits, onProgress }: RebuildJobOptions,
): RebuildJob {
  const canceller = new AbortController();
  const { signal } = canceller;
  let progress: RebuildProgress = { users: 0, usersTotal: 0, events: 0, eventsTotal: 0 };
  let target: IndexTarget | undefined;

  async function fill(): Promise<IndexTarget> {
    const filling = await fillNewTables(parts, {
      generation,
      signal,
      onProgress(reached) {
        progress = reached;
        onProgress(reached);
      },
    });
    for (;;) {
      signal.throwIfAborted();
      const next = await readNextChanges(parts.store, filling.position, limits);
      if (next.head - filling.position < nearlyThere) break;
      await applyBatch(parts, filling, next);
    }
    target = filling;
    return filling;
  }

  const filled = fill();
  // Whoever looks at `filled` later meets the failure; until then it must not end the process.
  filled.catch(() => undefined);

  return {
    get progress() {
      return progress;
    },
    pinnedPosition,
    filled,
    get target() {
      return target;
    },
    async cancel(reason) {
      canceller.abort(reason);
      await filled.catch(() => undefined);
    },
  };
}
