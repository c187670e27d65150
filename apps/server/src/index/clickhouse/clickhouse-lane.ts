import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import type { Statement } from '@muster/conditions';
import { linkSignals, untilAborted } from '../abort.ts';
import {
  type IndexEngine,
  IndexEngineError,
  type QueryOptions,
  toIndexEngineError,
} from '../engine.ts';
import { createLaneQueue, type LaneQueue } from '../lane-queue.ts';
import { readNativeBlocks } from '../native-blocks.ts';
import { inlineParameters, writeParameter } from '../parameters.ts';
import { defaultMaxSeconds, insertSettings } from '../settings.ts';
import type { ClickhouseNode } from './clickhouse-node.ts';
import { defaultPatience, type Patience, watchStatement } from './watch-statement.ts';

export interface ClickhouseLane extends IndexEngine {
  readonly queue: LaneQueue<undefined>;
}

export interface ClickhouseLaneOptions {
  /** Begins every query id of this lane, so that the server can be asked what of it still runs. */
  name: string;
  /** Statements that run at once. */
  width: number;
  /** Of a server of a cluster. */
  shard?: IndexEngine['shard'];
  /** What inserts are marked with. */
  readFence: () => number | undefined;
  /** The server, once the database is there. */
  connect: () => Promise<LaneConnection>;
  patience?: Patience;
}

export interface LaneConnection extends Pick<ClickhouseNode, 'isRunning'> {
  client: ClickHouseClient;
}

/** How much longer than the engine to wait for its answer before the connection is given up. */
const networkGraceMs = 5_000;

