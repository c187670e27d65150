import type { Kysely } from 'kysely';
import { buildQueriesOn } from './query-builder.ts';
import type { SqlConnection } from './sql-connection.ts';
import type { Tables } from './tables.ts';

/** One transaction as the files by subject see it. */
export interface Session {
  /** Hand-written SQL: everything that is done for many rows. */
  readonly connection: SqlConnection;
  /** Built queries: everything that is done for few. */
  readonly queries: Kysely<Tables>;
  /** Event names that this transaction added to the catalog; known to others when it commits. */
  readonly newEventNames: Set<string>;
  /** Event names that are certainly in the catalog, as `nameKey` makes them. Shared, read only. */
  readonly knownEventNames: ReadonlySet<string>;
  /** JSON of properties that this transaction made already: rows and change log need the same. */
  readonly encodedProperties: Map<object, string>;
}

/** How a transaction ended or went wrong, so that nothing is done in it after that. */
export interface SessionState {
  ended: boolean;
  /** The first error of one of its statements; such a transaction cannot be committed. */
  failure: unknown;
}

/**
 * A session on a connection that has just begun a transaction. Statements after its end are
 * refused: on PostgreSQL they would run, and stay, outside of any transaction.
 */
export function openSession(
  connection: SqlConnection,
  knownEventNames: ReadonlySet<string>,
): { session: Session; state: SessionState } {
  const state: SessionState = { ended: false, failure: undefined };
  const watched = watchConnection(connection, state);
  let queries: Session['queries'] | undefined;
  const session: Session = {
    connection: watched,
    // Making a builder costs more than most of the transactions that need none.
    get queries() {
      queries ??= buildQueriesOn(watched);
      return queries;
    },
    newEventNames: new Set(),
    knownEventNames,
    encodedProperties: new Map(),
  };
  return { session, state };
}

function watchConnection(connection: SqlConnection, state: SessionState): SqlConnection {
  async function watch<T>(run: () => Promise<T>): Promise<T> {
    if (state.ended) throw new Error('This transaction has ended: await all that is done in it.');
    try {
      return await run();
    } catch (error) {
      state.failure ??= error;
      throw error;
    }
  }
  return {
    dialect: connection.dialect,
    query: (sql, parameters) => watch(() => connection.query(sql, parameters)),
    insertRows: (batch, rows) => watch(() => connection.insertRows(batch, rows)),
    insertNewRows: (batch, column, rows) =>
      watch(() => connection.insertNewRows(batch, column, rows)),
  };
}
