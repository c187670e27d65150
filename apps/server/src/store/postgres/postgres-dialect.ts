import type { ColumnType, SqlDialect } from '../sql-connection.ts';

const arrayTypes: Record<ColumnType, string> = {
  integer: 'bigint[]',
  text: 'text[]',
  bytes: 'bytea[]',
};

/** What PostgreSQL says in its own way. A batch arrives as one array a column. */
export const postgresDialect: SqlDialect = {
  kind: 'postgres',
  types: {
    integer: 'bigint',
    text: 'text',
    // Ordered by bytes, as in SQLite, whatever the locale of the database.
    key: 'text collate "C"',
    bytes: 'bytea',
    autoKey: 'bigint generated always as identity primary key',
  },
  clustered: '',
  heap: '',
  rowSource(columns) {
    const arrays = Object.values(columns).map((type) => `?::${arrayTypes[type]}`);
    const names = Object.keys(columns).map((name) => `"${name}"`);
    return `(select * from unnest(${arrays.join(', ')}) as given(${names.join(', ')}))`;
  },
  rowParameters(columns, rows) {
    return Object.keys(columns).map((_, at) => rows.map((row) => row[at] ?? null));
  },
};
