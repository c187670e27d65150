import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type IndexEngine, type IndexEngines, shardsOf } from '../../src/index/engine.ts';
import { IndexUnavailable } from '../../src/index/indexer.ts';
import { plain } from '../../src/index/schema.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, followToHead, listUsers, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

describe.each(useTestEngines())('an index on $kind is made anew', ({ kind, makePlace, server }) => {
  let house: TestStore;
  let place: TestIndexPlace;
  let engines: IndexEngines;

  beforeEach(async () => {
    house = await openTestStore();
    await house.addProject();
    await house.addUsers(1, [{ plan: 'pro' }, { plan: 'free' }, {}]);
    await house.track(1, [
      [1, 'Page', { n: 1 }],
      [2, 'Page', { n: 2 }],
      [2, 'Page', { n: 2 }],
    ]);
    place = makePlace();
    engines = await place.open();
    await followToHead(house.store, engines);
  });

  afterEach(async () => {
    await engines.close();
    place.remove();
    await house.remove();
  });

  async function expectWhole(): Promise<void> {
    const { differenceCount, differences } = await verify(house.store, engines);
    expect({ differenceCount, differences }).toEqual({ differenceCount: 0, differences: [] });
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 3]);
    expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 1, 2: 2 });
  }

  /** Who has tables; of a cluster the first server. */
  function findFirst(): IndexEngine {
    return shardsOf(engines.indexer)[0] ?? engines.indexer;
  }

  /** The generation of the tables that answer. */
  async function findGeneration(): Promise<string | undefined> {
    const [row] = await findFirst().query<{ comment: string }>(
      plain(
        "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'users'",
      ),
    );
    return /generation (\d+)/.exec(row?.comment ?? '')?.[1];
  }

  test('not at all when nothing is wrong with it', async () => {
    await followToHead(house.store, engines);
    expect(await findGeneration()).toBe('1');
    await expectWhole();
  });

  test('when it is gone', async () => {
    if (place.directory) {
      await engines.close();
      rmSync(place.directory, { recursive: true });
      engines = await place.open();
    } else {
      for (const table of ['users', 'events', 'position', 'excluded']) {
        await engines.indexer.execute(plain(`DROP TABLE ${table} SYNC`));
      }
    }
    await followToHead(house.store, engines);
    await expectWhole();
  });

  test.each(['users', 'events', 'position', 'excluded'])('when %s is missing', async (table) => {
    await engines.indexer.execute(plain(`DROP TABLE ${table} SYNC`));
    await followToHead(house.store, engines);
    await expectWhole();
  });

  test('when its layout is of another version', async () => {
    await engines.indexer.execute(
      plain("ALTER TABLE events MODIFY COMMENT 'Muster index, layout 0123456789ab, generation 1'"),
    );
    await engines.indexer.execute(plain('ALTER TABLE events DROP COLUMN properties'));
    await followToHead(house.store, engines);
    await expectWhole();
  });

  test('when the change log no longer goes back to it', async () => {
    await house.track(1, [[3, 'Later']]);
    await house.erase(1, 3);
    await house.addUsers(1, [{}]);
    await house.store.write(async (tx) => tx.pruneChanges(await tx.headPosition()));
    await followToHead(house.store, engines);
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 4]);
    expect((await verify(house.store, engines)).differenceCount).toBe(0);
  });

  test('when it is of a later store than this one, e.g. a restored copy', async () => {
    const older = await openTestStore();
    await older.addProject();
    await older.addUsers(1, [{ only: 'here' }]);
    await followToHead(older.store, engines);
    expect(await listUsers(engines.dashboard, 1)).toEqual([1]);
    expect((await verify(older.store, engines)).differenceCount).toBe(0);
    await older.remove();
  });

  test('on demand, equal to the one that followed, while more comes in', async () => {
    let written = 0;
    let confirmed = 0;
    const atTakeOver: [confirmed: number, held: number][] = [];
    const watched: IndexEngines = {
      ...engines,
      background: {
        ...engines.background,
        // Something has to come in between the snapshot and the end of the rebuild.
        async insert(table, rows) {
          await engines.background.insert(table, rows);
          const enough = written + 3;
          if (table === 'users_new') await expect.poll(() => confirmed).toBeGreaterThan(enough);
        },
      },
      indexer: {
        ...engines.indexer,
        async execute(statement) {
          const before = confirmed;
          await engines.indexer.execute(statement);
          if (!statement.text.includes('EXCHANGE TABLES events')) return;
          const counts = await countEvents(engines.dashboard, 1);
          atTakeOver.push([before, counts[3] ?? 0]);
        },
      },
    };
    const indexer = createTestIndexer(house.store, watched);
    indexer.start();
    await indexer.caughtUp();
    // A row that nobody knows of: the rebuild must not keep it.
    await engines.background.insert(
      'users',
      Buffer.from('{"project":1,"number":99,"rev":1,"deleted":0}\n'),
    );
    let isDone = false;
    const progress: number[] = [];
    const rebuilding = indexer
      .rebuild(({ users, events }) => progress.push(users + events))
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      await house.track(1, [[3, 'Meanwhile']]);
      written += 1;
      await indexer.caughtUp();
      confirmed = written;
      expect((await countEvents(engines.dashboard, 1))[3]).toBeGreaterThanOrEqual(confirmed);
    }
    await rebuilding;
    // Who was told that the index is current gets no older answer after the new tables took over.
    if (kind !== 'cluster') expect(atTakeOver).toHaveLength(1);
    for (const [before, held] of atTakeOver) expect(held).toBeGreaterThanOrEqual(before);
    expect(progress.at(-1)).toBeGreaterThanOrEqual(6);
    expect(await findGeneration()).toBe('2');
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 3]);
    expect((await verify(house.store, engines)).differenceCount).toBe(0);
    await indexer.stop();
  });

  test('and the same by two who ask at once', async () => {
    const indexer = createTestIndexer(house.store, engines);
    indexer.start();
    await Promise.all([indexer.rebuild(), indexer.rebuild()]);
    await indexer.caughtUp();
    await expectWhole();
    await indexer.stop();
    await expect(indexer.rebuild()).rejects.toBeInstanceOf(IndexUnavailable);
  });

  test('but never over the tables of somebody else', async () => {
    if (kind === 'chdb') {
      await engines.reset();
    } else {
      place = makePlace();
      await engines.close();
      engines = await place.open();
    }
    await engines.indexer.execute(
      plain("CREATE TABLE users (n Int8) ENGINE = MergeTree ORDER BY n COMMENT 'Our customers'"),
    );
    await engines.indexer.insert('users', Buffer.from('{"n":7}\n'));
    const indexer = createTestIndexer(house.store, engines);
    indexer.start();
    await expect(indexer.caughtUp()).rejects.toThrow("not Muster's");
    await indexer.stop();
    expect(await findFirst().query(plain('SELECT n FROM users'))).toEqual([{ n: 7 }]);
  });

  if (kind === 'chdb') {
    test('when a file of it is damaged', async () => {
      await engines.close();
      const files = readdirSync(place.directory ?? '', { recursive: true, withFileTypes: true });
      const data = files.filter(({ name }) => name === 'data.bin');
      expect(data.length).toBeGreaterThan(0);
      for (const { parentPath, name } of data) truncateSync(join(parentPath, name), 10);
      engines = await place.open();
      await followToHead(house.store, engines);
      await expectWhole();
    });
  }

  if (kind === 'clickhouse') {
    test('or goes on when a lost server is back', async () => {
      const indexer = createTestIndexer(house.store, engines);
      indexer.start();
      await indexer.caughtUp();
      await server().kill();
      await house.track(1, [[1, 'Lost']]);
      await expect(indexer.caughtUp()).rejects.toBeInstanceOf(IndexUnavailable);
      expect(indexer.status().state).toBe('failing');
      await server().start();
      await expect.poll(() => indexer.status().state).toBe('following');
      await indexer.caughtUp();
      expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 2, 2: 2 });
      expect(await findGeneration()).toBe('1');
      await indexer.stop();
    });
  }
});