export function createClickhouseLane({
  name,
  width,
  shard,
  readFence,
  connect,
  patience = defaultPatience,
}: ClickhouseLaneOptions): ClickhouseLane {
  const queue = createLaneQueue<undefined>(Array.from({ length: width }, () => undefined));

  /** What a fence looks at; an insert may also be a statement. */
  function mark(): ClickHouseSettings {
    const fence = readFence();
    return fence === undefined ? {} : { log_comment: `${fence}` };
  }

  const nameStatement = () => `${name}-${randomUUID()}`;

  /** Sends a statement, for as long as the server is at work on it and nobody aborts `stop`. */
  async function send<T>(
    work: (
      client: ClickHouseClient,
      how: { query_id: string; abort_signal: AbortSignal },
    ) => Promise<T>,
    stop?: AbortSignal,
  ): Promise<T> {
    const { client, isRunning } = await connect();
    const query_id = nameStatement();
    return watchStatement(
      (signal) => isRunning(query_id, signal),
      async (givenUp) => {
        const { signal, unlink } = linkSignals(stop, givenUp);
        try {
          signal.throwIfAborted();
          return await work(client, { query_id, abort_signal: signal });
        } catch (error) {
          throw signal.aborted ? signal.reason : toIndexEngineError(error);
        } finally {
          unlink();
        }
      },
      patience,
    );
  }

  /** What a statement answers, as it comes; the place is given back when that ends, is left or is given up. */
  async function* streamAnswer<Part>(
    { signal, maxSeconds = defaultMaxSeconds }: QueryOptions,
    begin: (
      client: ClickHouseClient,
      how: { query_id: string; abort_signal: AbortSignal; clickhouse_settings: ClickHouseSettings },
    ) => Promise<AsyncIterable<Part>>,
  ): AsyncGenerator<Part, void, undefined> {
    const { interrupted, release } = await queue.take(signal);
    // Leaving early closes the connection, which ends the query in the server.
    const leave = new AbortController();
    const { signal: stop, unlink } = linkSignals(signal, interrupted, leave.signal);
    // Also while nobody asks for the next part: the place in the lane is wanted back.
    const giveBack = once(release);
    stop.addEventListener('abort', giveBack, { once: true });
    try {
      const { client } = await connect();
      // The client does not notice when that has happened before.
      stop.throwIfAborted();
      const parts = await begin(client, {
        clickhouse_settings: { ...readOnly, max_execution_time: maxSeconds },
        query_id: nameStatement(),
        abort_signal: stop,
      });
      for await (const part of parts) {
        yield part;
        stop.throwIfAborted();
      }
    } catch (error) {
      throw stop.aborted ? stop.reason : toIndexEngineError(error);
    } finally {
      leave.abort();
      unlink();
      giveBack();
    }
  }

  return {
    kind: 'clickhouse',
    shard,
    queue,
    get fence() {
      return readFence();
    },

    async query<Row>(
      statement: Statement,
      { signal, maxSeconds = defaultMaxSeconds }: QueryOptions = {},
    ): Promise<Row[]> {
      const work = queue.run(async (_, interrupted) => {
        const timer = AbortSignal.timeout(maxSeconds * 1000 + networkGraceMs);
        const { signal: stop, unlink } = linkSignals(signal, interrupted, timer);
        // The status of the answer says whether it is whole only if the server waits for its end.
        const clickhouse_settings = {
          ...readOnly,
          max_execution_time: maxSeconds,
          wait_end_of_query: 1,
        } as const;
        const query = { ...placeParameters(statement), clickhouse_settings };
        try {
          return await send(async (client, how) => {
            const result = await client.query({ ...query, ...how, format: 'JSONEachRow' });
            return result.json<Row>();
          }, stop);
        } catch (error) {
          throw stop.aborted ? explainStop(stop, timer) : error;
        } finally {
          unlink();
        }
      }, signal);
      return untilAborted(work, signal);
    },

    async *stream<Row>(
      statement: Statement,
      options: QueryOptions = {},
    ): AsyncGenerator<Row, void, undefined> {
      const answer = streamAnswer(options, async (client, how) => {
        const result = await client.query({
          ...placeParameters(statement),
          ...how,
          format: 'JSONEachRow',
        });
        return result.stream<Row>();
      });
      for await (const rows of answer) {
        for (const row of rows) {
          yield row.json();
          options.signal?.throwIfAborted();
        }
      }
    },

    streamBlocks(statement, options = {}) {
      const { query, query_params } = placeParameters(statement);
      const answer = streamAnswer<Buffer>(options, async (client, how) => {
        const { stream } = await client.exec({
          query: `${query} FORMAT Native`,
          ...(query_params && { query_params }),
          ...how,
          clickhouse_settings: { ...how.clickhouse_settings, ...blockSettings },
        });
        return stream;
      });
      return readNativeBlocks(answer);
    },

    async insert(table, rows) {
      const clickhouse_settings = { ...insertSettings, wait_end_of_query: 1, ...mark() } as const;
      await queue.run(() =>
        send(async (client, how) => {
          // The client's own `insert` takes objects; the rows are text already.
          const { stream } = await client.exec({
            query: `INSERT INTO ${table} FORMAT JSONEachRow`,
            values: Readable.from([rows], { objectMode: false }),
            clickhouse_settings,
            ...how,
          });
          // The connection is free for the next request when the (empty) answer has been read.
          await finished(stream.resume());
        }),
      );
    },

    async execute(statement) {
      const clickhouse_settings = {
        ...mark(),
        max_execution_time: 0,
        wait_end_of_query: 1,
      } as const;
      const query = { ...placeParameters(statement), clickhouse_settings };
      await queue.run(() => send((client, how) => client.command({ ...query, ...how })));
    },
  };
}

/** Why a query was given up: by whoever asked, or because the server does not answer any more. */
function explainStop(stop: AbortSignal, timer: AbortSignal): unknown {
  if (stop.reason !== timer.reason) return stop.reason;
  return new IndexEngineError('The ClickHouse server did not answer in time', { code: 159 });
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

/**
 * The server ends a query whose client is gone only if it cannot have changed anything. 2 is read-only
 * too, but lets the settings pass.
 */
const readOnly = { readonly: '2', cancel_http_readonly_queries_on_client_close: 1 } as const;

/** The form that is read, whatever the profile of the user says. */
const blockSettings = {
  // An error in the middle would be bytes like others.
  wait_end_of_query: 1,
  low_cardinality_allow_in_native_format: 1,
  output_format_native_encode_types_in_binary_format: 0,
} as const;

/** Most characters of parameters in the URL: what proxies let pass, with room for the rest. */
const maxUrlLength = 4096;

/** Parameters travel in the URL; as form fields they and the query could have 128 KB each, no more. */
function placeParameters(statement: Statement): {
  query: string;
  query_params?: Record<string, unknown>;
} {
  const values = statement.parameters.map(writeParameter);
  const length = values.reduce((sum, value) => sum + encodeURIComponent(value).length, 0);
  if (length > maxUrlLength) return { query: inlineParameters(statement) };
  const named = statement.parameters.map(({ value }, i) => [`p${i}`, value]);
  return { query: statement.text, query_params: Object.fromEntries(named) };
}
