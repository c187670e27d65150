import type { Statement } from '@muster/conditions';
import type { ColumnBlock } from './native-blocks.ts';

/** How long and under which name a question may run. */
export interface QueryOptions {
  /** Cancels the query in the engine, not only the waiting for it. */
  signal?: AbortSignal;
  /** Seconds after which the engine gives up; default 60. */
  maxSeconds?: number;
}

/**
 * One lane to the ClickHouse that holds the index: chDB in this process or a server over HTTP. Lanes
 * do not wait for each other. The `indexer` lane runs one statement at a time, in order of the calls;
 * the others run a few and queue the rest.
 *
 * Settings that answers depend on are the lane's own, so a statement carries no `SETTINGS` and no
 * `FORMAT`. Every method rejects with an `IndexEngineError`, or with the signal's reason when it
 * aborts.
 */
export interface IndexEngine {
  readonly kind: 'chdb' | 'clickhouse';
  /** Of a cluster: what follows it. */
  readonly cluster?: IndexCluster | undefined;
  /** Of a server of a cluster: which of them it is, from 1. */
  readonly shard?: { number: number; of: number } | undefined;
  /** Of whom inserts are taken, see `IndexEngines.fence`; absent: of anybody. */
  readonly fence?: number | undefined;
  /** Rows as objects; 64-bit integers arrive as strings. */
  query<Row>(statement: Statement, options?: QueryOptions): Promise<Row[]>;
  /** Rows as they are read, for results larger than memory should hold. */
  stream<Row>(statement: Statement, options?: QueryOptions): AsyncIterable<Row>;
  /**
   * Whole columns of a population, as they come: numbers are typed arrays. The columns are `UInt8`, `UInt32`,
   * `Float64` or `LowCardinality(String)`.
   */
  streamBlocks(statement: Statement, options?: QueryOptions): AsyncIterable<ColumnBlock>;
  /** Inserts newline-delimited JSON rows as one block: all of it or nothing. */
  insert(table: string, rows: Buffer): Promise<void>;
  /** DDL and mutations; resolves when a mutation is done. */
  execute(statement: Statement): Promise<void>;
}

/**
 * Servers that each have the rows of some users. On a cluster `query` and `stream` ask all of them, `execute`
 * runs on each, and `insert` is for the ledgers, which the first one has.
 */
export interface IndexCluster {
  /** What the servers know it by. */
  name: string;
  /** Of the rows of each server. */
  database: string;
  /** Of the tables that are spread over all, by the same names. */
  spreadDatabase: string;
  shards: readonly IndexEngine[];
}

/** The engines whose tables hold rows: of one server, that alone. */
export function shardsOf(engine: IndexEngine): readonly IndexEngine[] {
  return engine.cluster?.shards ?? [engine];
}

/** The place among `shardsOf` of who has a user's rows. */
export function findShard(engine: IndexEngine, number: number): number {
  return number % shardsOf(engine).length;
}

/** The lanes of an opened index. */
export interface IndexEngines {
  indexer: IndexEngine;
  dashboard: IndexEngine;
  background: IndexEngine;
  /**
   * From now on only inserts with this number are taken, and those of these lanes have it: what a process
   * sends that indexed before this one, and does not know that it is over, is refused. In chDB it does nothing:
   * nobody else can have the folder.
   */
  fence(token: number): Promise<void>;
  /**
   * Waits until no statement of the indexer lane, of this process or of an earlier one, can still
   * run in the engine: what the index holds after that is what it holds.
   */
  settle(): Promise<void>;
  /**
   * Throws the index away, also one that cannot be opened, and leaves an empty place for a new one.
   * Rejects, having removed nothing, when there would be no place for a new one either.
   */
  reset(): Promise<void>;
  /** Ends what runs and releases the engine. */
  close(): Promise<void>;
}

/** What an engine refused or failed at. */
export class IndexEngineError extends Error {
  override readonly name: string = 'IndexEngineError';
  /** ClickHouse's error code, e.g. 159 for a timeout; absent when no statement was run. */
  readonly code: number | undefined;

  constructor(message: string, options: ErrorOptions & { code?: number | undefined } = {}) {
    super(message, options);
    this.code = options.code;
  }
}

/** There is an index but it cannot be opened: `reset` and a rebuild are the way on. */
export class IndexUnreadableError extends IndexEngineError {
  override readonly name = 'IndexUnreadableError';
}

/** A server neither answers nor says that it is at work: what was asked of it may still take effect. */
export class IndexSilentError extends IndexEngineError {
  override readonly name = 'IndexSilentError';

  constructor(options?: ErrorOptions) {
    super('The ClickHouse server does not answer', options);
  }
}

/** True when the engine gave a statement up because it took longer than `maxSeconds`. */
export function isEngineTimeout(error: unknown): boolean {
  return error instanceof IndexEngineError && error.code === 159;
}

/**
 * ClickHouse's codes for a part that is not what was written: corrupted data, checksums or sizes that differ, what cannot
 * be unpacked, a file that ends early or is not there.
 */
const damageCodes = new Set([32, 33, 40, 107, 226, 228, 246, 271]);

/** True when the files of the index are damaged, as a disk that was full may leave them: no attempt will help. */
export function isEngineDamage(error: unknown): boolean {
  return error instanceof IndexEngineError && damageCodes.has(error.code ?? 0);
}

/** An engine's error with its code, which is beside the message or at its start. */
export function toIndexEngineError(error: unknown): IndexEngineError {
  if (error instanceof IndexEngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const beside = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code = /^\d+$/.exec(beside)?.[0] ?? /\bCode: (\d+)\./.exec(message)?.[1];
  return new IndexEngineError(message, { cause: error, code: code ? Number(code) : undefined });
}
