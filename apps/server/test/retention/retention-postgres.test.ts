import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../http/people.ts';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { keepFor, purchase, removeOldEvents, verifyHouse } from './expiry.ts';

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

const track = (userId: string, daysAgo: number, messageId = `${userId}-${daysAgo}`) =>
  purchase(house, userId, daysAgo, { messageId });

test('old events go from PostgreSQL and the index, in steps, and nothing else does', async () => {
  const admin = await addPerson(house, 'admin', 1, 'admin');
  const many = Array.from({ length: 1_500 }, (_, i) => track('heavy', 40 + (i % 50), `m${i}`));
  const people = Array.from({ length: 600 }, (_, i) => track(`user-${i}`, i % 2 === 0 ? 10 : 50));
  await house.send(...many, track('heavy', 30), track('heavy', 1));
  await house.send(...people);
  expect((await keepFor(house, admin, 30)).status).toBe(200);
  const { store } = house;
  await removeOldEvents(house);
  expect(await store.read((tx) => tx.countEvents(1))).toBe(302);
  expect(await store.read((tx) => tx.eventsOf(1, 1, 10_000))).toHaveLength(2);
  expect(await store.read((tx) => tx.countProfiles(1))).toBe(601);
  expect(await verifyHouse(house)).toMatchObject({ eventsCompared: 302, differenceCount: 0 });
  const [entry] = await store.read((tx) => tx.audit(1, 1));
  expect(entry).toMatchObject({ action: 'events.expired', after: { events: 1_800 } });
});
