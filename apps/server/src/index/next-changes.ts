import type { LoggedChange } from '../store/read-change.ts';
import type { Store } from '../store/store.ts';
import { type BatchLimits, readBatch } from './read-batch.ts';

/** A run of the change log with what is needed to apply it, all of one snapshot. */
export interface NextChanges {
  changes: LoggedChange[];
  /** Time zones by project number. */
  zones: Map<number, string>;
  /** Projects whose zone changed and that have rows of before. */
  rezoned: Set<number>;
  /** The store's last position. */
  head: number;
}

/** What comes after a position, once it is durable: the index must never know more than the store. */
export async function readNextChanges(
  store: Store,
  after: number,
  limits: BatchLimits,
): Promise<NextChanges> {
  const next = await store.read(async (tx) => {
    const head = await tx.headPosition();
    const changes = head > after ? await readBatch(tx, after, limits) : [];
    const zones = new Map<number, string>();
    const rezoned = new Set<number>();
    if (changes.length === 0) return { changes, zones, rezoned, head };
    for (const { number, timeZone } of await tx.projects()) zones.set(number, timeZone);
    for (const { change } of changes) {
      if (change.type !== 'timeZone' || rezoned.has(change.project)) continue;
      const [profile] = await tx.scanProfiles(change.project, 0, 1);
      const [event] = await tx.scanEvents(change.project, undefined, 1);
      if (profile !== undefined || event !== undefined) rezoned.add(change.project);
    }
    return { changes, zones, rezoned, head };
  });
  await store.settle();
  return next;
}
