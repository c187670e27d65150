import { type FileHandle, open } from 'node:fs/promises';
import { StoreError } from '../store-errors.ts';

/**
 * Makes durable what is committed to the write-ahead log, without a thread having to wait: SQLite
 * itself would wait inside the commit, and apply nothing meanwhile.
 */
export interface LogSyncer {
  /**
   * Resolves when everything is on disk that was committed before the call. Once it has failed it
   * always rejects: what the disk holds is not known any more, and asking again would not tell.
   */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A syncer for the log of the store `file`; other syncers of it, in other threads, do no harm. */
export function createLogSyncer(file: string): LogSyncer {
  let handle: FileHandle | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failure: StoreError | undefined;

  async function syncNow(): Promise<void> {
    if (failure !== undefined) throw failure;
    try {
      handle ??= await openLog(`${file}-wal`);
      await handle?.datasync();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      failure = new StoreError(
        `What was written to ${file} may not be on disk: ${reason}. Restart Muster.`,
        { cause },
      );
      throw failure;
    }
  }

  function start(): Promise<void> {
    running = syncNow().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    sync() {
      if (running === undefined) return start();
      // The one that runs may have begun before the commit; the next is for all who come meanwhile.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return start();
        });
      return next;
    },
    async close() {
      await next?.catch(() => undefined);
      await running?.catch(() => undefined);
      await handle?.close();
    },
  };
}

/** Nothing, when nothing has been written yet. */
async function openLog(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
