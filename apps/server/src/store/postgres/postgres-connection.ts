import type { PoolClient } from 'pg';
import type { BatchInsert, SqlConnection, SqlValue } from '../sql-connection.ts';
import { postgresDialect } from './postgres-dialect.ts';

const numberedByText = new Map<string, string>();

/** The text with `$1…` for its `?`; the store's texts have no other question mark. */
function toNumbered(sql: string): string {
  let numbered = numberedByText.get(sql);
  if (numbered === undefined) {
    let count = 0;
    numbered = sql.replaceAll('?', () => {
      count += 1;
      return `$${count}`;
    });
    numberedByText.set(sql, numbered);
  }
  return numbered;
}

function insertText({ table, columns, conflict }: BatchInsert): string {
  const names = Object.keys(columns).join(', ');
  const source = postgresDialect.rowSource(columns);
  return `insert into ${table} (${names}) select * from ${source} as given ${conflict}`;
}

/** A connection over one client of the pool, for as long as its transaction lasts. */
export function connectPostgres(client: PoolClient): SqlConnection {
  return {
    dialect: postgresDialect,
    async query(sql, parameters = []) {
      const { rows, rowCount } = await client.query(toNumbered(sql), [...parameters]);
      return { rows, changes: rowCount ?? 0 };
    },
    async insertRows(batch, rows) {
      if (rows.length === 0) return 0;
      const parameters = postgresDialect.rowParameters(batch.columns, rows);
      const { rowCount } = await client.query(toNumbered(insertText(batch)), parameters);
      return rowCount ?? 0;
    },
    async insertNewRows(batch, column, rows) {
      if (rows.length === 0) return [];
      const at = Object.keys(batch.columns).indexOf(column);
      const indexByValue = new Map(rows.map((row, index) => [toMapKey(row[at]), index]));
      const text = toNumbered(`${insertText(batch)} returning ${column} as value`);
      const parameters = postgresDialect.rowParameters(batch.columns, rows);
      const result = await client.query<{ value: SqlValue }>(text, parameters);
      return result.rows.map(({ value }) => {
        const index = indexByValue.get(toMapKey(value));
        if (index === undefined) throw new Error('A row was inserted that nobody gave.');
        return index;
      });
    },
  };
}

/** Bytes are equal by content, not by identity. */
function toMapKey(value: SqlValue | undefined): SqlValue | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
