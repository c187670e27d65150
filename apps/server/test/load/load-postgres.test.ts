import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { openIngest, type TestIngest } from '../ingest/open-ingest.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { cdnow, type LoadBench, openLoadBench, telco } from './load-bench.ts';

let server: Postgres;
let store: Store;
let ingest: TestIngest;
let bench: LoadBench;
beforeAll(async () => {
  server = await startPostgres();
  store = await openStore({ databaseUrl: await server.createDatabase() });
  ingest = await openIngest({ store });
  bench = await openLoadBench();
});
afterAll(async () => {
  await bench?.close();
  await ingest?.close();
  await store?.close();
  await server.stop();
});

it('a load comes out of PostgreSQL as it comes out of SQLite', async () => {
  const customers = readFileSync(telco.file, 'utf8').split('\n').slice(0, 2001);
  const purchases = readFileSync(cdnow.file, 'utf8').split('\n').slice(0, 5001);
  const wishes = [
    { ...telco, file: bench.write('customers.csv', customers.join('\n')) },
    { ...cdnow, file: bench.write('purchases.txt', purchases.join('\n')) },
  ];
  for (const wish of wishes) {
    const into = { sink: bench.sinkOf(wish, ingest), projectId: ingest.project.id };
    const { result } = await bench.load(wish, into);
    expect(result).toMatchObject({ accepted: result.rows, rejected: 0, duplicates: 0 });
    expect((await bench.load(wish, into)).result.duplicates).toBe(result.rows);
    await bench.load(wish);
  }
  const there = await read(ingest);
  expect(there.events).toHaveLength(5000);
  expect(there.documents.length).toBeGreaterThan(2000);
  expect(there).toEqual(await read(bench.ingest));
}, 300_000);

/** All that is stored, events in the order of their rows: ids of messages have the project in them. */
async function read({ project, store: from }: TestIngest) {
  const { documents, events } = await from.read(async (tx) => ({
    documents: await tx.scanProfiles(project.number, -1, 10_000),
    events: await tx.scanEvents(project.number, undefined, 10_000),
  }));
  const rows = events.map(({ messageId, ...event }) => ({ ...event, row: messageId.slice(-10) }));
  return { documents, events: rows.sort((a, b) => (a.row < b.row ? -1 : 1)) };
}
