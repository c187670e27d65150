import type { Instant } from '@muster/conditions';
import type { IndexEngine } from './engine.ts';
import { hasDeleted, purgeDeleted } from './mutations.ts';

/** Least time between two purges: each rewrites the parts that hold rows of erased users. */
const purgeEveryMs = 10 * 60_000;

/** Takes the rows of erased users off the disk, where a delete only hides them. */
export interface ErasurePurge {
  /** Says that rows have been deleted. */
  request(): void;
  /** Begins a purge when there is something to purge and the last one is long enough ago. */
  runWhenDue(): Promise<void>;
}

export function createErasurePurge(engine: IndexEngine, now: () => Instant): ErasurePurge {
  // An earlier process may have left some.
  let isWanted = true;
  let lastAt: Instant | undefined;
  return {
    request() {
      isWanted = true;
    },
    async runWhenDue() {
      if (!isWanted || (lastAt !== undefined && now() - lastAt < purgeEveryMs)) return;
      lastAt = now();
      if (await hasDeleted(engine)) await purgeDeleted(engine);
      else lastAt = undefined;
      isWanted = false;
    },
  };
}
