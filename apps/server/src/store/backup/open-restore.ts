import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openPostgres } from '../postgres/open-postgres.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { storeFileName } from '../sqlite/open-sqlite.ts';
import { connectSqlite } from '../sqlite/sqlite-connection.ts';
import { explainSqliteError } from '../sqlite/sqlite-errors.ts';
import { StoreError } from '../store-errors.ts';

/** Where a store is restored to. */
export type RestoreLocation =
  | {
      /** The folder of the store, which must have none. */
      dataDir: string;
      /** A folder beside it in which it is made. */
      stagingDir: string;
    }
  | { databaseUrl: string };

/** Whether there is a store in the folder. */
export function hasStore(dataDir: string): boolean {
  return existsSync(join(dataDir, storeFileName));
}

/**
 * Makes a store by what `fill` does on a connection to an empty one. It is there when this resolves;
 * when this rejects, or the process dies, there is none. Refuses where there is a store already.
 */
export async function restoreStore(
  location: RestoreLocation,
  fill: (connection: SqlConnection) => Promise<void>,
): Promise<void> {
  if ('databaseUrl' in location) await restorePostgres(location.databaseUrl, fill);
  else await restoreSqlite(location.dataDir, location.stagingDir, fill);
}

/** Refuses a folder that has a store. */
export function refuseStore(dataDir: string): void {
  if (hasStore(dataDir)) {
    throw new StoreError(
      `There is a store in ${dataDir} already. Restore into a new data folder (MUSTER_DATA_DIR), or move this one away.`,
    );
  }
}

async function restoreSqlite(
  dataDir: string,
  stagingDir: string,
  fill: (connection: SqlConnection) => Promise<void>,
): Promise<void> {
  refuseStore(dataDir);
  await mkdir(stagingDir, { recursive: true, mode: 0o700 });
  const file = join(stagingDir, storeFileName);
  try {
    const database = new DatabaseSync(file);
    try {
      // It counts for nothing until it has its name, so nothing has to be undone or on disk before.
      database.exec(`
        pragma journal_mode = memory;
        pragma synchronous = off;
        pragma temp_store = memory;
        pragma cache_size = -65536;
        begin`);
      await fill(connectSqlite(database));
      database.exec('commit');
    } finally {
      database.close();
    }
    await syncToDisk(file);
    await syncToDisk(stagingDir);
    await rename(stagingDir, dataDir);
    await syncToDisk(dirname(dataDir));
  } catch (error) {
    throw explainSqliteError(error, file);
  }
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** In one transaction: PostgreSQL forgets it when this process or its connection ends. */
async function restorePostgres(
  databaseUrl: string,
  fill: (connection: SqlConnection) => Promise<void>,
): Promise<void> {
  const source = await openPostgres(databaseUrl);
  try {
    await source.inWrite(async (connection) => {
      const { rows } = await connection.query(
        `select 1 from information_schema.tables
        where table_schema = current_schema() and table_name = 'migrations'`,
      );
      if (rows.length > 0) {
        throw new StoreError(
          'There is a store in the database of DATABASE_URL already. Restore into an empty database.',
        );
      }
      await fill(connection);
    });
  } catch (error) {
    throw source.explain(error);
  } finally {
    await source.close();
  }
}
