import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOrigin, type IngestItem, type Origin } from '../../src/modules/ingest/ingest-item.ts';
import { createLoadOrigin } from '../../src/modules/ingest/load-origin.ts';
import { validateItem } from '../../src/modules/ingest/validate-item.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startPostgres } from '../postgres.ts';
import {
  applyInBatches,
  expectChangesToFollow,
  expectModel,
  normalize,
} from './model-comparison.ts';
import { openIngest } from './open-ingest.ts';
import { type ModelItem, ReferenceModel } from './reference-model.ts';

// Random histories from pools so small that everything collides: the same users, browsers, keys,
// instants and message ids come again and again, within a batch and across.

const start = Date.UTC(2026, 0, 1);
const userIds = ['u1', 'u2', 'u3'];
const anonymousIds = ['u1', 'a2', 'a3', 'a4'];
const ids = { user: userIds, anonymous: anonymousIds };
const fileOrigin: Origin = createLoadOrigin('CSV: a.csv');

const user = fc.constantFrom(...userIds);
const anonymous = fc.constantFrom(...anonymousIds);
const common = {
  timestamp: fc.integer({ min: 0, max: 4 }).map((n) => start + n),
  arrivedAt: fc.integer({ min: 0, max: 2 }).map((n) => start + 100 + n),
  isActivity: fc.boolean(),
  messageId: fc.option(fc.constantFrom('m1', 'm2', 'm3'), { nil: undefined, freq: 3 }),
};
const value = fc.constantFrom('x', 'y', '', 1, true, null);
const identify = fc.record({
  type: fc.constant('identify' as const),
  userId: user,
  anonymousId: fc.option(anonymous, { nil: undefined, freq: 2 }),
  traits: fc.dictionary(fc.constantFrom('email', 'k', '__proto__'), value, { maxKeys: 2 }),
  ...common,
});
const track = fc
  .record({
    type: fc.constant('track' as const),
    id: fc.oneof(
      user.map((userId) => ({ userId })),
      anonymous.map((anonymousId) => ({ anonymousId })),
    ),
    event: fc.constantFrom('buy', 'view'),
    ...common,
  })
  .map(({ id, ...rest }) => ({ ...rest, ...id }));
const history: fc.Arbitrary<ModelItem[]> = fc.array(
  fc
    .oneof(identify, track)
    .map((item) => ({ ...item, source: item.isActivity ? apiOrigin.label : fileOrigin.label })),
  { maxLength: 25 },
);
const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 25 });

function toItems(history: readonly ModelItem[]): IngestItem[] {
  return history.map(({ arrivedAt, isActivity, source: _, ...raw }, index) => {
    const origin = isActivity ? apiOrigin : fileOrigin;
    const arrival = { origin, arrivedAt, timeZone: 'UTC', newId: () => `made-${index}` };
    const item = validateItem(raw, arrival, ({ message }) => expect.fail(message));
    if (item === undefined) throw new Error('The history has an invalid item');
    return item;
  });
}

function declareSuite(getStore: () => Store, numRuns: number): void {
  it('random histories come to the same in one batch, in any cuts, and in the model', async () => {
    await fc.assert(
      fc.asyncProperty(history, cuts, async (items, sizes) => {
        const store = getStore();
        const ingestItems = toItems(items);
        const whole = await applyInBatches(store, ingestItems, [1000], ids);
        const cut = await applyInBatches(store, ingestItems, sizes, ids);
        expect(normalize(cut)).toEqual(normalize(whole));
        const model = new ReferenceModel();
        for (const item of items) model.apply(item);
        expectModel(whole, model, ids);
        expectChangesToFollow(whole);
        expectChangesToFollow(cut);
      }),
      { numRuns },
    );
  }, 300_000);
}

describe('on SQLite', () => {
  let opened: Awaited<ReturnType<typeof openIngest>>;
  beforeAll(async () => {
    opened = await openIngest();
  });
  afterAll(() => opened.close());
  declareSuite(() => opened.store, 200);
});

describe('on PostgreSQL', () => {
  let store: Store;
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
    store = await openStore({ databaseUrl: await server.createDatabase() });
  });
  afterAll(async () => {
    await store?.close();
    await server.stop();
  });
  declareSuite(() => store, 30);
});
