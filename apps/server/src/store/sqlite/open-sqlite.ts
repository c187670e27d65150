import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { TransactionSource } from '../sql-store.ts';
import type { WritingTurns } from '../writing-turns.ts';
import { type CheckpointLimits, createCheckpointer } from './checkpointer.ts';
import { createLogSyncer } from './log-syncer.ts';
import { createReaderPool } from './reader-pool.ts';
import { connectSqlite } from './sqlite-connection.ts';
import { explainSqliteError } from './sqlite-errors.ts';

/**
 * As long as a log under load becomes anyway: to cut it back and let it grow again costs more than the
 * room, and the commit that cuts waits for it, 0.3 s for 768 MB.
 */
const logBytesKept = 1024 ** 3;

/** In the data folder. */
export const storeFileName = 'store.db';

export interface SqliteOptions {
  dataDir: string;
  /** Most pages of 4 KiB that the file may have; without it the disk is the limit. */
  maxPages?: number;
  checkpointLimits?: CheckpointLimits;
  /**
   * Asked before each write when another connection of this process writes the file, too, and syncs
   * later: then this one does so, too.
   */
  turns?: WritingTurns;
  /** Leaves it to `sync` to wait for the disk, so that a transaction can begin meanwhile. */
  syncsLater?: boolean;
}

/** A source that can keep still while another connection writes. */
export interface LendingSource extends TransactionSource {
  /** Runs `use`, which may write through another connection. Called one at a time, like `inWrite`. */
  lend(use: () => Promise<void>): Promise<void>;
}

/** Opens the file, creating folder and file as needed. Throws a `StoreError` when it cannot. */
export function openSqlite({
  dataDir,
  maxPages,
  checkpointLimits,
  turns,
  syncsLater = false,
}: SqliteOptions): LendingSource {
  const file = join(dataDir, storeFileName);
  const isShared = syncsLater || turns !== undefined;
  const writer = openWriter(file, dataDir, { maxPages, syncsLater: isShared });
  const connection = connectSqlite(writer);
  const readers = createReaderPool(file);
  const checkpointer = createCheckpointer(file, writer, checkpointLimits);
  // Who shares the file may read what the other has committed and not yet synced.
  const syncer = isShared ? createLogSyncer(file) : undefined;

  return {
    kind: 'sqlite',
    async inWrite(work) {
      const turn = await turns?.take();
      // Whoever lends a turn looks after the log, before it and after it.
      const isMyLog = turn?.isAlone ?? true;
      try {
        if (isMyLog) await checkpointer.beforeWrite();
        writer.exec('begin immediate');
        const result = await work(connection);
        writer.exec('commit');
        if (isMyLog) checkpointer.afterCommit();
        return result;
      } finally {
        // A full disk has rolled back already; asking again would hide the error behind another.
        if (writer.isTransaction) writer.exec('rollback');
        turn?.end();
      }
    },
    async lend(use) {
      await checkpointer.beforeWrite();
      await use();
      checkpointer.afterCommit();
    },
    inRead: (work) => readers.run(work),
    ...(syncer && { sync: () => syncer.sync() }),
    explain: (error) => explainSqliteError(error, file),
    async close() {
      readers.close();
      await syncer?.close();
      await checkpointer.close();
      emptyLog(writer);
      writer.close();
    },
  };
}

/**
 * Carries the whole log into the file. The last connection to close does so as well, but this driver
 * really closes only when its statements have been collected as garbage.
 */
function emptyLog(writer: InstanceType<typeof DatabaseSync>): void {
  try {
    writer.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // E.g. a full disk. Nothing is lost: the next opening reads the log.
  }
}

interface WriterOptions {
  maxPages: number | undefined;
  syncsLater: boolean;
}

function openWriter(
  file: string,
  dataDir: string,
  options: WriterOptions,
): InstanceType<typeof DatabaseSync> {
  try {
    mkdirSync(dataDir, { recursive: true });
    const database = new DatabaseSync(file);
    try {
      configureWriter(database, options);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw explainSqliteError(error, file);
  }
}

function configureWriter(
  database: InstanceType<typeof DatabaseSync>,
  { maxPages, syncsLater }: WriterOptions,
): void {
  database.exec(`
    pragma busy_timeout = 2000;
    pragma journal_mode = wal;
    pragma synchronous = ${syncsLater ? 'normal' : 'full'};
    pragma foreign_keys = on;
    pragma temp_store = memory;
    pragma cache_size = -65536;
    pragma wal_autocheckpoint = 0;
    pragma journal_size_limit = ${logBytesKept};
  `);
  if (maxPages !== undefined) database.exec(`pragma max_page_count = ${maxPages}`);
}
