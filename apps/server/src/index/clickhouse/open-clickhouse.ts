import { setTimeout as sleep } from 'node:timers/promises';
import { type IndexEngine, IndexEngineError, type IndexEngines, shardsOf } from '../engine.ts';
import { allTableNames, plain, readMark, writeFence } from '../schema.ts';
import { answerSettings, spreadSettings } from '../settings.ts';
import { type ClickhouseLane, createClickhouseLane } from './clickhouse-lane.ts';
import { type ClickhouseNode, createNode, splitDatabase } from './clickhouse-node.ts';
import { findShards } from './find-shards.ts';
import { joinShards } from './join-shards.ts';
import type { Patience } from './watch-statement.ts';

/** How long `settle` waits for what an earlier process left running. */
const settleForMs = 60_000;

/** Where the index is: `http://user:password@host:8123/database`, without a database it is `muster`. */
export interface ClickhouseLocation {
  /** Of a cluster, each server's; the first is asked. */
  urls: readonly [string, ...string[]];
  /** What the servers know it by. */
  cluster?: string | undefined;
}

type LaneName = 'indexer' | 'dashboard' | 'background';
const widths: Record<LaneName, number> = { indexer: 1, dashboard: 4, background: 2 };

/**
 * The lanes of a ClickHouse server, or of the shards of a cluster. Nothing is connected before the first
 * statement; each statement is a request of its own, so a server that comes back is used again at once. One that
 * hangs is given up (watch-statement.ts).
 */
export function openClickhouse(
  { urls, cluster: name }: ClickhouseLocation,
  patience?: Patience,
): IndexEngines {
  const places = urls.map(splitDatabase);
  const { database } = splitDatabase(urls[0]);
  const spreadDatabase = `${database}_all`;
  const databases = name === undefined ? [database] : [database, spreadDatabase];
  const nodes = places.map(({ serverUrl }) => createNode(serverUrl, databases));
  const lanes: ClickhouseLane[] = [];
  let fence: number | undefined;
  let inOrder: Promise<readonly ClickhouseNode[]> | undefined;

  /** The servers by their shards, as soon as all of them have said which they are. */
  async function findNode(shard: number): Promise<ClickhouseNode | undefined> {
    inOrder ??= name === undefined ? Promise.resolve(nodes) : findShards(nodes, name, placeClient);
    try {
      return (await inOrder)[shard];
    } catch (error) {
      inOrder = undefined;
      throw error;
    }
  }
  const placeClient = { name: 'muster-places', width: 1, database, settings: {} };

  /** Of one server; without a shard of the one that is asked for all. */
  function createLane(lane: LaneName, shard?: number): ClickhouseLane {
    const width = widths[lane];
    const isSpread = name !== undefined && shard === undefined;
    const client = {
      name: `muster-${lane}${isSpread ? '-all' : ''}`,
      width,
      database: isSpread ? spreadDatabase : database,
      settings: isSpread ? { ...answerSettings, ...spreadSettings } : answerSettings,
    };
    const created = createClickhouseLane({
      name: client.name,
      width,
      readFence: () => fence,
      ...(patience && { patience }),
      ...(shard !== undefined && { shard: { number: shard + 1, of: nodes.length } }),
      async connect() {
        // Also before the first question: a cluster that is not as it should be is not asked.
        const node = await findNode(shard ?? 0);
        const asked = shard === undefined ? nodes[0] : node;
        if (asked === undefined) throw new IndexEngineError('There is no server for that shard');
        return { client: await asked.connect(client), isRunning: asked.isRunning };
      },
    });
    lanes.push(created);
    return created;
  }

  /** A lane whose statements may write. */
  function createWriter(lane: LaneName): IndexEngine {
    if (name === undefined) return createLane(lane);
    const shards = nodes.map((_, shard) => createLane(lane, shard));
    return joinShards(createLane(lane), { name, database, spreadDatabase, shards });
  }

  const indexer = createWriter('indexer');
  const dashboard = createLane('dashboard');
  const background = createWriter('background');

  return {
    indexer,
    dashboard,
    background,

    async fence(token) {
      fence = token;
      for (const shard of shardsOf(indexer)) await fenceTables(shard, token);
    },

    // A server goes on with an insert whose client is gone: it may still be about to land.
    async settle() {
      for (const shard of shardsOf(background)) await waitUntilIdle(shard);
    },

    async reset() {
      for (const table of allTableNames) {
        await indexer.execute(plain(`DROP TABLE IF EXISTS ${table} SYNC`));
      }
    },

    async close() {
      const reason = new IndexEngineError('The index is closed');
      const closing = lanes.map(({ queue }) => queue.close(reason));
      // Closing a client ends its requests, so that nobody waits for a long answer.
      await Promise.all(nodes.map((node) => node.close()));
      await Promise.all(closing);
    },
  };
}

async function fenceTables(engine: IndexEngine, token: number): Promise<void> {
  const found = await engine.query<{ name: string; comment: string }>(
    plain('SELECT name, comment FROM system.tables WHERE database = currentDatabase()'),
  );
  for (const { name, comment } of found) {
    if (!allTableNames.includes(name) || readMark(comment) === undefined) continue;
    await engine.execute(
      plain(`ALTER TABLE ${name} DROP CONSTRAINT IF EXISTS fence, ADD ${writeFence(token)}`),
    );
  }
}

/**
 * Until no statement of an indexer runs in the database, ours or not. On a shard no deletion either: what moves
 * from one to another is copied again as long as it is not deleted (move-events.ts).
 */
async function waitUntilIdle(engine: IndexEngine): Promise<void> {
  const running =
    "SELECT count() AS n FROM system.processes WHERE query_id LIKE 'muster-indexer-%'" +
    ' AND current_database = currentDatabase()';
  const changing =
    'SELECT count() AS n FROM system.mutations WHERE database = currentDatabase() AND NOT is_done';
  const texts = engine.shard === undefined ? [running] : [running, changing];
  for (let waitedMs = 0; ; waitedMs += 100) {
    const found = await Promise.all(texts.map((text) => engine.query<{ n: string }>(plain(text))));
    if (found.every(([row]) => row?.n === '0')) return;
    if (waitedMs >= settleForMs) {
      throw new IndexEngineError('A statement of an earlier indexer is still running');
    }
    await sleep(100);
  }
}
