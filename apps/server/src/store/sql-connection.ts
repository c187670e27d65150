/** What is bound to a statement. Booleans and dates are never sent; lists and maps go as JSON text. */
export type SqlValue = string | number | Uint8Array | null;

/** The kinds of column that batches have. */
export type ColumnType = 'integer' | 'text' | 'bytes';

/** Columns by name, in the order of a row's values. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** An insert that runs for many rows at once, the one hot shape of this store. */
export interface BatchInsert {
  table: string;
  columns: Columns;
  /** What follows the rows, e.g. `on conflict do nothing`. */
  conflict: string;
}

export interface QueryResult<Row> {
  rows: Row[];
  /** Rows inserted, updated or deleted. */
  changes: number;
}

/** What the two SQL engines say differently. Everything else of the store is one text for both. */
export interface SqlDialect {
  readonly kind: 'sqlite' | 'postgres';
  /** Column types of a migration. `key` is text that is ordered by its bytes. */
  readonly types: Readonly<Record<'integer' | 'text' | 'key' | 'bytes' | 'autoKey', string>>;
  /** What ends the `create table` of a table that is kept in the order of its primary key. */
  readonly clustered: string;
  /** What ends any other `create table`. */
  readonly heap: string;
  /** A table expression whose rows come from `rowParameters`; it takes those at this place. */
  rowSource(columns: Columns): string;
  rowParameters(columns: Columns, rows: readonly (readonly SqlValue[])[]): unknown[];
}

/** One connection of either engine, inside a transaction that somebody else begins and ends. */
export interface SqlConnection {
  readonly dialect: SqlDialect;
  /** Runs one statement with `?` for its parameters. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<QueryResult<Row>>;
  /** Inserts the rows and returns how many it changed. A key must not occur twice in `rows`. */
  insertRows(batch: BatchInsert, rows: readonly (readonly SqlValue[])[]): Promise<number>;
  /**
   * The same, and returns the indexes of the rows that were really inserted. Within `rows` the
   * values of `column` must differ.
   */
  insertNewRows(
    batch: BatchInsert,
    column: string,
    rows: readonly (readonly SqlValue[])[],
  ): Promise<number[]>;
}
