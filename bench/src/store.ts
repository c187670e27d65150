/**
 * How fast the store takes batches, and how fast it answers about one person. Prints one JSON line a
 * measurement. `npx tsx bench/src/store.ts [events] [users] [batch] [databaseUrl]`
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileDocument } from '../../apps/server/src/modules/profiles/profile-document.ts';
import { openStore } from '../../apps/server/src/store/open-store.ts';
import type { EventRow, Store } from '../../apps/server/src/store/store.ts';

const project = 1;
const names = ['page_viewed', 'checkout_started', 'order_completed', 'signed_up'];
const [events = 500_000, users = 100_000, batch = 2_000] = process.argv.slice(2, 5).map(Number);
const databaseUrl = process.argv[5];

/** Runs `step` for batches of `count` things, and says how many a second it did. */
async function measure(what: string, count: number, step: (first: number) => Promise<void>) {
  let longest = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (let first = 0; first < count; first += batch) {
    const before = performance.now();
    await step(first);
    longest = Math.max(longest, performance.now() - before);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    JSON.stringify({
      what,
      perSecond: Math.round(count / seconds),
      cpuMicrosecondsEach: Number(((cpu.user + cpu.system) / count).toFixed(1)),
      longestBatchMs: Math.round(longest),
      memoryMb: memory,
    }),
  );
}

function createProfile(number: number): ProfileDocument {
  const stamp = { source: 'API', at: 1.7e12 + number };
  const attributes = Array.from(
    { length: 20 },
    (_, at): [string, { value: string | number } & typeof stamp] => [
      `attribute_${at}`,
      { value: at % 2 === 0 ? `value ${number % 1000}` : number, ...stamp },
    ],
  );
  return {
    number,
    userId: `user-${number}`,
    created: 1.7e12,
    sessions: 0,
    tags: [],
    attributes: new Map(attributes),
    traits: new Map(),
    interactions: new Map(),
    answers: new Map(),
    imports: [],
  };
}

function createEvent(at: number, messageId: string): EventRow {
  const number = 1 + Math.floor(Math.random() * users);
  return {
    number,
    source: 'api',
    name: names[at % names.length] ?? '',
    timestamp: 1.7e12 + at * 1000,
    messageId,
    properties: new Map<string, string | number | boolean>([
      ['path', `/products/${at % 500}`],
      ['amount', at / 4],
      ['plan', 'pro'],
      ['trial', at % 2 === 0],
    ]),
  };
}

const numbersOf = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => 1 + ((first + at) % users));

async function takeEvents(store: Store, first: number, toId: (at: number) => string) {
  const rows = Array.from({ length: batch }, (_, at) => createEvent(first + at, toId(first + at)));
  await store.write(async (tx) => {
    await tx.keepNewMessageIds(
      project,
      rows.map(({ messageId }) => messageId),
    );
    await tx.insertEvents(project, rows);
    await tx.appendChanges([{ type: 'events', project, events: rows }]);
  });
}

async function run(store: Store) {
  await store.write((tx) =>
    tx.insertProject({ id: 'bench', name: 'Bench', timeZone: 'UTC', createdAt: 0 }),
  );
  await measure('profiles created', users, (first) =>
    store.write(async (tx) => {
      const start = await tx.allocateNumbers(project, batch);
      const documents = Array.from({ length: batch }, (_, at) => createProfile(start + at));
      await tx.putIdentities(
        project,
        documents.map(({ number }) => ({
          identity: { kind: 'user', id: `user-${number}` },
          number,
        })),
      );
      await tx.putProfiles(project, documents);
      const numbers = documents.map(({ number }) => number);
      await tx.appendChanges([{ type: 'profiles', project, numbers }]);
      void first;
    }),
  );
  await measure('profiles found, read and replaced', users, (first) =>
    store.write(async (tx) => {
      const identities = numbersOf(first, batch).map((number) => ({
        kind: 'user' as const,
        id: `user-${number}`,
      }));
      const found = await tx.findNumbers(project, identities);
      const documents = await tx.profiles(project, [...found.values()]);
      await tx.putProfiles(project, documents);
    }),
  );
  await measure('events with ids in order', events, (first) =>
    takeEvents(store, first, (at) => `load-1:${String(at).padStart(9, '0')}`),
  );
  await measure('events with random UUIDs', events, (first) =>
    takeEvents(store, first, () => randomUUID()),
  );
  await measure('events scanned', events, (first) =>
    store.read(async (tx) => {
      const number = 1 + Math.floor((first / events) * users);
      const after = await tx.scanEvents(project, undefined, 1);
      await tx.scanEvents(project, after[0] && { ...after[0], number }, batch);
    }),
  );
  await measurePerson(store);
}

async function measurePerson(store: Store) {
  const runs = 5_000;
  for (const reads of ['profile', 'events'] as const) {
    const startedAt = performance.now();
    for (let at = 0; at < runs; at += 1) {
      const number = 1 + Math.floor(Math.random() * users);
      await store.read(async (tx) => {
        if (reads === 'profile') await tx.profiles(project, [number]);
        else await tx.findEvents(project, number, [{ source: 'api', name: 'signed_up' }]);
      });
    }
    const milliseconds = (performance.now() - startedAt) / runs;
    console.log(
      JSON.stringify({
        what: `one person's ${reads}`,
        milliseconds: Number(milliseconds.toFixed(3)),
      }),
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const store = await openStore(databaseUrl ? { databaseUrl } : { dataDir: folder });
try {
  await run(store);
} finally {
  const startedAt = performance.now();
  await store.close();
  console.log(JSON.stringify({ what: 'close', ms: Math.round(performance.now() - startedAt) }));
  rmSync(folder, { recursive: true, force: true });
}
