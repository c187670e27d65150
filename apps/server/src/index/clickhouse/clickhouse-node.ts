import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { IndexEngineError, toIndexEngineError } from '../engine.ts';

/** Longest that nothing may come of a stream that is read. Statements are watched (watch-statement.ts). */
const requestTimeoutMs = 600_000;

/** How long what is asked before the first statement may take: looks into tables of the system. */
export const askTimeoutMs = 10_000;

/** One ClickHouse server. Nothing is connected before the first statement. */
export interface ClickhouseNode {
  /** A client of its own for a lane, once the databases are there. */
  connect(lane: LaneClient): Promise<ClickHouseClient>;
  /** Whether the server runs the statement of that id now. Rejects when it cannot be asked. */
  isRunning(queryId: string, signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** Errors are told by whoever asked. */
const silent = { level: ClickHouseLogLevel.OFF };

/** What a lane's client is made with; the same name is the same client. */
export interface LaneClient {
  name: string;
  width: number;
  database: string;
  settings: Readonly<Record<string, number | string>>;
}

/** @param databases are created when they are not there. */
export function createNode(serverUrl: string, databases: readonly string[]): ClickhouseNode {
  const clients = new Map<string, ClickHouseClient>();
  let ready: Promise<void> | undefined;
  let asking: ClickHouseClient | undefined;

  return {
    async isRunning(queryId, signal) {
      asking ??= createClient({ url: serverUrl, database: 'default', log: silent });
      const result = await asking.query({
        query: 'SELECT count() AS n FROM system.processes WHERE query_id = {queryId:String}',
        query_params: { queryId },
        format: 'JSONEachRow',
        abort_signal: signal,
      });
      const [row] = await result.json<{ n: string }>();
      return Number(row?.n) > 0;
    },

    async connect({ name, width, database, settings }) {
      ready ??= createDatabases(serverUrl, databases);
      try {
        await ready;
      } catch (error) {
        ready = undefined;
        throw error;
      }
      const known = clients.get(name);
      if (known !== undefined) return known;
      const client = createClient({
        url: serverUrl,
        database,
        max_open_connections: width,
        request_timeout: requestTimeoutMs,
        application: 'muster',
        log: silent,
        clickhouse_settings: toClientSettings(settings),
      });
      clients.set(name, client);
      return client;
    },
    async close() {
      await Promise.all([...clients.values(), asking].map((client) => client?.close()));
    },
  };
}

/** The client would take the path as the database too, but could not create it then. */
export function splitDatabase(url: string): { database: string; serverUrl: string } {
  const parsed = new URL(url);
  const database = decodeURIComponent(parsed.pathname.replace(/^\//, '')) || 'muster';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw new IndexEngineError(`"${database}" cannot be the name of the index's database`);
  }
  parsed.pathname = '/';
  return { database, serverUrl: parsed.href };
}

/** Settings travel as text; the client's type of each is narrower than what it takes. */
function toClientSettings(settings: LaneClient['settings']): ClickHouseSettings {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, `${value}`]));
}

/** Creates those that are not there: a user who may not create one can then still use it. */
async function createDatabases(serverUrl: string, databases: readonly string[]): Promise<void> {
  const client: ClickHouseClient = createClient({
    url: serverUrl,
    database: 'default',
    request_timeout: askTimeoutMs,
    log: silent,
  });
  try {
    for (const database of databases) {
      const query = `SELECT count() AS n FROM system.databases WHERE name = '${database}'`;
      const found = await client.query({ query, format: 'JSONEachRow' });
      const [row] = await found.json<{ n: string }>();
      if (Number(row?.n) > 0) continue;
      await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic` });
    }
  } catch (error) {
    throw toIndexEngineError(error);
  } finally {
    await client.close();
  }
}
