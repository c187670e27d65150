import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyIndex } from '../../src/index/verify.ts';
import { createRetentionJob } from '../../src/modules/retention/retention-job.ts';
import { addPerson } from '../http/people.ts';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

const dayMs = 24 * 60 * 60_000;

let server: Postgres;
let house: TestHouse;
beforeAll(async () => {
  server = await startPostgres();
  house = await openTestHouse({ databaseUrl: await server.createDatabase() });
});
afterAll(async () => {
  await house?.close();
  await server.stop();
});

const track = (userId: string, daysAgo: number, messageId = `${userId}-${daysAgo}`) => ({
  type: 'track',
  event: 'purchase',
  userId,
  messageId,
  timestamp: new Date(house.clock.now - daysAgo * dayMs).toISOString(),
});

test('old events go from PostgreSQL and the index, in steps, and nothing else does', async () => {
  const admin = await addPerson(house, 'admin', 1, 'admin');
  const many = Array.from({ length: 1_500 }, (_, i) => track('heavy', 40 + (i % 50), `m${i}`));
  const people = Array.from({ length: 600 }, (_, i) => track(`user-${i}`, i % 2 === 0 ? 10 : 50));
  await house.send(...many, track('heavy', 30), track('heavy', 1));
  await house.send(...people);
  const kept = { ...admin.browser, body: { eventRetentionDays: 30 } };
  expect((await house.call('PATCH', house.at(''), kept)).status).toBe(200);
  const { store, indexer, clock, engines } = house;
  const job = createRetentionJob({
    store,
    logger: pino({ level: 'silent' }),
    now: () => clock.now,
    onChange: indexer.notify,
  });
  await job.run();
  expect(await store.read((tx) => tx.countEvents(1))).toBe(302);
  expect(await store.read((tx) => tx.eventsOf(1, 1, 10_000))).toHaveLength(2);
  expect(await store.read((tx) => tx.countProfiles(1))).toBe(601);
  await indexer.caughtUp();
  const verified = await verifyIndex({
    store,
    engine: engines.background,
    caughtUp: () => indexer.caughtUp(),
    onProgress: () => {},
  });
  expect(verified).toMatchObject({ eventsCompared: 302, differenceCount: 0 });
  const [entry] = await store.read((tx) => tx.audit(1, 1));
  expect(entry).toMatchObject({ action: 'events.expired', after: { events: 1_800 } });
});
