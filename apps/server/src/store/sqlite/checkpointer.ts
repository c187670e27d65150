import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { DatabaseSync } from '@photostructure/sqlite';

/**
 * Carries committed pages from the write-ahead log into the file, on a thread of its own. SQLite
 * would do it inside a commit: with 5 million events that commit took 0.5 to 1 s, in which nothing
 * is answered; on a thread the longest stop was 0.1 s, and inserting went a third faster.
 */
export interface Checkpointer {
  /** Call after each commit: starts a checkpoint when there is enough to carry. Never waits. */
  afterCommit(): void;
  /** Call before each write: waits when the log has grown so long that writers must let it catch up. */
  beforeWrite(): Promise<void>;
  /** Resolves when the thread has ended. */
  close(): Promise<void>;
}

/** How a write-ahead log stands, in pages of 4 KiB. */
interface LogState {
  log: number;
  checkpointed: number;
}

type Answer = LogState & { failure?: { message: string; errcode: number } };

/** When to carry pages over, in pages of 4 KiB in the log. */
export interface CheckpointLimits {
  /** So many not yet carried over start a checkpoint. */
  startAt: number;
  /**
   * In a log of so many, one checkpoint follows another until few pages are left; then a writer waits
   * for those, and the log begins anew.
   */
  restartAt: number;
  /** How many pages are few: about what is carried over while a request would hardly notice. */
  fewPages: number;
  /** A log of so many makes writers wait however much is left. */
  waitAt: number;
}

// 128 MB, 512 MB and 1 GB. The later a checkpoint starts, the more pages have been written several times
// and are carried over once: at 10,000 items/s it writes a quarter of what it did from 16 MB on. And each
// time that the log begins anew, who writes has waited some 30 ms.
const usualLimits: CheckpointLimits = {
  startAt: 32_768,
  restartAt: 131_072,
  fewPages: 600,
  waitAt: 262_144,
};

// A string, because the server is shipped as one file and a thread needs a file or a text.
const threadSource = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require(workerData.driver);
const database = new DatabaseSync(workerData.file);
database.exec('pragma busy_timeout = 2000; pragma synchronous = full; pragma cache_size = -2048;');
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');
parentPort.on('message', (message) => {
  if (message === 'close') {
    database.close();
    parentPort.close();
    return;
  }
  try {
    const { log, checkpointed } = checkpoint.get();
    parentPort.postMessage({ log, checkpointed });
  } catch (error) {
    const failure = { message: error.message, errcode: error.errcode };
    parentPort.postMessage({ log: 0, checkpointed: 0, failure });
  }
});
`;

/** A checkpointer for the file that `writer` writes; its thread starts when it is first needed. */
export function createCheckpointer(
  file: string,
  writer: InstanceType<typeof DatabaseSync>,
  limits: CheckpointLimits = usualLimits,
): Checkpointer {
  const measure = writer.prepare('pragma wal_checkpoint(noop)');
  const readLog = (): LogState => measure.get();
  let worker: Worker | undefined;
  let running: Promise<Answer> | undefined;
  // Both grow when waiting did not help, e.g. because a long read still needs the old pages.
  let { restartAt, waitAt } = limits;

  function checkpoint(): Promise<Answer> {
    running ??= askThread().finally(() => {
      running = undefined;
      worker?.unref();
    });
    return running;
  }

  function askThread(): Promise<Answer> {
    worker ??= startThread(file);
    const thread = worker;
    thread.ref();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        thread.off('message', onMessage);
        thread.off('error', onError);
        end();
      };
      const onMessage = (answer: Answer) => settle(() => resolve(answer));
      const onError = (error: Error) => {
        worker = undefined;
        settle(() => reject(error));
      };
      thread.on('message', onMessage);
      thread.on('error', onError);
      thread.postMessage('checkpoint');
    });
  }

  /** A log of which everything has been carried over needs no waiting: the next write begins it anew. */
  function mustWait(log: number, left: number): boolean {
    if (log >= waitAt) return true;
    return left > 0 && left < limits.fewPages && running === undefined;
  }

  return {
    afterCommit() {
      if (running !== undefined) return;
      const { log, checkpointed } = readLog();
      const enough = log < restartAt ? limits.startAt : limits.fewPages;
      if (log - checkpointed < enough) return;
      // A failure is not lost: the log goes on growing, and beforeWrite meets it.
      checkpoint().catch(() => undefined);
    },
    async beforeWrite() {
      const { log: before, checkpointed: carried } = readLog();
      if (before < restartAt || !mustWait(before, before - carried)) return;
      await running?.catch(() => undefined);
      const { log, checkpointed, failure } = await checkpoint();
      if (failure !== undefined) throw Object.assign(new Error(failure.message), failure);
      const isAll = log === checkpointed;
      restartAt = isAll ? limits.restartAt : log + limits.restartAt;
      waitAt = isAll ? limits.waitAt : log + limits.waitAt;
    },
    async close() {
      await running?.catch(() => undefined);
      const thread = worker;
      if (thread === undefined) return;
      thread.ref();
      const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
      thread.postMessage('close');
      await ended;
    },
  };
}

function startThread(file: string): Worker {
  const driver = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  // Without this process's own arguments: they may be loaders that a thread cannot use.
  return new Worker(threadSource, { eval: true, execArgv: [], workerData: { driver, file } });
}
