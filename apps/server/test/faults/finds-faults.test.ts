import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBatcher } from '../../src/modules/ingest/batcher.ts';
import { apiOrigin } from '../../src/modules/ingest/ingest-item.ts';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { openStore } from '../../src/store/open-store.ts';
import { projectId } from '../muster-process.ts';
import { createChance } from './chance.ts';
import { checkStore } from './check-store.ts';
import { LoadClient } from './client.ts';
import { findFault, readProgress } from './judge.ts';
import { questions } from './questions.ts';

// What the faults are judged by is of use only if it sees one.

const now = Date.UTC(2026, 2, 29, 12);

let dataDir: string;
let client: LoadClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'muster-faults-'));
  client = new LoadClient({ name: 'c', people: 5, chance: createChance(7), now: () => now });
  const store = await openStore({ dataDir });
  const { number: project } = await store.write((tx) =>
    tx.insertProject({ id: projectId, name: 'Demo', timeZone: 'UTC', createdAt: now }),
  );
  const onFailure = (error: unknown) => {
    throw error;
  };
  const service = createBatcher({ store, onFailure });
  const intake = createLocalIntake({ store, service, newId: () => expect.fail('it has its own') });
  for (let sent = 0; sent < 60; sent += 1) {
    const request = client.next();
    const body = new TextEncoder().encode(JSON.stringify(request.items));
    const parcel = { kind: 'items', project, timeZone: 'UTC', origin: apiOrigin } as const;
    await intake.receive({ ...parcel, body, arrivedAt: now });
    client.acknowledge(request);
  }
  await intake.close();
  await store.close();
});
afterAll(() => rm(dataDir, { recursive: true }));

const check = () => checkStore({ dataDir }, [client]);

/** What is found while a statement has been at the store, which is as before afterwards. */
async function checkAfter(statement: string, undo: string): Promise<string[]> {
  const run = (sql: string) => {
    const database = new DatabaseSync(join(dataDir, 'store.db'));
    database.exec(sql);
    database.close();
  };
  run(
    `create table kept as select * from events; create table documents as select * from profiles; ${statement}`,
  );
  const { wrong } = await check();
  run(`${undo}; drop table kept; drop table documents`);
  return wrong;
}

test('a store is as it was acknowledged, or it is said where not', async () => {
  expect((await check()).wrong).toEqual([]);
  const lost = await checkAfter(
    'delete from events where message_key = (select min(message_key) from events)',
    'delete from events; insert into events select * from kept',
  );
  expect(lost.join()).toMatch(/has \d+ events, \d+ were acknowledged/);
  const twice = await checkAfter(
    `insert into events select project, number, source, name, timestamp, message_key || 'x', null, properties
      from events limit 1`,
    'delete from events; insert into events select * from kept',
  );
  expect(twice.join()).toMatch(/has \d+ events, \d+ were acknowledged/);
  const changed = await checkAfter(
    `update profiles set document = replace(document, '"Pro"', '"Gone"')`,
    'delete from profiles; insert into profiles select * from documents',
  );
  expect(changed.join()).toMatch(/has plan Gone, Pro was acknowledged/);
  expect((await check()).wrong).toEqual([]);
});

test.each(questions)('an answer to "$name" is right, or it is said why not', (question) => {
  const inIt = [...client.profiles].filter(({ state }) => state && question.holds(state, now));
  const ids = inIt.map(({ userId, anonymousId }) => userId ?? anonymousId ?? '');
  const judge = (answer: { count: number; ids?: string[] }) =>
    findFault([client], question, { now, ...answer }, readProgress([client]));
  expect(judge({ count: ids.length })).toBeUndefined();
  expect(judge({ count: ids.length, ids })).toBeUndefined();
  expect(judge({ count: ids.length + 1 })).toContain('is not within');
  expect(judge({ count: ids.length - 1 })).toContain('is not within');
  if (ids.length > 0)
    expect(judge({ count: ids.length, ids: ids.slice(1) })).toContain('is missing');
  const others = [...client.profiles].filter((one) => one.state && !inIt.includes(one));
  for (const { userId, anonymousId } of others.slice(0, 1)) {
    const more = [...ids, userId ?? anonymousId ?? ''];
    expect(judge({ count: more.length, ids: more })).toContain('is there');
  }
});

test('what is sent and not acknowledged may be there or not', () => {
  const everybody = questions[0] ?? expect.fail('there is no question');
  const own = new LoadClient({ name: 'd', people: 1, chance: createChance(1), now: () => now });
  const nobody = { count: 0, now };
  const somebody = { count: 1, now };
  const request = own.next();
  const before = readProgress([own]);
  expect(findFault([own], everybody, nobody, before)).toBeUndefined();
  expect(findFault([own], everybody, somebody, before)).toBeUndefined();
  own.acknowledge(request);
  // Asked before the acknowledgement.
  expect(findFault([own], everybody, nobody, before)).toBeUndefined();
  expect(findFault([own], everybody, nobody, readProgress([own]))).toContain('is not within');
});
