import { DatabaseSync } from '@photostructure/sqlite';
import type { SqlConnection } from '../sql-connection.ts';
import { connectSqlite } from './sqlite-connection.ts';

// A read holds its connection while its caller waits for other things, e.g. a whole export. Nothing
// runs in parallel here: every connection is of this thread.
const mostReaders = 8;
const cacheKiB = 8 * 1024;

interface Reader {
  database: InstanceType<typeof DatabaseSync>;
  connection: SqlConnection;
}

/** Connections that see only what is committed, each with a snapshot of its own. */
export interface ReaderPool {
  run<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>;
  /** Called when no work runs any more. */
  close(): void;
}

/** A pool over the file; connections are opened when they are needed and kept. */
export function createReaderPool(file: string): ReaderPool {
  const readers: Reader[] = [];
  const free: Reader[] = [];
  const waiting: ((reader: Reader) => void)[] = [];

  function acquire(): Reader | Promise<Reader> {
    const reader = free.pop();
    if (reader !== undefined) return reader;
    if (readers.length < mostReaders) {
      const opened = openReader(file);
      readers.push(opened);
      return opened;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(reader: Reader): void {
    const next = waiting.shift();
    if (next === undefined) free.push(reader);
    else next(reader);
  }

  return {
    async run(work) {
      const reader = await acquire();
      try {
        reader.database.exec('begin');
        return await work(reader.connection);
      } finally {
        if (reader.database.isTransaction) reader.database.exec('rollback');
        release(reader);
      }
    },
    close() {
      for (const { database } of readers) database.close();
    },
  };
}

function openReader(file: string): Reader {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`pragma busy_timeout = 2000; pragma cache_size = -${cacheKiB};`);
  return { database, connection: connectSqlite(database) };
}
