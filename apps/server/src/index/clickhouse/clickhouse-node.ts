import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { IndexEngineError, toIndexEngineError } from '../engine.ts';

/** Longest that a statement of the indexer may take to answer, e.g. a mutation of all events. */
const requestTimeoutMs = 600_000;

/** One ClickHouse server. Nothing is connected before the first statement. */
export interface ClickhouseNode {
  /** A client of its own for a lane, once the databases are there. */
  connect(lane: LaneClient): Promise<ClickHouseClient>;
  close(): Promise<void>;
}

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

  return {
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
        // Errors are told by whoever asked.
        log: { level: ClickHouseLogLevel.OFF },
        clickhouse_settings: toClientSettings(settings),
      });
      clients.set(name, client);
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
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
  const client: ClickHouseClient = createClient({ url: serverUrl, database: 'default' });
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
