import type { Statement } from '@muster/conditions';

/** How long and under which name a question may run. */
export interface QueryOptions {
  /** Cancels the query in the engine, not only the waiting for it. */
  signal?: AbortSignal;
  /** Seconds after which the engine gives up; default 60. */
  maxSeconds?: number;
}

/**
 * One lane to the ClickHouse that holds the index: chDB in this process or a server over HTTP. A lane
 * runs one statement at a time; lanes do not wait for each other.
 */
export interface IndexEngine {
  readonly kind: 'chdb' | 'clickhouse';
  /** Rows as objects; 64-bit integers arrive as strings. */
  query<Row>(statement: Statement, options?: QueryOptions): Promise<Row[]>;
  /** Rows as they are read, for results larger than memory should hold. */
  stream<Row>(statement: Statement, options?: QueryOptions): AsyncIterable<Row>;
  /** Inserts newline-delimited JSON rows as one block: all of it or nothing. */
  insert(table: 'users' | 'events' | string, rows: Buffer): Promise<void>;
  /** DDL and mutations. */
  execute(statement: Statement): Promise<void>;
}

/** The lanes of an opened index. */
export interface IndexEngines {
  indexer: IndexEngine;
  dashboard: IndexEngine;
  background: IndexEngine;
  close(): Promise<void>;
}
