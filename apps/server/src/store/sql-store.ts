import { backUpStore } from './backup/back-up-store.ts';
import { readHead } from './changes.ts';
import type { Committed } from './committed.ts';
import { createFairQueue } from './fair-queue.ts';
import { allMigrations } from './migrations/all-migrations.ts';
import { migrate } from './migrations/migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { openSession, type Session } from './session.ts';
import type { SqlConnection } from './sql-connection.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-errors.ts';
import { offerReads, offerWrites } from './transaction.ts';

/** Begins and ends transactions on one of the engines. */
export interface TransactionSource {
  readonly kind: Store['kind'];
  /**
   * Commits when `work` resolves, rolls back when it rejects. Called one at a time. Durable when it
   * resolves, or else when `sync` has.
   */
  inWrite<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>;
  /** Runs `work` on one snapshot that later commits do not change. */
  inRead<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>;
  /** Makes durable what is committed; absent where every commit, whoever made it, is. */
  sync?(): Promise<void>;
  /** The `StoreError` that an error of the engine amounts to, or the error itself. */
  explain(error: unknown): unknown;
  /** Called when no transaction runs any more. */
  close(): Promise<void>;
}

// A flood of different names must not fill the memory; further ones are looked up in the store.
const mostKnownEventNames = 100_000;

/**
 * The store over `source`, migrated to the last of `migrations`. Closes the source when that fails.
 * Writes wait in `queue`, where others may wait, too.
 */
export async function createSqlStore(
  source: TransactionSource,
  migrations: readonly Migration[] = allMigrations,
  queue = createFairQueue(),
): Promise<Store> {
  const knownEventNames = new Set<string>();
  const reading = new Set<Promise<unknown>>();
  const syncing = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;

  async function runSession<T>(
    connection: SqlConnection,
    work: (session: Session) => Promise<T>,
  ): Promise<{ result: T; session: Session }> {
    const { session, state } = openSession(connection, knownEventNames);
    try {
      const result = await work(session);
      if (state.failure !== undefined) throw refuseCommit(state.failure);
      return { result, session };
    } finally {
      state.ended = true;
    }
  }

  async function explained<T>(run: () => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new StoreError('The store is closed.');
    try {
      return await run();
    } catch (error) {
      throw source.explain(error);
    }
  }

  async function readIn<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return explained(async () => {
      const run = source.inRead((connection) => runSession(connection, work));
      reading.add(run);
      try {
        return (await run).result;
      } finally {
        reading.delete(run);
      }
    });
  }

  async function commitIn<T>(work: (session: Session) => Promise<T>): Promise<Committed<T>> {
    const result = await explained(() =>
      queue.run(async () => {
        const { result, session } = await source.inWrite((connection) =>
          runSession(connection, work),
        );
        if (knownEventNames.size < mostKnownEventNames) {
          for (const key of session.newEventNames) knownEventNames.add(key);
        }
        return result;
      }),
    );
    const durable = source.sync?.() ?? Promise.resolve();
    syncing.add(durable);
    const forget = () => syncing.delete(durable);
    durable.then(forget, forget);
    return { result, durable };
  }

  async function writeIn<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { result, durable } = await commitIn(work);
    await durable;
    return result;
  }

  async function close(): Promise<void> {
    await queue.drain();
    await Promise.allSettled([...reading, ...syncing]);
    await source.close();
  }

  try {
    await writeIn(({ connection }) => migrate(connection, migrations));
  } catch (error) {
    await source.close();
    throw error;
  }
  return {
    kind: source.kind,
    read: (work) => readIn((session) => work(offerReads(session))),
    write: (work) => writeIn((session) => work(offerWrites(session))),
    commit: (work) => commitIn((session) => work(offerWrites(session))),
    settle: () => explained(async () => source.sync?.()),
    backUp: (write) => readIn(({ connection }) => backUpStore(connection, migrations, write)),
    headPosition: () => readIn(readHead),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** PostgreSQL would turn such a commit into a rollback and say nothing. */
function refuseCommit(cause: unknown): Error {
  return new Error('A statement of this transaction failed, so none of it can be kept.', { cause });
}
