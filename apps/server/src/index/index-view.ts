import type { IndexTarget } from './index-target.ts';
import type { IndexerStatus } from './indexer.ts';

/** What a process that does not index knows of the one that does. */
export interface IndexView {
  status: IndexerStatus;
  /** Of the index that answers; absent while there is none. */
  target?: { generation: number; position: number; zoneChanges: [number, number][] };
}

/** Whether the index holds every change up to that position that concerns the project (absent: any). */
export function isReachedBy(
  target: Pick<IndexTarget, 'position'> & { zoneChanges: Iterable<[number, number]> },
  position: number,
  project: number | undefined,
): boolean {
  if (target.position < position) return false;
  for (const [rezoned, at] of target.zoneChanges) {
    if (at <= position && (project === undefined || project === rezoned)) return false;
  }
  return true;
}
