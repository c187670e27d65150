import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openClickhouse } from '../../src/index/clickhouse/open-clickhouse.ts';
import { type IndexEngines, IndexSilentError } from '../../src/index/engine.ts';
import { plain } from '../../src/index/schema.ts';
import { type SwallowingProxy, startSwallowingProxy } from '../swallowing-proxy.ts';
import { useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

const [clickhouse] = useTestEngines(['clickhouse']);

let proxy: SwallowingProxy;
let engines: IndexEngines;
let house: TestStore;

beforeEach(async () => {
  const url = clickhouse?.makePlace().clickhouse?.urls[0];
  if (url === undefined) throw new Error('There is no ClickHouse.');
  proxy = await startSwallowingProxy(Number(new URL(url).port));
  const patience = { lookEveryMs: 300, answerWithinMs: 1_000 };
  engines = openClickhouse({ urls: [proxy.url(url)] }, patience);
  house = await openTestStore();
});
afterEach(async () => {
  await engines.close();
  await proxy.close();
  await house.remove();
});

describe('A ClickHouse server', () => {
  test('that is at work for long is waited for', async () => {
    await engines.indexer.execute(plain('CREATE TABLE slow (n UInt32) ENGINE = Memory'));
    await engines.indexer.execute(
      plain(
        'INSERT INTO slow SELECT sleepEachRow(0.5) + number FROM numbers(6) SETTINGS max_block_size = 1',
      ),
    );
    expect(await engines.dashboard.query(plain('SELECT count() AS n FROM slow'))).toEqual([
      { n: '6' },
    ]);
  });

  test.each(['both', 'answers'] as const)('that says nothing is given up (%s)', async (what) => {
    await engines.indexer.execute(plain('CREATE TABLE some (n UInt32) ENGINE = Memory'));
    proxy.swallow(what);
    const asked = [
      engines.indexer.insert('some', Buffer.from('{"n":1}\n')),
      engines.background.execute(plain('TRUNCATE TABLE some')),
      engines.dashboard.query(plain('SELECT n FROM some')),
    ];
    for (const { reason } of (await Promise.allSettled(asked)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(IndexSilentError);
    }
    // Another connection is as good as before.
    proxy.pass();
    await engines.settle();
    expect(await engines.dashboard.query(plain('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('whose answers are lost has each event once, and meanwhile is said to be failing', async () => {
    const { number } = await house.addProject();
    const [ada = 0] = await house.addUsers(number, [{ plan: 'pro' }]);
    await house.track(number, [[ada, 'first']]);
    const indexer = createTestIndexer(house.store, engines);
    indexer.start();
    await indexer.caughtUp();

    proxy.swallow('answers');
    await house.track(number, [[ada, 'second']]);
    indexer.notify();
    await expect.poll(() => indexer.status().state).toBe('failing');
    expect(proxy.lost()).toBeGreaterThan(0);
    expect(indexer.status().lastError?.message).toBe('The ClickHouse server does not answer');
    await expect(indexer.caughtUp()).rejects.toThrow('1 changes behind');

    proxy.pass();
    await expect.poll(() => indexer.status().state).toBe('following');
    await indexer.caughtUp();
    expect(await countEvents(engines.dashboard, number)).toEqual({ [ada]: 2 });
    expect(await verify(house.store, engines)).toMatchObject({ differenceCount: 0 });
    await indexer.stop();
  });
});
