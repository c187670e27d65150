import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestItem } from '../../src/modules/ingest/ingest-item.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  applyInBatches,
  expectChangesToFollow,
  expectModel,
  normalize,
} from '../ingest/model-comparison.ts';
import { openIngest } from '../ingest/open-ingest.ts';
import { type ModelItem, type ModelRequest, ReferenceModel } from '../ingest/reference-model.ts';
import { startPostgres } from '../postgres.ts';
import { ids, item, request, toCommandItems, toItem } from './arbitrary-requests.ts';

// Random requests of browsers, and items of servers between them, against the plain model: whatever
// the batches are cut into, within a request too.

type Step = { request: ModelRequest } | { item: ModelItem };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: request.map((each) => ({ request: each })) },
  { weight: 1, arbitrary: item.map((each) => ({ item: each })) },
);
const steps = fc.array(step, { maxLength: 10 });
const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 25 });

function toItems(given: readonly Step[]): IngestItem[] {
  return given.flatMap((each) =>
    'request' in each ? toCommandItems(each.request) : [toItem(each.item)],
  );
}

/** The model after the steps, and for each item of them whether it was a conflict. */
function applyToModel(given: readonly Step[]) {
  const model = new ReferenceModel();
  const conflicts = given.flatMap((each) => {
    if ('item' in each) {
      model.apply(each.item);
      return [false];
    }
    const refused = model.applyRequest(each.request);
    const { commands } = each.request;
    return commands.map((_, index) => index >= commands.length - refused.length);
  });
  return { model, conflicts };
}

function declareSuite(getStore: () => Store, numRuns: number): void {
  it('random requests come to the same in one batch, in any cuts, and in the model', async () => {
    await fc.assert(
      fc.asyncProperty(steps, cuts, async (given, sizes) => {
        const items = toItems(given);
        const whole = await applyInBatches(getStore(), items, [1000], ids);
        const cut = await applyInBatches(getStore(), items, sizes, ids);
        expect(normalize(cut)).toEqual(normalize(whole));
        const { model, conflicts } = applyToModel(given);
        expectModel(whole, model, ids);
        for (const { outcomes } of [whole, cut]) {
          expect(outcomes.map(({ status }) => status === 'conflict')).toEqual(conflicts);
        }
        expectChangesToFollow(whole);
        expectChangesToFollow(cut);
      }),
      { numRuns },
    );
  }, 300_000);

  it('sending every request again, at once or later, changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 6 }), cuts, async (requests, sizes) => {
        const once = requests.flatMap(toCommandItems);
        // A conflict is not settled by sending the same again, so a history with one has no repetition.
        const { conflicts } = applyToModel(requests.map((each) => ({ request: each })));
        fc.pre(!conflicts.includes(true));
        const doubled = requests.flatMap((each) => [
          ...toCommandItems(each),
          ...toCommandItems(each),
        ]);
        const plain = await applyInBatches(getStore(), once, [1000], ids);
        const twice = await applyInBatches(getStore(), [...doubled, ...once], sizes, ids);
        expect(normalize(twice)).toEqual(normalize(plain));
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
