import type { Instant } from '@muster/conditions';
import type { IndexEngine } from './engine.ts';
import { hasDeleted, purgeDeleted } from './mutations.ts';

/** Takes the rows of erased users off the disk, where a delete only hides them. */
export interface ErasurePurge {
  /** Says that rows have been deleted. */
  request(): void;
  /** Begins a purge when there is something to purge that has waited long enough. */
  runWhenDue(): Promise<void>;
}

/**
 * @param delayMs How long erasures gather: each purge rewrites every part that holds deleted rows, and
 * what changes events has to wait for it.
 */
export function createErasurePurge(
  engine: IndexEngine,
  now: () => Instant,
  delayMs: number,
): ErasurePurge {
  // An earlier process may have left some.
  let requestedAt: Instant | undefined = now();
  return {
    request() {
      requestedAt ??= now();
    },
    async runWhenDue() {
      if (requestedAt === undefined || now() - requestedAt < delayMs) return;
      // After a failure it waits its time again.
      requestedAt = now();
      if (await hasDeleted(engine)) await purgeDeleted(engine);
      requestedAt = undefined;
    },
  };
}
