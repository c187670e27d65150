import { Client } from 'pg';
import { startPostgres } from '../../../../apps/server/test/postgres.ts';
import { loadPeer, versionOf } from '../load-peer.ts';
import type { Counter } from './counter.ts';
import { duckdb, postgresColumns, postgresJson } from './hand-written.ts';
import { createSqlCounter } from './sql-counter.ts';
import { defineColumns, eventColumns, userColumns } from './tables.ts';

/** Paths of CSV files, see `exportTables`. */
export interface Files {
  users: string;
  events: string;
}

/** DuckDB in this process, with all that it takes as its own defaults have it. */
export async function openDuckdb({ users, events }: Files): Promise<Counter> {
  interface Connection {
    run(sql: string): Promise<unknown>;
    runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
    closeSync(): void;
  }
  const { DuckDBInstance } = loadPeer<{
    DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
  }>('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const lists = userColumns.map(({ name, sql }) =>
    sql === 'text[]' ? `string_split(trim(${name}, '{}'), ',') AS ${name}` : name,
  );
  const read = (path: string, columns: typeof userColumns) => {
    const types = columns.map(({ name, sql }) => `'${name}': '${sql === 'text[]' ? 'text' : sql}'`);
    return `read_csv('${path}', header = false, nullstr = '\\N', columns = {${types.join(', ')}})`;
  };
  await connection.run(
    `CREATE TABLE users AS SELECT ${lists.join(', ')} FROM ${read(users, userColumns)}`,
  );
  await connection.run(
    `CREATE TABLE events AS SELECT * FROM ${read(events, eventColumns)} ORDER BY name, timestamp`,
  );
  return createSqlCounter(
    `DuckDB ${versionOf('@duckdb/node-api')}`,
    duckdb,
    async (sql) => (await connection.runAndReadAll(sql)).getRows()[0] ?? [],
    async () => connection.closeSync(),
  );
}

/** One server, asked for its columns and for its documents. */
export async function openPostgres({ users, events }: Files): Promise<Counter[]> {
  const server = await startPostgres({
    shared_buffers: '2GB',
    work_mem: '256MB',
    maintenance_work_mem: '512MB',
    max_wal_size: '8GB',
  });
  const client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
  const documentOf = (columns: typeof userColumns, aside: readonly string[]) => {
    const fields = columns.filter(({ name }) => !aside.includes(name));
    return `jsonb_strip_nulls(jsonb_build_object(${fields.map(({ name }) => `'${name}', ${name}`).join(', ')}))`;
  };
  for (const statement of [
    `CREATE TABLE users (${defineColumns(userColumns, 'sql')})`,
    `COPY users FROM '${users}' WITH (FORMAT csv, NULL '\\N')`,
    'ALTER TABLE users ADD PRIMARY KEY (number)',
    `CREATE TABLE events (${defineColumns(eventColumns, 'sql')})`,
    `COPY events FROM '${events}' WITH (FORMAT csv, NULL '\\N')`,
    'CREATE INDEX ON events (name, timestamp)',
    `CREATE TABLE json_users AS SELECT number, ${documentOf(userColumns, ['number'])} AS data FROM users`,
    'ALTER TABLE json_users ADD PRIMARY KEY (number)',
    'CREATE INDEX ON json_users USING gin (data jsonb_path_ops)',
    `CREATE TABLE json_events AS SELECT number, name, timestamp, ${documentOf(eventColumns, ['number', 'name', 'timestamp'])} AS data FROM events`,
    'CREATE INDEX ON json_events (name, timestamp)',
    'VACUUM ANALYZE',
  ]) {
    await client.query(statement);
  }
  const ask = async (text: string) => {
    const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
    return rows[0] ?? [];
  };
  return [
    createSqlCounter('PostgreSQL, columns', postgresColumns, ask),
    createSqlCounter('PostgreSQL, JSONB with GIN', postgresJson, ask, async () => {
      await client.end();
      await server.stop();
    }),
  ];
}
