import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import type { Indexer } from '../../src/index/indexer.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, listUsers, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

// No integer is larger than 2^53: whoever wrote this one broke the rule, and its row is not JSON.
const unwritable = 1e21;

describe.each(useTestEngines())('a row that $kind refuses', ({ makePlace }) => {
  let house: TestStore;
  let place: TestIndexPlace;
  let engines: IndexEngines;
  let indexer: Indexer;

  beforeEach(async () => {
    house = await openTestStore();
    await house.addProject();
    await house.addUsers(1, [{}, {}, {}, {}]);
    place = makePlace();
    engines = await place.open();
    indexer = createTestIndexer(house.store, engines);
    indexer.start();
    await indexer.caughtUp();
  });

  afterEach(async () => {
    await indexer.stop();
    await engines.close();
    place.remove();
    await house.remove();
  });

  async function restart(): Promise<void> {
    await indexer.stop();
    indexer = createTestIndexer(house.store, engines);
    indexer.start();
    await indexer.caughtUp();
  }

  function excludedNumbers(): number[] {
    return indexer.status().excluded.map(({ number }) => number);
  }

  test('of an event takes its user out of every audience, and nobody else', async () => {
    await house.track(1, [
      [1, 'Page', { n: 1 }],
      [2, 'Page', { n: unwritable }],
      [3, 'Page', { n: 3 }],
      [2, 'Page', { n: 2 }],
    ]);
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 3, 4]);
    expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 1, 2: 1, 3: 1 });
    expect(indexer.status().excluded).toMatchObject([{ project: 1, number: 2, position: 2 }]);
    // Later changes of hers do not bring her back: she would be without that event.
    await house.setAttributes(1, 2, { plan: 'pro' });
    await restart();
    await house.setAttributes(1, 2, { plan: 'free' });
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 3, 4]);
    expect(excludedNumbers()).toEqual([2]);
    const { differences } = await verify(house.store, engines);
    expect(differences.map(({ number, what }) => [number, what])).toEqual([
      [2, 'user missing'],
      [2, 'events differ'],
    ]);
  });

  test('of a user takes her out until the index is made anew', async () => {
    await house.setAttributes(1, 3, { n: unwritable });
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 4]);
    await indexer.rebuild();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 4]);
    expect(excludedNumbers()).toEqual([3]);
    await house.setAttributes(1, 3, { n: 5 });
    await indexer.rebuild();
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([1, 2, 3, 4]);
    expect(excludedNumbers()).toEqual([]);
    expect((await verify(house.store, engines)).differenceCount).toBe(0);
  });

  test('of somebody who becomes another user takes that one out', async () => {
    await house.track(1, [[1, 'Page', { n: unwritable }]]);
    await indexer.caughtUp();
    await house.merge(1, 1, 2);
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, 1)).toEqual([3, 4]);
    await restart();
    expect(await listUsers(engines.dashboard, 1)).toEqual([3, 4]);
    expect(excludedNumbers().sort()).toEqual([1, 2]);
  });

  test('is found among many', async () => {
    await house.track(
      1,
      Array.from({ length: 3_000 }, (_, i) => [
        1 + (i % 2),
        'Page',
        { n: i === 1_234 || i === 2_001 ? unwritable : i },
      ]),
    );
    await indexer.caughtUp();
    expect(await countEvents(engines.dashboard, 1)).toEqual({ 1: 1_499, 2: 1_499 });
    expect(await listUsers(engines.dashboard, 1)).toEqual([3, 4]);
  });
});
