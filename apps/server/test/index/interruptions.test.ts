import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import { interruptAt, type Moment, wrapWrites } from './interrupted-engines.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, followToHead, listUsers, verify } from './test-index.ts';
import { noon, openTestStore, type TestStore } from './test-store.ts';

const moments: Moment[] = ['before', 'after'];

/** More than all the statements of a scenario. */
const mostStatements = 150;

describe.each(useTestEngines())('an index on $kind that is cut short', ({ kind, makePlace }) => {
  /**
   * What the engine holds before a statement is what it holds after the one before it: each second, before and
   * after, is every state that it can be left in. On a cluster there are several times as many statements, and
   * each fourth is one of another shard.
   */
  const step = kind === 'cluster' ? 4 : 2;
  let place: TestIndexPlace;
  let engines: IndexEngines;

  beforeAll(async () => {
    place = makePlace();
    engines = await place.open();
  });

  afterAll(async () => {
    await engines.close();
    place.remove();
  });

  /** Follows until nothing reaches the engine any more, or to the head if that comes first. */
  async function followUntilInterrupted(
    house: TestStore,
    nth: number,
    moment: Moment,
  ): Promise<boolean> {
    const interrupted = interruptAt(engines, nth, moment);
    const indexer = createTestIndexer(house.store, interrupted.engines);
    indexer.start();
    const head = await house.store.headPosition();
    await expect
      .poll(
        () => {
          const { position, lastError, rebuild } = indexer.status();
          const isDone = position === head && rebuild === undefined;
          return isDone || lastError !== undefined;
        },
        { interval: 5 },
      )
      .toBe(true);
    await indexer.stop();
    return interrupted.statements() >= nth;
  }

  async function expectExact(house: TestStore, counts: Record<string, number>): Promise<void> {
    await followToHead(house.store, engines);
    expect(await countEvents(engines.dashboard, 1)).toEqual(counts);
    const { differenceCount, differences } = await verify(house.store, engines);
    expect({ differenceCount, differences }).toEqual({ differenceCount: 0, differences: [] });
  }

  /** A batch with everything in it: A's events go to B, B's to C; D is erased; E stays. */
  async function writeEverything(house: TestStore): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await house.track(1, [
        [1, 'Page'],
        [2, 'Page', { n: round }],
        [3, 'Page'],
        [4, 'Page'],
        [5, 'Page'],
      ]);
    }
    await house.merge(1, 1, 2);
    await house.track(1, [[2, 'Buy', { amount: 5 }]]);
    await house.setAttributes(1, 5, { plan: 'pro' });
    await house.merge(1, 2, 3);
    await house.erase(1, 4);
    await house.track(1, [
      [3, 'Buy'],
      [5, 'Buy'],
    ]);
  }

  test.each(moments)(
    '%s any statement of a batch goes on exactly',
    { timeout: 600_000 },
    async (moment) => {
      for (let nth = 1; nth < mostStatements; nth += step) {
        const house = await openTestStore();
        await house.addProject();
        await house.addUsers(1, [{}, {}, {}, {}, { plan: 'free' }]);
        await house.track(1, [
          [1, 'Page'],
          [2, 'Page'],
          [4, 'Page'],
        ]);
        await engines.reset();
        await followToHead(house.store, engines);
        await writeEverything(house);
        const wasInterrupted = await followUntilInterrupted(house, nth, moment);
        // More comes before the next start: the next batch is another one than the one cut short.
        await house.track(1, [
          [3, 'Later'],
          [5, 'Later'],
        ]);
        await expectExact(house, { 3: 14, 5: 5 });
        expect(await listUsers(engines.dashboard, 1)).toEqual([3, 5]);
        await house.remove();
        if (!wasInterrupted) {
          expect(nth).toBeGreaterThan(6);
          return;
        }
      }
      throw new Error('The scenario never ran to its end');
    },
  );

  test.each(moments)(
    '%s any statement of a rebuild ends with one whole index',
    { timeout: 600_000 },
    async (moment) => {
      const house = await openTestStore();
      await house.addProject();
      await house.addUsers(1, [{}, {}, {}]);
      await house.track(1, [
        [1, 'Page'],
        [2, 'Page'],
        [2, 'Page'],
      ]);
      let buys = 0;
      for (let nth = 1; nth < mostStatements; nth += step) {
        // A new time zone makes it necessary, beside the index that is there.
        await followToHead(house.store, engines);
        const [project] = await house.store.read((tx) => tx.projects());
        if (!project) throw new Error('There is no project');
        await house.setTimeZone(project, buys % 4 ? 'Asia/Tokyo' : 'Europe/Paris');
        await house.setAttributes(1, 3, { day: '2024-07-01' });
        await house.track(1, [[3, 'Buy', { day: '2024-07-01', nth }]]);
        buys += 1;
        const wasInterrupted = await followUntilInterrupted(house, nth, moment);
        await house.track(1, [[3, 'Buy', { nth }]]);
        buys += 1;
        await expectExact(house, { 1: 1, 2: 2, 3: buys });
        if (!wasInterrupted) {
          expect(nth).toBeGreaterThan(10);
          await house.remove();
          return;
        }
      }
      throw new Error('The rebuild never ran to its end');
    },
  );

  test.each(moments)(
    '%s any statement by which a project goes leaves nothing of it, and all of another',
    { timeout: 600_000 },
    async (moment) => {
      for (let nth = 1; nth < mostStatements; nth += step) {
        const house = await openTestStore();
        const { number, id, name } = await house.addProject();
        const { number: other } = await house.addProject();
        for (const project of [number, other]) await house.addUsers(project, [{}, {}, {}]);
        await house.track(number, [[1, 'Page']]);
        await engines.reset();
        await followToHead(house.store, engines);
        // Of both in one batch, before and after.
        for (const project of [other, number]) await house.track(project, [[2, 'Page']]);
        await house.merge(number, 1, 2);
        await house.track(other, [[1, 'Page']]);
        await house.store.write(async (tx) => {
          await tx.deleteProject({ number, id, name }, { at: noon, by: 'Ada' });
          await tx.appendChanges([{ type: 'deleteProject', project: number }]);
        });
        await house.track(other, [[3, 'Page']]);
        const wasInterrupted = await followUntilInterrupted(house, nth, moment);
        await house.track(other, [[1, 'Later']]);
        await followToHead(house.store, engines);
        expect(await countEvents(engines.dashboard, number)).toEqual({});
        expect(await countEvents(engines.dashboard, other)).toEqual({ 1: 2, 2: 1, 3: 1 });
        expect(await verify(house.store, engines)).toMatchObject({ differences: [] });
        await house.remove();
        if (!wasInterrupted) {
          expect(nth).toBeGreaterThan(6);
          return;
        }
      }
      throw new Error('The scenario never ran to its end');
    },
  );

  test('the same indexer goes on after a statement that failed', async () => {
    const house = await openTestStore();
    await house.addProject();
    await house.addUsers(1, [{}, {}]);
    await engines.reset();
    // One batch must be able to end between two failures.
    const flaky = failEvery(engines, kind === 'cluster' ? 10 : 3);
    const indexer = createTestIndexer(house.store, flaky);
    indexer.start();
    for (let n = 1; n <= 10; n += 1) {
      await house.track(1, [
        [1, 'Page', { n }],
        [2, 'Page', { n }],
      ]);
      indexer.notify();
      await expect
        .poll(() => indexer.status().position, { interval: 5 })
        .toBe(await house.store.headPosition());
    }
    expect(indexer.status().lastError).toBeDefined();
    await indexer.stop();
    await expectExact(house, { 1: 10, 2: 10 });
    await house.remove();
  });
});

/** Each nth writing statement of the indexer is done, and yet reported as failed. */
function failEvery(engines: IndexEngines, each: number): IndexEngines {
  let statements = 0;
  const failing = wrapWrites(engines, async (run) => {
    const result = await run();
    statements += 1;
    if (statements % each === 0) throw new Error('The answer was lost');
    return result;
  });
  return { ...failing, background: engines.background };
}
