import { describe, expect, test } from 'vitest';
import type { IndexEngines } from '../../src/index/engine.ts';
import { useTestEngines } from './test-engines.ts';
import { countEvents, createTestIndexer, followToHead, verify } from './test-index.ts';
import { openTestStore } from './test-store.ts';

const [clickhouse] = useTestEngines(['clickhouse']);

/** A lease of which this process never learns that it is over. */
const believed = (fence: number) => ({ fence, check: () => undefined });

describe('An index that several processes have', () => {
  test('takes nothing from who indexed before, not even what was on its way', async () => {
    const house = await openTestStore();
    const place = clickhouse?.makePlace();
    if (place === undefined) throw new Error('There is no ClickHouse.');
    const [before, after] = [await place.open(), await place.open()];
    const project = await house.addProject();
    const [ada = 0] = await house.addUsers(project.number, [{ plan: 'pro' }]);
    await house.track(project.number, [[ada, 'first']]);
    const held = holdInserts(before);
    const suspended = createTestIndexer(house.store, held.engines, { lease: believed(1) });
    suspended.start();
    await suspended.caughtUp();

    // It is suspended just before it sends, has looked whether it may, and another takes over.
    const sending = held.holdNext();
    await house.track(project.number, [[ada, 'second']]);
    await sending;
    await followToHead(house.store, after, { lease: believed(2) });
    expect(await countEvents(after.dashboard, project.number)).toEqual({ [ada]: 2 });
    await held.release();
    await expect.poll(() => held.refused()).toMatch('Constraint `fence`');
    await suspended.stop();

    await followToHead(house.store, after, { lease: believed(3) });
    expect(await countEvents(after.dashboard, project.number)).toEqual({ [ada]: 2 });
    expect(await verify(house.store, after)).toMatchObject({ differenceCount: 0 });
    await before.close();
    await after.close();
    await house.remove();
  });

  test('is neither written nor made anew without the lease', async () => {
    const house = await openTestStore();
    const place = clickhouse?.makePlace();
    if (place === undefined) throw new Error('There is no ClickHouse.');
    const engines = await place.open();
    const project = await house.addProject();
    await house.addUsers(project.number, [{}, {}]);
    let isLost = false;
    const check = () => {
      if (isLost) throw new Error('the lease is lost');
    };
    const indexer = createTestIndexer(house.store, engines, { lease: { fence: 1, check } });
    indexer.start();
    await indexer.caughtUp();
    isLost = true;
    const position = await house.store.headPosition();
    await house.addUsers(project.number, [{}]);
    await expect.poll(() => indexer.status().lastError?.message).toBe('the lease is lost');
    await expect(indexer.rebuild()).rejects.toThrow();
    await indexer.stop();
    expect(await readPosition(engines)).toBe(position);
    await engines.close();
    await house.remove();
  });
});

async function readPosition({ dashboard }: IndexEngines): Promise<number> {
  const text = "SELECT max(position) AS reached FROM position WHERE name = 'index'";
  const [row] = await dashboard.query<{ reached: string }>({ text, parameters: [] });
  return Number(row?.reached);
}

/** The engines, of which one insert of events can be held back on its way. */
function holdInserts(engines: IndexEngines) {
  let hold: (() => void) | undefined;
  let release = () => {};
  let refused = '';
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { indexer } = engines;
  return {
    engines: {
      ...engines,
      indexer: {
        ...indexer,
        get fence() {
          return indexer.fence;
        },
        async insert(table: string, rows: Buffer) {
          if (table === 'events' && hold !== undefined) {
            hold();
            hold = undefined;
            await released;
          }
          await indexer.insert(table, rows).catch((error: unknown) => {
            if (table === 'events') refused ||= String(error);
            throw error;
          });
        },
      },
    } satisfies IndexEngines,
    /** Resolves when there is one that is held. */
    holdNext: () =>
      new Promise<void>((resolve) => {
        hold = resolve;
      }),
    release: async () => release(),
    refused: () => refused,
  };
}
