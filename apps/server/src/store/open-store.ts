import type { Store } from './store.ts';

/** Where the store is: a folder of its own (SQLite) or a PostgreSQL server (`postgres://…`). */
export type StoreLocation = { dataDir: string } | { databaseUrl: string };

/**
 * Opens the store, creates it if there is none, and migrates it forward. Throws `StoreTooNewError`,
 * `StoreCorruptError` or `StoreUnavailableError` when it cannot be used.
 */
export async function openStore(_location: StoreLocation): Promise<Store> {
  throw new Error('The engines are not connected yet');
}
