import { statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { IndexEngine } from '../../../../apps/server/src/index/engine.ts';
import { plain } from '../../../../apps/server/src/index/schema.ts';

/** A column as a person who knows the data would type it. */
export interface Column {
  name: string;
  clickhouse: string;
  /** For DuckDB and PostgreSQL. */
  sql: string;
  /** What it is in the index, in ClickHouse's words. */
  from: string;
}

const label = (name: string): Column => ({
  name,
  clickhouse: 'LowCardinality(String)',
  sql: 'text',
  from: `ifNull(attributes.${name}.:String, '')`,
});
const text = (name: string): Column => ({ ...label(name), clickhouse: 'String' });
const number = (name: string, clickhouse: string, sql: string): Column => ({
  name,
  clickhouse,
  sql,
  from: `ifNull(attributes.${name}.:Float64, 0)`,
});
const flag = (name: string): Column => ({
  name,
  clickhouse: 'Bool',
  sql: 'boolean',
  from: `ifNull(attributes.${name}.:Bool, false)`,
});

/** Of users: twenty attributes and what of the native fields segments ask for. */
export const userColumns: readonly Column[] = [
  { name: 'number', clickhouse: 'UInt32', sql: 'integer', from: 'number' },
  { name: 'email', clickhouse: 'String', sql: 'text', from: `ifNull(email, '')` },
  { name: 'last_activity', clickhouse: 'Int64', sql: 'bigint', from: 'ifNull(last_activity, 0)' },
  ...['plan', 'role', 'company_size', 'industry', 'country', 'city', 'signup_channel', 'theme'].map(
    label,
  ),
  ...['title', 'company', 'referrer'].map(text),
  number('mrr', 'Float64', 'double precision'),
  number('seats', 'UInt16', 'integer'),
  number('health', 'Float64', 'double precision'),
  number('invoices', 'UInt16', 'integer'),
  { ...number('nps', 'Nullable(UInt8)', 'integer'), from: 'attributes.nps.:Float64' },
  flag('beta'),
  flag('verified'),
  {
    name: 'interests',
    clickhouse: 'Array(LowCardinality(String))',
    sql: 'text[]',
    from: `arrayMap(x -> substring(assumeNotNull(x), 3), attributes.interests.:\`Array(Nullable(String))\`)`,
  },
  {
    name: 'renewal_at',
    clickhouse: 'Int64',
    sql: 'bigint',
    from: `ifNull(attributes.\`renewal@date\`.:Float64, 0)`,
  },
];

export const eventColumns: readonly Column[] = [
  { name: 'number', clickhouse: 'UInt32', sql: 'integer', from: 'number' },
  { name: 'name', clickhouse: 'LowCardinality(String)', sql: 'text', from: 'name' },
  { name: 'timestamp', clickhouse: 'Int64', sql: 'bigint', from: 'timestamp' },
  {
    name: 'dollars',
    clickhouse: 'Float64',
    sql: 'double precision',
    from: 'ifNull(properties.dollars.:Float64, 0)',
  },
  { name: 'page', clickhouse: 'String', sql: 'text', from: `ifNull(properties.page.:String, '')` },
  {
    name: 'items',
    clickhouse: 'UInt16',
    sql: 'integer',
    from: 'ifNull(properties.items.:Float64, 0)',
  },
];

/** `name type, …` in the words of one of them. */
export function defineColumns(columns: readonly Column[], words: 'clickhouse' | 'sql'): string {
  return columns.map((column) => `${column.name} ${column[words]}`).join(', ');
}

/** Makes `typed_users` and `typed_events` of the tables of an index, unless they are there. */
export async function makeTypedTables(engine: IndexEngine): Promise<void> {
  const make = async (name: string, columns: readonly Column[], order: string, source: string) => {
    const [there] = await engine.query<{ one: number }>(
      plain(
        `SELECT 1 AS one FROM system.tables WHERE database = currentDatabase() AND name = '${name}'`,
      ),
    );
    if (there) return;
    await engine.execute(
      plain(
        `CREATE TABLE ${name} (${defineColumns(columns, 'clickhouse')}) ENGINE = MergeTree ORDER BY ${order}`,
      ),
    );
    const values = columns.map(({ from }) => from).join(', ');
    await engine.execute(
      plain(`INSERT INTO ${name} SELECT ${values} FROM ${source} WHERE project = 1`),
    );
    await engine.execute(plain(`OPTIMIZE TABLE ${name} FINAL`));
  };
  await make('typed_users', userColumns, 'number', 'users FINAL');
  await make('typed_events', eventColumns, '(name, timestamp)', 'events');
}

/**
 * Writes the typed tables as CSV files into a folder that everybody may read, a list as PostgreSQL writes it.
 *
 * @returns the paths
 */
export async function exportTables(
  engine: IndexEngine,
  folder: string,
): Promise<{ users: string; events: string }> {
  await chmod(folder, 0o755);
  const write = async (table: string, columns: readonly Column[]) => {
    const path = join(folder, `${table}.csv`);
    const values = columns.map(({ name, sql }) =>
      sql === 'text[]' ? `concat('{', arrayStringConcat(${name}, ','), '}') AS ${name}` : name,
    );
    await engine.execute(
      plain(
        `INSERT INTO FUNCTION file('${path}', 'CSV') SELECT ${values.join(', ')} FROM ${table} SETTINGS engine_file_truncate_on_insert = 1`,
      ),
    );
    await chmod(path, 0o644);
    if (statSync(path).size === 0) throw new Error(`${table} was not written.`);
    return path;
  };
  return {
    users: await write('typed_users', userColumns),
    events: await write('typed_events', eventColumns),
  };
}
