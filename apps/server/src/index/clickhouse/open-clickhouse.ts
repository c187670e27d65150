import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { IndexEngineError, type IndexEngines, toIndexEngineError } from '../engine.ts';
import { allTableNames, plain, readMark, writeFence } from '../schema.ts';
import { answerSettings } from '../settings.ts';
import { createClickhouseLane } from './clickhouse-lane.ts';

/** Longest that a statement of the indexer may take to answer, e.g. a mutation of all events. */
const requestTimeoutMs = 600_000;

/** How long `settle` waits for what an earlier process left running. */
const settleForMs = 60_000;

/**
 * The lanes of a ClickHouse server. Nothing is connected before the first statement; each statement
 * is a request of its own, so a server that comes back is used again at once.
 *
 * @param url `http://user:password@host:8123/database`; without a database it is `muster`, which is
 * created when it is not there.
 */
export function openClickhouse(url: string): IndexEngines {
  const { database, serverUrl } = splitDatabase(url);
  let ready: Promise<void> | undefined;
  let fence: number | undefined;

  function createLane(name: 'indexer' | 'dashboard' | 'background', width: number) {
    const client = createClient({
      url: serverUrl,
      database,
      max_open_connections: width,
      request_timeout: requestTimeoutMs,
      application: 'muster',
      // Errors are told by whoever asked.
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: toClientSettings(answerSettings),
    });
    const connect = async () => {
      ready ??= createDatabase(serverUrl, database);
      try {
        await ready;
      } catch (error) {
        ready = undefined;
        throw error;
      }
      return client;
    };
    const lane = createClickhouseLane({
      name: `muster-${name}`,
      width,
      readFence: () => fence,
      connect,
    });
    return { lane, client };
  }

  const indexer = createLane('indexer', 1);
  const dashboard = createLane('dashboard', 4);
  const background = createLane('background', 2);
  const all = [indexer, dashboard, background];

  /** Statements of the indexer lane in this database that the server has not ended, ours or not. */
  async function countRunning(): Promise<number> {
    const [row] = await background.lane.query<{ n: string }>({
      text:
        "SELECT count() AS n FROM system.processes WHERE query_id LIKE 'muster-indexer-%'" +
        ' AND current_database = currentDatabase()',
      parameters: [],
    });
    return Number(row?.n);
  }

  return {
    indexer: indexer.lane,
    dashboard: dashboard.lane,
    background: background.lane,

    async fence(token) {
      fence = token;
      const found = await indexer.lane.query<{ name: string; comment: string }>(
        plain('SELECT name, comment FROM system.tables WHERE database = currentDatabase()'),
      );
      for (const { name, comment } of found) {
        if (!allTableNames.includes(name) || readMark(comment) === undefined) continue;
        await indexer.lane.execute(
          plain(`ALTER TABLE ${name} DROP CONSTRAINT IF EXISTS fence, ADD ${writeFence(token)}`),
        );
      }
    },

    // The server goes on with an insert whose client is gone: it may still be about to land.
    settle: () =>
      indexer.lane.queue.run(async () => {
        for (let waitedMs = 0; (await countRunning()) > 0; waitedMs += 100) {
          if (waitedMs >= settleForMs) {
            throw new IndexEngineError('A statement of an earlier indexer is still running');
          }
          await sleep(100);
        }
      }),

    async reset() {
      for (const table of ['users', 'events', 'users_new', 'events_new', 'position', 'excluded']) {
        await indexer.lane.execute({ text: `DROP TABLE IF EXISTS ${table} SYNC`, parameters: [] });
      }
    },

    async close() {
      const reason = new IndexEngineError('The index is closed');
      const closing = all.map(({ lane }) => lane.queue.close(reason));
      // Closing a client ends its requests, so that nobody waits for a long answer.
      await Promise.all(all.map(({ client }) => client.close()));
      await Promise.all(closing);
    },
  };
}

/** Settings travel as text; the client's type of each is narrower than what it takes. */
function toClientSettings(settings: Readonly<Record<string, number>>): ClickHouseSettings {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, `${value}`]));
}

/** The client would take the path as the database too, but could not create it then. */
function splitDatabase(url: string): { database: string; serverUrl: string } {
  const parsed = new URL(url);
  const database = decodeURIComponent(parsed.pathname.replace(/^\//, '')) || 'muster';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw new IndexEngineError(`"${database}" cannot be the name of the index's database`);
  }
  parsed.pathname = '/';
  return { database, serverUrl: parsed.href };
}

/** Creates the database, unless it is there: a user who may not create one can then still use it. */
async function createDatabase(serverUrl: string, database: string): Promise<void> {
  const client: ClickHouseClient = createClient({ url: serverUrl, database: 'default' });
  try {
    const query = `SELECT count() AS n FROM system.databases WHERE name = '${database}'`;
    const found = await (await client.query({ query, format: 'JSONEachRow' })).json<{
      n: string;
    }>();
    if (Number(found[0]?.n) > 0) return;
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic` });
  } catch (error) {
    throw toIndexEngineError(error);
  } finally {
    await client.close();
  }
}
