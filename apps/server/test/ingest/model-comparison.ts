import { answerKey } from '@muster/conditions';
import { expect } from 'vitest';
import { applyBatch } from '../../src/modules/ingest/apply-batch.ts';
import type { IngestItem } from '../../src/modules/ingest/ingest-item.ts';
import type { Outcome } from '../../src/modules/ingest/ingest-service.ts';
import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import type { ReadChange } from '../../src/store/read-change.ts';
import type { EventRow, Identity, Store } from '../../src/store/store.ts';
import { makeExperience } from '../store/samples.ts';
import { insertTestProject } from './open-ingest.ts';
import type { ModelPerson, ReferenceModel } from './reference-model.ts';

/** The ids that a history is about. */
export type Ids = Readonly<Record<Identity['kind'], readonly string[]>>;

/** All that is stored of a project. */
export interface Content {
  documents: ProfileDocument[];
  events: EventRow[];
  /** Number of whoever each id leads to. */
  numbers: Map<string, number>;
  changes: ReadChange['change'][];
}

/** Applies the items to a project of their own, which has a live survey, in batches of these sizes, over and over. */
export async function applyInBatches(
  store: Store,
  items: readonly IngestItem[],
  sizes: readonly number[],
  ids: Ids,
): Promise<Content & { outcomes: Outcome[] }> {
  const { number } = await insertTestProject(store);
  const poll = makeExperience({ project: number, status: 'live' });
  await store.write((tx) => tx.insertExperience(poll));
  const before = await store.headPosition();
  const outcomes: Outcome[] = [];
  for (let turn = 0; outcomes.length < items.length; turn += 1) {
    const place = outcomes.length;
    const batch = items.slice(place, place + (sizes[turn % sizes.length] ?? 1));
    outcomes.push(...(await store.write((tx) => applyBatch(tx, number, batch))));
  }
  return { ...(await readContent(store, number, before, ids)), outcomes };
}

/** Reads all of a project; of the change log what came after `before`. */
async function readContent(
  store: Store,
  number: number,
  before: number,
  ids: Ids,
): Promise<Content> {
  const identities = (['user', 'anonymous'] as const).flatMap((kind) =>
    ids[kind].map((id) => ({ kind, id })),
  );
  return store.read(async (tx) => ({
    documents: await tx.scanProfiles(number, -1, 1000),
    events: await tx.scanEvents(number, undefined, 1000),
    numbers: await tx.findNumbers(number, identities),
    changes: (await tx.changes(before, 1000)).map(({ change }) => change),
  }));
}

/** In an order that does not depend on maps or batches. */
export function normalize({ documents, events, numbers }: Content) {
  return {
    documents: documents.map((document) => ({
      ...document,
      attributes: sortMap(document.attributes),
      interactions: sortMap(document.interactions),
      answers: sortMap(document.answers),
    })),
    events: [...events].sort((a, b) => a.messageId.localeCompare(b.messageId)),
    numbers: sortMap(numbers),
  };
}

function toAnswerKey<T>([place, answer]: [string, T]): [string, T] {
  const [experienceId = '', stepId = ''] = place.split('/');
  return [answerKey(experienceId, stepId), answer];
}

function sortMap<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same users by the same ids, and of each the same profile and events, as in the model. */
export function expectModel(content: Content, model: ReferenceModel, ids: Ids): void {
  const people = new Map<ModelPerson, number>();
  for (const kind of ['user', 'anonymous'] as const) {
    for (const id of ids[kind]) {
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
  const values = new Map(document.attributes);
  if (document.email) values.set('native:email', document.email);
  const { userId, anonymousId, created, sessions, firstSeen, lastActivity } = document;
  expect({
    userId,
    anonymousId,
    created,
    sessions,
    firstSeen,
    lastActivity,
    values: sortMap(values),
    interactions: sortMap(document.interactions),
    answers: sortMap(document.answers),
  }).toEqual({
    userId: person.userId,
    anonymousId: person.anonymousId,
    created: person.created,
    sessions: person.sessions,
    firstSeen: person.firstSeen,
    lastActivity: person.lastActivity,
    values: sortMap(person.values),
    interactions: sortMap(person.interactions),
    answers: sortMap(new Map([...person.answers].map(toAnswerKey))),
  });
  const own = events.filter((row) => row.number === number);
  const shown = own.map(({ name, timestamp }) => `${timestamp} ${name}`).sort();
  expect(shown).toEqual(
    person.events.map(({ event, timestamp }) => `${timestamp} ${event}`).sort(),
  );
}

/** An index that follows the change log ends up with the same users and events. */
export function expectChangesToFollow({ documents, events, changes }: Content): void {
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
