import type { SegmentBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPerson, type Person } from '../http/people.ts';
import { allOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import {
  dayMs,
  keepFor as keepEventsFor,
  purchase,
  removeOldEvents,
  verifyHouse,
} from './expiry.ts';

let house: TestHouse;
let admin: Person;
beforeEach(async () => {
  house = await openTestHouse();
  admin = await addPerson(house, 'admin', 1, 'admin');
});
afterEach(() => house.close());

const run = () => removeOldEvents(house);
const keepFor = (days: number | null) => keepEventsFor(house, admin, days);
const track = (userId: string, daysAgo: number, more: object = {}) =>
  purchase(house, userId, daysAgo, more);
const verify = () => verifyHouse(house);

const bought = (min: number, more: object = {}) =>
  allOf({
    type: 'event',
    source: 'api',
    name: 'purchase',
    count: { operator: 'atLeast', value: min },
    ...more,
  } as never);

async function count(conditions: unknown): Promise<number> {
  const reply = await house.call<{ count: number }>('POST', house.at('/audience/count'), {
    body: { conditions },
  });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body.count;
}

const timesOf = async (number: number, project = 1) =>
  (await house.store.read((tx) => tx.eventsOf(project, number, 10_000))).map(
    ({ timestamp }) => (house.clock.now - timestamp) / dayMs,
  );

describe('Events that are older than a project keeps them', () => {
  test('go, and store, index and conditions count what is left', async () => {
    await house.send(track('ada', 0), track('ada', 29), track('ada', 30), track('ada', 31));
    await house.send(track('bob', 400), track('eve', 1));
    const hasBoughtThrice = bought(3);
    expect(await count(hasBoughtThrice)).toBe(1);
    await run();
    expect(await timesOf(1)).toHaveLength(4);
    expect((await keepFor(30)).body).toMatchObject({ eventRetentionDays: 30 });
    await run();
    // Exactly thirty days are not more than thirty.
    expect(await timesOf(1)).toEqual([0, 29, 30]);
    expect(await timesOf(2)).toEqual([]);
    expect(await house.store.read((tx) => tx.countEvents(1))).toBe(4);
    expect(await count(bought(1))).toBe(2);
    expect(await count(bought(3))).toBe(1);
    expect(await count(bought(4))).toBe(0);
    expect(await verify()).toMatchObject({ eventsCompared: 4, differenceCount: 0 });
    const [entry] = await house.store.read((tx) => tx.audit(1, 1));
    expect(entry).toMatchObject({
      action: 'events.expired',
      by: 'Muster',
      after: { events: 2, eventRetentionDays: 30 },
    });
    // Bob is still known, and nothing is done where nothing is to be done.
    await run();
    expect(await house.store.read((tx) => tx.countProfiles(1))).toBe(3);
    const audit = await house.store.read((tx) => tx.audit(1, 100));
    expect(audit.filter(({ action }) => action === 'events.expired')).toHaveLength(1);
  });

  test('stay where they are kept for ever, and where another project keeps them', async () => {
    await house.send(track('ada', 1000));
    await house.call('POST', '/sse/webhook', {
      key: 'mk_test_foreign_0123456789abcd',
      body: [track('ada', 1000)],
    });
    await keepFor(30);
    await keepFor(null);
    await run();
    expect(await timesOf(1)).toEqual([1000]);
    await keepFor(30);
    await run();
    expect(await timesOf(1)).toEqual([]);
    expect(await timesOf(1, 2)).toEqual([1000]);
    expect(await verify()).toMatchObject({ eventsCompared: 1, differenceCount: 0 });
  });

  test('go in small steps, of many users and of one who has many', async () => {
    const many = Array.from({ length: 2_600 }, (_, index) =>
      track('heavy', 40 + (index % 50), { messageId: `m${index}` }),
    );
    const people = Array.from({ length: 1_200 }, (_, index) =>
      track(`user-${index}`, index % 2 === 0 ? 10 : 50),
    );
    await house.send(...people.slice(0, 600));
    await house.send(...many, track('heavy', 1));
    await house.send(...people.slice(600));
    await keepFor(30);
    const before = await house.store.headPosition();
    const { write } = house.store;
    const steps: number[] = [];
    house.store.write = async (work) => {
      const left = await house.store.read((tx) => tx.countEvents(1));
      const result = await write(work);
      steps.push(left - (await house.store.read((tx) => tx.countEvents(1))));
      return result;
    };
    await run();
    house.store.write = write;
    expect(Math.max(...steps)).toBeLessThan(1_200);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBe(2_600 + 600);
    expect(await house.store.headPosition()).toBeGreaterThan(before + 2);
    expect(await house.store.read((tx) => tx.countEvents(1))).toBe(601);
    expect(await count(bought(1))).toBe(601);
    expect(await verify()).toMatchObject({ differenceCount: 0, eventsCompared: 601 });
  });

  test('go right when users are merged and late events come before and after', async () => {
    await keepFor(30);
    for (let round = 0; round < 6; round += 1) {
      await house.send(
        {
          type: 'track',
          event: 'purchase',
          anonymousId: `b${round}`,
          timestamp: new Date(house.clock.now - 40 * dayMs).toISOString(),
        },
        { type: 'track', event: 'purchase', anonymousId: `b${round}` },
        track('ada', 45),
      );
      if (round % 2 === 0) await run();
      await house.send({ type: 'identify', userId: 'ada', anonymousId: `b${round}`, traits: {} });
      await house.send(track('ada', 35), track('ada', 5));
      if (round % 3 === 0) await run();
      expect(await verify()).toMatchObject({ differenceCount: 0 });
    }
    await run();
    expect(await verify()).toMatchObject({ differenceCount: 0, eventsCompared: 12 });
    expect(await count(bought(12))).toBe(1);
  });

  test('are gone from an index that is made anew in the middle', async () => {
    await house.send(track('ada', 50), track('ada', 1), track('bob', 60));
    await keepFor(30);
    const rebuilding = house.indexer.rebuild(() => {});
    await run();
    await rebuilding;
    expect(await verify()).toMatchObject({ differenceCount: 0, eventsCompared: 1 });
  });

  test('are named before: what looks further back is said', async () => {
    const windows = {
      week: { operator: 'inLast', amount: 7, unit: 'day' },
      year: { operator: 'inLast', amount: 365, unit: 'day' },
    };
    const names: Record<string, object> = {
      Ever: {},
      Week: { window: windows.week },
      Year: { window: windows.year },
    };
    for (const [name, more] of Object.entries(names)) {
      const body = { name, conditions: bought(1, more) };
      const made = await house.call<SegmentBody>('POST', house.at('/segments'), { body });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
    }
    const { body } = await house.call<{ affected: { name: string }[] }>(
      'GET',
      house.at('/event-retention?days=30'),
    );
    expect(body.affected.map(({ name }) => name).sort()).toEqual(['Ever', 'Year']);
    const long = await house.call<{ affected: { name: string }[] }>(
      'GET',
      house.at('/event-retention?days=400'),
    );
    expect(long.body.affected.map(({ name }) => name)).toEqual(['Ever']);
  });

  test.each([0, -1, 1.5, 3651, '30'])('are not kept for %j days', async (days) => {
    expect((await keepFor(days as number)).status).toBe(422);
  });
});
