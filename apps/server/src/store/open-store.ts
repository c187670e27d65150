import { openPostgres } from './postgres/open-postgres.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

/** Where the store is: a folder of its own (SQLite) or a PostgreSQL server (`postgres://…`). */
export type StoreLocation = { dataDir: string } | { databaseUrl: string };

/**
 * Opens the store, creates it if there is none, and migrates it forward. Throws `StoreTooNewError`,
 * `StoreCorruptError`, `StoreUnavailableError` or another `StoreError` when it cannot be used.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  if ('databaseUrl' in location) return createSqlStore(await openPostgres(location.databaseUrl));
  return createSqlStore(openSqlite({ dataDir: location.dataDir }));
}
