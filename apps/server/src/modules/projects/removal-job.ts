import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { DeletedProject } from '../../store/deleted-projects.ts';
import type { RemovalPlace } from '../../store/remove-rows.ts';
import type { Store } from '../../store/store.ts';

/** Removes what is stored of deleted projects, a little at a time. */
export interface RemovalJob {
  /** Begins to look; returns at once. */
  start(): void;
  /** A project was deleted. */
  notify(): void;
  /** Removes what there is now of every project that was deleted. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  store: Store;
  /** Removes the uploaded files of a project, whose imports are still known. */
  removeFiles: (project: number) => Promise<void>;
  logger: Logger;
  now: () => number;
  /** Called when something has gone that an index may have. */
  onChange: () => void;
  /** Rows removed by one transaction, which holds up other writers; default 1,000. */
  rowsAtOnce?: number;
}

const lookEveryMs = 10 * 60_000;
/**
 * What was begun in a project before it was deleted may write into it for so long: then it is looked for a
 * last time.
 */
const settledAfterMs = 60 * 60_000;

/**
 * What is left says what is still to do, so it goes on after a restart. It rests as long as it works: who
 * waits to write, and who waits for this thread, is served in between.
 */
export function createRemovalJob(parts: Parts): RemovalJob {
  const { store, removeFiles, logger, now, onChange, rowsAtOnce = 1_000 } = parts;
  const failure = 'a deleted project could not be removed';
  const repeated = createRepeatedWork({ everyMs: lookEveryMs, work: runAll, logger, failure });

  async function removeRows(project: number): Promise<number> {
    let removed = 0;
    let place: RemovalPlace | undefined;
    do {
      repeated.signal.throwIfAborted();
      const startedAt = performance.now();
      const slice = await store.write((tx) => tx.removeRows(project, rowsAtOnce, place));
      removed += slice.rows;
      place = slice.next;
      await sleep(performance.now() - startedAt, undefined, { signal: repeated.signal });
    } while (place !== undefined);
    return removed;
  }

  async function removeAll({ number, id, at }: DeletedProject): Promise<void> {
    const begunAt = now();
    await removeFiles(number);
    const rows = await removeRows(number);
    if (rows > 0) {
      logger.info({ project: id, rows }, 'what was stored of a deleted project has been removed');
      // What was written after the first change that says so is gone from the index, too.
      await store.write((tx) => tx.appendChanges([{ type: 'deleteProject', project: number }]));
      onChange();
    } else if (begunAt - at >= settledAfterMs) {
      await store.write((tx) => tx.noteRemoved(number, now()));
    }
  }

  async function runAll(): Promise<void> {
    const deleted = await store.read((tx) => tx.deletedProjects());
    for (const project of deleted) if (project.removedAt === undefined) await removeAll(project);
  }

  return {
    start: repeated.start,
    notify: repeated.notify,
    run: runAll,
    stop: repeated.stop,
  };
}
