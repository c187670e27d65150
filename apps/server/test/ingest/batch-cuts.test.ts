import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyBatch } from '../../src/modules/ingest/apply-batch.ts';
import type { IngestItem } from '../../src/modules/ingest/ingest-item.ts';
import { apiOrigin, type Origin } from '../../src/modules/ingest/ingest-item.ts';
import { createLoadOrigin } from '../../src/modules/ingest/load-origin.ts';
import { validateItem } from '../../src/modules/ingest/validate-item.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Change, EventRow, Store } from '../../src/store/store.ts';
import { startPostgres } from '../postgres.ts';
import { insertTestProject, openIngest } from './open-ingest.ts';
import { type ModelItem, type ModelPerson, ReferenceModel } from './reference-model.ts';

// Random histories from pools so small that everything collides: the same users, browsers, keys,
// instants and message ids come again and again, within a batch and across.

const start = Date.UTC(2026, 0, 1);
const userIds = ['u1', 'u2', 'u3'];
const anonymousIds = ['u1', 'a2', 'a3', 'a4'];
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
const history: fc.Arbitrary<ModelItem[]> = fc.array(fc.oneof(identify, track), { maxLength: 25 });
const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 25 });

function toItems(history: readonly ModelItem[]): IngestItem[] {
  return history.map(({ arrivedAt, isActivity, ...raw }, index) => {
    const origin = isActivity ? apiOrigin : fileOrigin;
    const arrival = { origin, arrivedAt, timeZone: 'UTC', newId: () => `made-${index}` };
    const item = validateItem(raw, arrival, ({ message }) => expect.fail(message));
    if (item === undefined) throw new Error('The history has an invalid item');
    return item;
  });
}

interface Content {
  documents: ProfileDocument[];
  events: EventRow[];
  /** Number of whoever each id leads to. */
  numbers: Map<string, number>;
  changes: Change[];
}

async function run(
  store: Store,
  items: readonly IngestItem[],
  sizes: readonly number[],
): Promise<Content> {
  const { number } = await insertTestProject(store);
  const before = await store.headPosition();
  let place = 0;
  for (let turn = 0; place < items.length; turn += 1) {
    const batch = items.slice(place, place + (sizes[turn % sizes.length] ?? 1));
    await store.write((tx) => applyBatch(tx, number, batch));
    place += batch.length;
  }
  const identities = [
    ...userIds.map((id) => ({ kind: 'user', id }) as const),
    ...anonymousIds.map((id) => ({ kind: 'anonymous', id }) as const),
  ];
  return store.read(async (tx) => ({
    documents: await tx.scanProfiles(number, -1, 1000),
    events: await tx.scanEvents(number, undefined, 1000),
    numbers: await tx.findNumbers(number, identities),
    changes: (await tx.changes(before, 1000)).map(({ change }) => change),
  }));
}

/** In an order that does not depend on maps or batches. */
function normalize({ documents, events, numbers }: Content) {
  return {
    documents: documents.map((document) => ({
      ...document,
      attributes: sortMap(document.attributes),
    })),
    events: [...events].sort((a, b) => a.messageId.localeCompare(b.messageId)),
    numbers: sortMap(numbers),
  };
}

function sortMap<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function expectModel(content: Content, model: ReferenceModel): void {
  const people = new Map<ModelPerson, number>();
  const kinds = { user: userIds, anonymous: anonymousIds } as const;
  for (const kind of ['user', 'anonymous'] as const) {
    for (const id of kinds[kind]) {
      const person = model.find(kind, id);
      const number = content.numbers.get(`${kind}:${id}`);
      expect(number === undefined).toBe(person === undefined);
      if (person === undefined || number === undefined) continue;
      // Two ids lead to one user here when, and only when, they do there.
      expect(people.get(person) ?? number).toBe(number);
      people.set(person, number);
    }
  }
  expect(content.documents).toHaveLength(people.size);
  for (const [person, number] of people) expectPerson(content, person, number);
}

function expectPerson({ documents, events }: Content, person: ModelPerson, number: number): void {
  const document = documents.find((each) => each.number === number);
  if (document === undefined) throw new Error(`There is no profile ${number}`);
  const values = new Map(
    [...document.attributes].map(([key, { value, at }]) => [key, { value, at }]),
  );
  if (document.email) {
    values.set('native:email', { value: document.email.value, at: document.email.at });
  }
  const { userId, anonymousId, created, firstSeen, lastActivity } = document;
  expect({
    userId,
    anonymousId,
    created,
    firstSeen,
    lastActivity,
    values: sortMap(values),
  }).toEqual({
    userId: person.userId,
    anonymousId: person.anonymousId,
    created: person.created,
    firstSeen: person.firstSeen,
    lastActivity: person.lastActivity,
    values: sortMap(person.values),
  });
  const own = events.filter((row) => row.number === number);
  const shown = own.map(({ name, timestamp }) => `${timestamp} ${name}`).sort();
  expect(shown).toEqual(
    person.events.map(({ event, timestamp }) => `${timestamp} ${event}`).sort(),
  );
}

/** What an index that follows the change log ends up with. */
function expectChangesToFollow({ documents, events, changes }: Content): void {
  const users = new Set<number>();
  const owners = new Map<string, number>();
  for (const change of changes) {
    if (change.type === 'profiles') for (const number of change.numbers) users.add(number);
    if (change.type === 'events') {
      for (const { messageId, number } of change.events) owners.set(messageId, number);
    }
    if (change.type === 'merge') {
      users.delete(change.from);
      for (const [id, number] of owners) if (number === change.from) owners.set(id, change.to);
    }
  }
  expect([...users].sort((a, b) => a - b)).toEqual(documents.map(({ number }) => number));
  expect(sortMap(owners)).toEqual(
    sortMap(new Map(events.map(({ messageId, number }) => [messageId, number]))),
  );
}

function declareSuite(getStore: () => Store, numRuns: number): void {
  it('random histories come to the same in one batch, in any cuts, and in the model', async () => {
    await fc.assert(
      fc.asyncProperty(history, cuts, async (items, sizes) => {
        const store = getStore();
        const ingestItems = toItems(items);
        const whole = await run(store, ingestItems, [1000]);
        const cut = await run(store, ingestItems, sizes);
        expect(normalize(cut)).toEqual(normalize(whole));
        const model = new ReferenceModel();
        for (const item of items) model.apply(item);
        expectModel(whole, model);
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
