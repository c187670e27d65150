import { createFairQueue } from './fair-queue.ts';
import { allMigrations } from './migrations/all-migrations.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';
import type { LendingStore, WritingTurns } from './writing-turns.ts';

/** Where the store is: a folder of its own (SQLite) or a PostgreSQL server (`postgres://…`). */
export type StoreLocation =
  | {
      dataDir: string;
      /** Given when a `LendingStore` of this process has the folder open, too. */
      turns?: WritingTurns;
    }
  | { databaseUrl: string };

/**
 * Opens the store, creates it if there is none, and migrates it forward. Throws `StoreTooNewError`,
 * `StoreCorruptError`, `StoreUnavailableError` or another `StoreError` when it cannot be used.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  if ('databaseUrl' in location) return createSqlStore(await openPostgres(location.databaseUrl));
  return createSqlStore(openSqlite(location));
}

/** The same as `openStore`, for the thread that writes most. */
export async function openLendingStore(dataDir: string): Promise<LendingStore> {
  const queue = createFairQueue();
  const source = openSqlite({ dataDir, syncsLater: true });
  const store = await createSqlStore(source, allMigrations, queue);
  return {
    ...store,
    lend: (use) =>
      queue.run(() =>
        source.lend(use).catch((error: unknown) => {
          throw source.explain(error);
        }),
      ),
  };
}
