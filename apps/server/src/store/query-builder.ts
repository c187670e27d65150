import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqlConnection } from './sql-connection.ts';
import type { Tables } from './tables.ts';

const parts = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database: Kysely<unknown>) => new SqliteIntrospector(database),
  },
  postgres: {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (database: Kysely<unknown>) => new PostgresIntrospector(database),
  },
};

/**
 * A query builder whose queries run on `connection`, inside whatever transaction it is in. The
 * store begins and ends transactions itself (`begin immediate`, advisory locks), which Kysely's own
 * drivers do not, so the driver has nothing to do but pass statements on.
 */
export function buildQueriesOn(connection: SqlConnection): Kysely<Tables> {
  const passOn: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
      const { rows, changes } = await connection.query<Row>(sql, parameters);
      return { rows, numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error('The store reads in batches; it streams nothing.');
    },
  };
  return new Kysely<Tables>({
    dialect: { ...parts[connection.dialect.kind], createDriver: () => createDriver(passOn) },
  });
}

function createDriver(connection: DatabaseConnection): Driver {
  const refuse = async () => {
    throw new Error('Transactions belong to the store, not to the query builder.');
  };
  return {
    async init() {},
    async acquireConnection() {
      return connection;
    },
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    async releaseConnection() {},
    async destroy() {},
  };
}
