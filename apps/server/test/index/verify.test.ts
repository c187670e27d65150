import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import { plain } from '../../src/index/schema.ts';
import { verifyIndex } from '../../src/index/verify.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { createTestIndexer, followToHead, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

describe.each(useTestEngines())('comparing an index on $kind with its store', ({ makePlace }) => {
  let house: TestStore;
  let place: TestIndexPlace;
  let engines: IndexEngines;

  beforeAll(async () => {
    house = await openTestStore();
    await house.addProject();
    await house.addProject();
    const users = Array.from({ length: 50 }, (_, n) => ({ plan: n % 2 ? 'pro' : 'free', n }));
    await house.addUsers(1, users);
    await house.addUsers(2, users.slice(0, 5));
    for (const project of [1, 2]) {
      await house.track(project, [
        [1, 'Page', { n: 1, text: 'x' }],
        [2, 'Page', { n: 2 }],
        [2, 'Page', { n: 2 }],
        [3, 'Buy', { amount: 9.5, list: ['a', 'b'] }],
      ]);
    }
    place = makePlace();
    engines = await place.open();
  });

  afterAll(async () => {
    await engines.close();
    place.remove();
    await house.remove();
  });

  beforeEach(async () => {
    await engines.reset();
    await followToHead(house.store, engines);
  });

  test('finds nothing when they are equal, and says what it compared', async () => {
    expect(await verify(house.store, engines)).toEqual({
      usersCompared: 55,
      eventsCompared: 8,
      differenceCount: 0,
      differences: [],
    });
  });

  const where = 'project = 1 AND number = 2';
  const copyUser = (columns: string) =>
    `INSERT INTO users SELECT * REPLACE (${columns}) FROM users FINAL WHERE ${where}`;
  const seeded = [
    ['a removed user', `DELETE FROM users WHERE ${where}`, 'user missing', 2],
    ['a user marked as gone', copyUser('1 AS deleted, rev + 1 AS rev'), 'user missing', 2],
    [
      'an invented user',
      'INSERT INTO users (project, number, rev) VALUES (1, 77, 1)',
      'user extra',
      77,
    ],
    ['another name', copyUser("'Eve' AS name, rev + 1 AS rev"), 'user differs', 2],
    ['a lost name', copyUser('NULL AS name, rev + 1 AS rev'), 'user differs', 2],
    [
      'another instant',
      copyUser('first_seen + 1 AS first_seen, rev + 1 AS rev'),
      'user differs',
      2,
    ],
    ['one tag more', copyUser("['s:vip'] AS tags, rev + 1 AS rev"), 'user differs', 2],
    [
      'another attribute',
      copyUser(`'{"plan":"pro","n":1.5}' AS attributes, rev + 1 AS rev`),
      'user differs',
      2,
    ],
    ['a removed event', 'DELETE FROM events WHERE project = 1 AND number = 3', 'events differ', 3],
    [
      'a duplicated event',
      'INSERT INTO events SELECT * FROM events WHERE project = 1 AND number = 3',
      'events differ',
      3,
    ],
    [
      'an event of somebody else',
      `ALTER TABLE events UPDATE number = 4 WHERE project = 1 AND number = 3`,
      'events differ',
      3,
    ],
    [
      'another property',
      `INSERT INTO events SELECT * REPLACE ('{"n":2.5}' AS properties) FROM events WHERE ${where} LIMIT 1;
       ALTER TABLE events DELETE WHERE ${where} AND properties.n.:Float64 = 2`,
      'events differ',
      2,
    ],
    [
      'another time',
      'INSERT INTO events SELECT * REPLACE (timestamp + 1 AS timestamp) FROM events WHERE project = 1 AND number = 3;' +
        'ALTER TABLE events DELETE WHERE project = 1 AND number = 3 AND timestamp % 2 = (SELECT min(timestamp) % 2 FROM events WHERE project = 1 AND number = 3) SETTINGS mutations_sync = 1',
      'events differ',
      3,
    ],
  ] as const;

  test.each(seeded)('finds %s', async (_, statements, what, number) => {
    for (const statement of statements.split(';')) await engines.indexer.execute(plain(statement));
    const { differences } = await verify(house.store, engines);
    expect(differences[0]).toMatchObject({ project: 1, what, number });
  });

  test('finds a number that is kept as one that no condition looks at', async () => {
    await engines.indexer.execute(
      plain(
        `INSERT INTO users SELECT * REPLACE ('{"plan":"pro","n":1}' AS attributes, rev + 1 AS rev)
          FROM users FINAL WHERE ${where}`,
      ),
    );
    expect((await verify(house.store, engines)).differences).toEqual([
      { project: 1, number: 2, what: 'user differs', detail: 'attributes' },
      { project: 0, number: 0, what: 'type differs', detail: 'users.attributes.n is Int64' },
    ]);
  });

  test('names the first 20 and counts all, without anybody’s data', async () => {
    await engines.indexer.execute(plain('DELETE FROM users WHERE project = 1 AND number > 10'));
    const report = await verify(house.store, engines);
    expect(report.differenceCount).toBe(40);
    expect(report.differences).toHaveLength(20);
    expect(report.differences[0]).toEqual({
      project: 1,
      number: 11,
      what: 'user missing',
      detail: 'is not in the index',
    });
  });

  test('takes nothing for a difference that only has not arrived yet', async () => {
    const indexer = createTestIndexer(house.store, engines, { lingerMs: 30 });
    indexer.start();
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; isWriting; n += 1) {
        await house.setAttributes(2, 1 + (n % 5), { n });
        await house.track(2, [[1 + (n % 5), 'Step', { n }]]);
        await new Promise(setImmediate);
      }
    })();
    const report = await verifyIndex({
      store: house.store,
      engine: engines.background,
      caughtUp: () => indexer.caughtUp(),
    });
    isWriting = false;
    await writing;
    await indexer.stop();
    expect(report.differences).toEqual([]);
  });
});
