import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import type { Indexer } from '../../src/index/indexer.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

const [chdb] = useTestEngines();

describe.each(chdb ? [chdb] : [])('a change of the log that cannot be read', ({ makePlace }) => {
  let house: TestStore;
  let place: TestIndexPlace;
  let engines: IndexEngines;
  let indexer: Indexer;

  beforeEach(async () => {
    house = await openTestStore();
    await house.addProject();
    await house.addUsers(1, [{}, {}]);
    place = makePlace();
    engines = await place.open();
    indexer = createTestIndexer(house.store, engines);
  });

  afterEach(async () => {
    await indexer.stop();
    await engines.close();
    place.remove();
    await house.remove();
  });

  const damageLastChange = (set: string) =>
    house.damage(`update changes set ${set} where position = (select max(position) from changes)`);

  test.each([
    ["body = '[[1,'"],
    ["body = ''"],
    ["body = '{}'"],
    ["body = '[null]'"],
    [`body = '[[1,"api","Page",0,"m"]]'`],
    ["type = 'invented later'"],
    ["type = 'merge', body = '[1]'"],
  ])(
    'is no end: the index is made from the store, which has what it was about: %s',
    async (set) => {
      indexer.start();
      await indexer.caughtUp();
      await indexer.stop();
      await house.track(1, [[1, 'Page', { n: 1 }]]);
      await damageLastChange(set);
      await house.track(1, [[2, 'Page', { n: 2 }]]);
      indexer = createTestIndexer(house.store, engines);
      indexer.start();
      await indexer.caughtUp();
      expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 1, 2: 1 });
      expect((await verify(house.store, engines)).differences).toEqual([]);
      expect(indexer.status()).toMatchObject({
        state: 'following',
        unreadableChanges: 1,
        lastError: { message: 'Change 2 of the log cannot be read' },
      });
      // The log goes on from there.
      await house.track(1, [[1, 'Page', { n: 3 }]]);
      await indexer.caughtUp();
      expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 2, 2: 1 });
      expect(indexer.status().unreadableChanges).toBe(1);
    },
  );
});
