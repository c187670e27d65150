import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import { type Indexer, IndexUnavailable } from '../../src/index/indexer.ts';
import { plain } from '../../src/index/schema.ts';
import type { Project } from '../../src/store/store.ts';
import { type TestIndexPlace, useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, listUsers, verify } from './test-index.ts';
import { openTestStore, type TestStore } from './test-store.ts';

describe.each(useTestEngines())('the indexer on $kind', ({ makePlace }) => {
  let house: TestStore;
  let project: Project;
  let place: TestIndexPlace;
  let engines: IndexEngines;
  let indexer: Indexer;

  beforeAll(async () => {
    place = makePlace();
    engines = await place.open();
  });

  afterAll(async () => {
    await engines.close();
    place.remove();
  });

  beforeEach(async () => {
    house = await openTestStore();
    project = await house.addProject();
    await engines.reset();
    indexer = createTestIndexer(house.store, engines);
    indexer.start();
  });

  afterEach(async () => {
    await indexer.stop();
    await house.remove();
  });

  const noDifference = { differenceCount: 0, differences: [] };

  test('users and events arrive, with every kind of value', async () => {
    const { number } = project;
    const [one = 0, two = 0] = await house.addUsers(number, [
      { plan: 'pro', seats: 5, ratio: 0.1, active: true, list: ['a', 1, false], 'a.b%c': 'x' },
      { since: '2024-02-29', tiny: 5e-324, whole: -(2 ** 53), empty: '', none: [] },
    ]);
    await house.track(number, [
      [one, 'Buy', { amount: 5, 'at time': '2024-03-31T02:30', '': 'refused elsewhere' }],
      [one, 'Buy', { amount: 5.5 }],
      [two, "it's \\ \0 \n\t İ", { list: ['x', 'x'] }],
    ]);
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, number)).toEqual([one, two]);
    expect(await countEvents(engines.dashboard, number)).toEqual({ [one]: 2, [two]: 1 });
    expect(await verify(house.store, engines)).toMatchObject({
      ...noDifference,
      usersCompared: 2,
      eventsCompared: 3,
    });
  });

  test('takes nothing over that a power cut could take from the store', async () => {
    const { number } = project;
    await indexer.caughtUp();
    await indexer.stop();
    const waiting: (() => void)[] = [];
    let isOpen = false;
    const settle = () =>
      isOpen ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve));
    indexer = createTestIndexer({ ...house.store, settle }, engines);
    const [user = 0] = await house.addUsers(number, [{ plan: 'pro' }]);
    await house.track(number, [[user, 'Buy', {}]]);
    indexer.start();
    const reached = indexer.caughtUp();
    while (waiting.length === 0) await new Promise(setImmediate);
    const before = await listUsers(engines.dashboard, number);
    const eventsBefore = await countEvents(engines.dashboard, number);
    isOpen = true;
    for (const open of waiting) open();
    await reached;
    expect(before).toEqual([]);
    expect(eventsBefore).toEqual({});
    expect(await listUsers(engines.dashboard, number)).toEqual([user]);
  });

  test('the barrier lets nobody pass before the index has what was written', async () => {
    const { number } = project;
    const [user = 0] = await house.addUsers(number, [{ n: 0 }]);
    for (let n = 1; n <= 20; n += 1) {
      await house.setAttributes(number, user, { n });
      await house.track(number, [[user, 'Step', { n }]]);
      await indexer.caughtUp();
      const [row] = await engines.dashboard.query<{ n: number; events: string }>(
        plain(
          `SELECT attributes.n.:Float64 AS n, (SELECT count() FROM events WHERE project = ${number})
            AS events FROM users FINAL WHERE project = ${number}`,
        ),
      );
      expect(row).toEqual({ n, events: String(n) });
    }
  });

  test('a removed attribute is no longer there', async () => {
    const [user = 0] = await house.addUsers(project.number, [{ keep: 'k', drop: 'd' }]);
    await indexer.caughtUp();
    await house.setAttributes(project.number, user, { drop: null });
    await indexer.caughtUp();
    const rows = await engines.dashboard.query(plain('SELECT attributes FROM users FINAL'));
    expect(rows).toEqual([{ attributes: { keep: 'k' } }]);
  });

  test('a merge moves the events and takes the user out, also along a chain', async () => {
    const { number } = project;
    const [a = 0, b = 0, c = 0, d = 0] = await house.addUsers(number, [{}, {}, {}, {}]);
    await house.track(number, [
      [a, 'Page'],
      [a, 'Page'],
      [b, 'Page'],
      [d, 'Page'],
    ]);
    await indexer.caughtUp();
    await house.track(number, [[a, 'Page']]);
    await house.merge(number, a, b);
    await house.track(number, [[b, 'Page']]);
    await house.merge(number, b, c);
    await house.track(number, [[c, 'Page']]);
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, number)).toEqual([c, d]);
    expect(await countEvents(engines.dashboard, number)).toEqual({ [c]: 6, [d]: 1 });
    expect(await verify(house.store, engines)).toMatchObject(noDifference);
  });

  test('users of two projects with the same number are not mixed up', async () => {
    const other = await house.addProject();
    for (const { number } of [project, other]) {
      await house.addUsers(number, [{}, {}]);
      await house.track(number, [
        [1, 'Page'],
        [2, 'Page'],
      ]);
    }
    await indexer.caughtUp();
    await house.merge(project.number, 1, 2);
    await house.erase(other.number, 1);
    await indexer.caughtUp();
    expect(await countEvents(engines.dashboard, project.number)).toEqual({ 2: 2 });
    expect(await countEvents(engines.dashboard, other.number)).toEqual({ 2: 1 });
    expect(await verify(house.store, engines)).toMatchObject(noDifference);
  });

  test('an erased user leaves no row behind, on disk neither', async () => {
    const { number } = project;
    const [a = 0, b = 0, c = 0] = await house.addUsers(number, [{ secret: 'x' }, {}, {}]);
    await house.track(number, [
      [a, 'Page', { secret: 'x' }],
      [b, 'Page'],
      [c, 'Page'],
    ]);
    await indexer.caughtUp();
    await house.merge(number, a, b);
    await house.erase(number, b);
    await indexer.caughtUp();
    expect(await listUsers(engines.dashboard, number)).toEqual([c]);
    expect(await countEvents(engines.dashboard, number)).toEqual({ [c]: 1 });
    await expect
      .poll(() =>
        engines.dashboard.query(
          plain(
            'SELECT sum(has_lightweight_delete) AS n FROM system.parts' +
              ' WHERE active AND database = currentDatabase()',
          ),
        ),
      )
      .toEqual([{ n: '0' }]);
    await expect.poll(() => house.store.read((tx) => tx.changes(0, 10))).toEqual([]);
    expect(await verify(house.store, engines)).toMatchObject(noDifference);
  });

  test('another time zone moves dates without an offset, and only then answers', async () => {
    const { number } = project;
    const [user = 0] = await house.addUsers(number, [
      { day: '2024-07-01', utc: '2024-07-01T00:00Z' },
    ]);
    await house.track(number, [[user, 'Booked', { day: '2024-07-01' }]]);
    await indexer.caughtUp();
    await house.setTimeZone(project, 'America/New_York');
    await indexer.caughtUp();
    const [row] = await engines.dashboard.query(
      plain(
        'SELECT attributes.`day@date`.:Float64 AS day, attributes.`utc@date`.:Float64 AS utc,' +
          ' (SELECT any(properties.`day@date`.:Float64) FROM events) AS event FROM users FINAL',
      ),
    );
    const midnight = Date.UTC(2024, 6, 1);
    const inNewYork = midnight + 4 * 3_600_000;
    expect(row).toEqual({ day: inNewYork, utc: midnight, event: inNewYork });
    expect(await verify(house.store, engines)).toMatchObject(noDifference);
  });

  test('a question about a project does not wait for the new zone of another one', async () => {
    const other = await house.addProject();
    await house.addUsers(project.number, [{}]);
    await house.addUsers(other.number, [{}]);
    await house.setTimeZone(other, 'Europe/Paris');
    await indexer.caughtUp(undefined, project.number);
    expect(await listUsers(engines.dashboard, project.number)).toEqual([1]);
    await indexer.caughtUp();
    expect(await verify(house.store, engines)).toMatchObject(noDifference);
  });

  test('a stopped indexer refuses, an aborted wait ends', async () => {
    await indexer.caughtUp();
    const beyond = indexer.waitFor(1_000_000, AbortSignal.abort(new Error('Gone')));
    await expect(beyond).rejects.toThrow('Gone');
    const controller = new AbortController();
    const waiting = indexer.waitFor(1_000_000, controller.signal);
    controller.abort(new Error('Left'));
    await expect(waiting).rejects.toThrow('Left');
    const unheard = expect(indexer.waitFor(1_000_000)).rejects.toBeInstanceOf(IndexUnavailable);
    await indexer.stop();
    await unheard;
    await expect(indexer.caughtUp()).rejects.toBeInstanceOf(IndexUnavailable);
    expect(indexer.status().state).toBe('stopped');
  });
});
