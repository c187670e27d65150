import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClickhouseLocation } from '../../src/index/clickhouse/open-clickhouse.ts';
import { type IndexEngines, shardsOf } from '../../src/index/engine.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { plain } from '../../src/index/schema.ts';
import { type ClickhouseCluster, startClickhouseCluster } from '../clickhouse-server.ts';
import { interruptAt } from './interrupted-engines.ts';
import { countEvents, createTestIndexer, followToHead, listUsers, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

let cluster: ClickhouseCluster;
let location: ClickhouseLocation;
let engines: IndexEngines;
let house: TestStore;

beforeAll(async () => {
  cluster = await startClickhouseCluster();
  location = cluster.location();
  engines = await open(location);
  house = await openTestStore();
});

afterAll(async () => {
  await engines?.close();
  await house?.remove();
  await cluster?.stop();
});

const open = (clickhouse: ClickhouseLocation) =>
  openIndexEngines({ directory: '/nonexistent', clickhouse });

/** Numbers of the events' users on each shard. */
async function listByShard(): Promise<number[][]> {
  const text = 'SELECT DISTINCT number FROM events WHERE project = 1 ORDER BY number';
  const rows = await Promise.all(
    shardsOf(engines.indexer).map((shard) => shard.query<{ number: number }>(plain(text))),
  );
  return rows.map((ofShard) => ofShard.map(({ number }) => number));
}

async function expectExact(counts: Record<string, number>): Promise<void> {
  await followToHead(house.store, engines);
  expect(await countEvents(engines.dashboard, 1)).toEqual(counts);
  expect(await verify(house.store, engines)).toMatchObject({ differenceCount: 0 });
}

describe('An index on three shards', () => {
  test('has every user and her events on one of them', async () => {
    await house.addProject();
    await house.addUsers(1, [{}, {}, {}, {}, {}, {}]);
    await house.track(
      1,
      [1, 2, 3, 4, 5, 6].flatMap((number) => [
        [number, 'Page'] as [number, string],
        [number, 'Buy'] as [number, string],
      ]),
    );
    await expectExact({ 1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2 });
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await listByShard()).toEqual([
      [3, 6],
      [1, 4],
      [2, 5],
    ]);
  });

  test('moves events between them, each once, wherever it is cut short', async () => {
    const counts: Record<string, number> = { 1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2 };
    let isCut = true;
    // One to another shard, with an event of the same batch; one along, from shard to shard.
    // After a statement is as good as before the next; every second one, since each round costs a second.
    for (let nth = 1; isCut; nth += 2) {
      const [visitor = 0, other = 0] = await house.addUsers(1, [{}, {}]);
      await house.track(1, [[visitor, 'Early']]);
      await followToHead(house.store, engines);
      await house.track(1, [
        [visitor, 'Late'],
        [other, 'Late'],
      ]);
      await house.merge(1, visitor, 1);
      await house.merge(1, other, 2);
      counts[1] = (counts[1] ?? 0) + 2;
      counts[2] = (counts[2] ?? 0) + 1;
      const interrupted = interruptAt(engines, nth, 'after');
      const indexer = createTestIndexer(house.store, interrupted.engines);
      indexer.start();
      const head = await house.store.headPosition();
      const isOver = () => {
        const { position, lastError } = indexer.status();
        return position === head || lastError !== undefined;
      };
      await expect.poll(isOver, { interval: 5 }).toBe(true);
      isCut = indexer.status().lastError !== undefined;
      await indexer.stop();
      await expectExact(counts);
    }
  });

  test('answers nothing when one of them is away, and all when it is back', async () => {
    const [, second] = cluster.servers;
    await second?.kill();
    await expect(countEvents(engines.dashboard, 1)).rejects.toThrow();
    await second?.start();
    await expect
      .poll(() => countEvents(engines.dashboard, 1).catch(() => ({})))
      .toHaveProperty('2');
    await expectExact(await countEvents(engines.dashboard, 1));
  });
});

test.each([
  ['knows no cluster "other"', { cluster: 'other' }],
  ['has 3 shards, but CLICKHOUSE_URL names 2 servers', { take: [0, 1] }],
  [
    'must each be another shard of "shards"; by their own word they are: 1, 1, 3',
    { take: [0, 0, 2] },
  ],
])('A cluster that is not as it is said to be is refused: %s', async (reason, wrong) => {
  const { urls, cluster: name } = cluster.location();
  const { take = [0, 1, 2], cluster: said = name } = wrong as { take?: number[]; cluster?: string };
  const [first = '', ...others] = take.map((at) => urls[at] ?? '');
  const refused = await open({ urls: [first, ...others], cluster: said });
  await expect(refused.dashboard.query(plain('SELECT 1'))).rejects.toThrow(reason);
  await refused.close();
});
