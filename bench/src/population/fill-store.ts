import type { Profile, Value } from '@muster/conditions';
import type { ProfileDocument } from '../../../apps/server/src/modules/profiles/profile-document.ts';
import type { EventRow, Store } from '../../../apps/server/src/store/store.ts';
import { benchNow, makeEvent, makeProfile } from './population.ts';

const usersAtOnce = 2000;

/**
 * Fills the store's project 1 with the benchmark's population, user by user in the order of the
 * keys, and leaves the index to be made from it: ingestion is measured elsewhere.
 */
export async function fillStore(store: Store, users: number, events: number): Promise<void> {
  for (let start = 1; start <= users; start += usersAtOnce) {
    const size = Math.min(usersAtOnce, users - start + 1);
    await store.write(async (tx) => {
      const first = await tx.allocateNumbers(1, size);
      const documents = Array.from({ length: size }, (_, i) => toDocument(first + i));
      await tx.putProfiles(1, documents);
      await tx.putIdentities(
        1,
        documents.map(({ number, userId = '' }) => ({
          identity: { kind: 'user', id: userId },
          number,
        })),
      );
      const rows = makeEvents(first, size, users, events);
      await tx.keepNewMessageIds(
        1,
        rows.map(({ messageId }) => messageId),
      );
      await tx.insertEvents(1, rows);
    });
    process.stderr.write(`\rstore: ${start + size - 1} of ${users} users   `);
  }
  process.stderr.write('\n');
}

/** The same number of events for each user, as the store keeps them. */
function makeEvents(first: number, size: number, users: number, events: number): EventRow[] {
  const each = Math.round(events / users);
  const rows = Array.from({ length: size * each }, (_, i): EventRow => {
    const at = (first - 1) * each + i;
    const { name, timestamp, properties } = makeEvent(at, users);
    const number = first + Math.floor(i / each);
    const messageId = `bench:${String(at).padStart(9, '0')}`;
    return { number, source: 'api', name, timestamp, messageId, properties };
  });
  return rows.sort(
    (a, b) => a.number - b.number || compare(a.name, b.name) || a.timestamp - b.timestamp,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function toDocument(number: number): ProfileDocument {
  const { native, attributes } = makeProfile(number);
  const stamp = { source: 'API', at: benchNow };
  const stamped = ([key, value]: [string, Value]) => [key, { value, ...stamp }] as const;
  return {
    number,
    ...toNative(native, stamp),
    sessions: native.sessions,
    tags: native.tags,
    attributes: new Map([...attributes].map(stamped)),
    traits: new Map(),
    interactions: new Map(),
    answers: new Map(),
    imports: [],
  };
}

function toNative(native: Profile['native'], stamp: { source: string; at: number }) {
  const { id, name = '', email = '', language = '', firstSeen, lastActivity, created } = native;
  return {
    ...(id !== undefined && { userId: id }),
    name: { value: name, ...stamp },
    email: { value: email, ...stamp },
    language: { value: language, ...stamp },
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastActivity !== undefined && { lastActivity }),
    created: created ?? benchNow,
  };
}
