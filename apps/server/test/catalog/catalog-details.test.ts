import type {
  AttributeDetailBody,
  EventDetailBody,
  EventVolumesBody,
  OccurrenceBody,
} from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createExperienceCalls } from '../experiences/experience-calls.ts';
import { allOf, isOneOf, keys, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;
const experiences = createExperienceCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
});

afterEach(() => house.close());

const track = (userId: string, event: string, timestamp: string, properties: object = {}) => ({
  type: 'track',
  userId,
  event,
  timestamp,
  properties,
});

async function ask<Body>(path: string, query: Record<string, string> = {}) {
  const search = new URLSearchParams(query);
  return house.call<Body>('GET', house.at(`/catalog/${path}?${search}`));
}

describe('The events', () => {
  test('are counted by day of the time zone, with people and both ends', async () => {
    await house.call('PATCH', house.at(''), {
      key: keys.local,
      body: { timeZone: 'America/New_York' },
      headers: { 'x-muster-project': 'demo' },
    });
    await house.send(
      track('a', 'bought', '1969-07-20T20:17:40Z'),
      track('a', 'bought', '2026-02-01T00:00:00Z'),
      // The same day in New York, where the clock is moved on 8 March.
      track('a', 'bought', '2026-03-08T05:00:00Z'),
      track('b', 'bought', '2026-03-09T03:59:59Z'),
      track('b', 'bought', '2026-03-09T04:00:00Z'),
      track('c', 'bought', '2026-03-29T11:59:00Z'),
      track('c', 'rare', '2026-03-29T11:00:00Z'),
    );
    const { body } = await ask<EventVolumesBody>('events');
    expect(body.dates).toHaveLength(30);
    expect([body.dates[0], body.dates[29]]).toEqual(['2026-02-28', '2026-03-29']);
    const [bought, rare] = body.events;
    expect(bought).toMatchObject({
      source: 'api',
      name: 'bought',
      count: 6,
      users: 3,
      firstSeen: '1969-07-20T20:17:40.000Z',
      lastSeen: '2026-03-29T11:59:00.000Z',
    });
    const days = Object.fromEntries(body.dates.map((date, i) => [date, bought?.days[i]]));
    expect(days).toMatchObject({ '2026-03-08': 2, '2026-03-09': 1, '2026-03-29': 1 });
    expect(bought?.days.reduce((sum, each) => sum + each)).toBe(4);
    expect(rare).toMatchObject({ count: 1, users: 1 });
    expect(body.more).toBe(false);
    const one = await ask<EventDetailBody>('event', { source: 'api', name: 'bought' });
    expect(one.body).toEqual({ ...bought, dates: body.dates, usedBy: [] });
  });

  test('are as fresh as the data, and of one project', async () => {
    await house.send(track('a', 'bought', '2026-03-29T11:00:00Z'));
    await house.call('POST', '/sse/webhook', {
      key: keys.foreign,
      body: [track('z', 'theirs', '2026-03-29T11:00:00Z')],
    });
    expect((await ask<EventVolumesBody>('events')).body.events).toHaveLength(1);
    await house.call('DELETE', house.at('/users/a'));
    expect((await ask<EventVolumesBody>('events')).body.events).toEqual([]);
    expect((await ask('event', { source: 'api', name: 'bought' })).status).toBe(404);
    expect((await ask('occurrences', { source: 'api', name: 'bought' })).body).toEqual({
      occurrences: [],
    });
  });

  test('say what uses them: conditions and triggers', async () => {
    await house.send(track('a', 'bought', '2026-03-29T11:00:00Z'));
    const did = (source: string) => allOf({ type: 'event', source, name: 'bought' } as never);
    for (const [name, source] of [
      ['Buyers', 'api'],
      ['Others', 'app'],
    ] as const)
      await house.call('POST', house.at('/segments'), { body: { name, conditions: did(source) } });
    await experiences.create('Thanks', {
      target: { who: { type: 'conditions', conditions: did('api') } },
    });
    await experiences.create('At once', {
      target: { showOn: { type: 'event', source: 'app', name: 'bought' } },
    });
    const usersOf = async (source: string) => {
      const { body } = await ask<EventDetailBody>('event', { source, name: 'bought' });
      return body.usedBy?.map(({ name }) => name);
    };
    expect(await usersOf('api')).toEqual(['Buyers', 'Thanks']);
    expect((await ask('event', { source: 'app', name: 'bought' })).status).toBe(404);
  });

  test('are shown as they came, newest first', async () => {
    const tags = { list: ['x', 5, true], empty: [], at: '2026-01-01', '__proto__ ': 1 };
    await house.send(
      { type: 'identify', userId: 'b', traits: { name: 'Bea' } },
      track('a', 'bought', '2026-03-29T10:00:00Z', tags),
      track('b', 'bought', '2026-03-29T11:00:00Z'),
      track('b', 'bought', '2026-03-29T09:00:00Z'),
      track('b', 'other', '2026-03-29T11:30:00Z'),
    );
    const { body } = await ask<{ occurrences: OccurrenceBody[] }>('occurrences', {
      source: 'api',
      name: 'bought',
      limit: '2',
    });
    expect(body.occurrences.map(({ user, timestamp }) => [user.id, user.name, timestamp])).toEqual([
      ['b', 'Bea', '2026-03-29T11:00:00.000Z'],
      ['a', null, '2026-03-29T10:00:00.000Z'],
    ]);
    expect(body.occurrences[1]?.properties).toEqual(tags);
  });

  test('have properties whose every type says when it last came', async () => {
    await house.send(
      track('a', 'bought', '2026-03-01T00:00:00Z', { dollars: 10 }),
      track('b', 'bought', '2026-03-02T00:00:00Z', { dollars: 12 }),
      track('b', 'bought', '2026-03-03T00:00:00Z', { dollars: 'free', tags: [1] }),
    );
    const { body } = await ask<{ properties: object[] }>('properties', {
      source: 'api',
      name: 'bought',
    });
    expect(body.properties[0]).toMatchObject({
      key: 'dollars',
      mixed: true,
      kinds: [
        { kind: 'number', count: 2, lastSeen: '2026-03-02T00:00:00.000Z' },
        { kind: 'string', count: 1, lastSeen: '2026-03-03T00:00:00.000Z', samples: ['free'] },
      ],
    });
    expect(body.properties[1]).toMatchObject({ key: 'tags', mixed: false });
  });
});

describe('An attribute', () => {
  const get = (key: string, source = 'custom') =>
    ask<AttributeDetailBody>('attribute', { source, key });

  /** Sets a value as another sender than the API does. */
  async function setFrom(source: string, userId: string, key: string, value: number, at: number) {
    await house.store.write(async (tx) => {
      const found = await tx.findNumbers(1, [{ kind: 'user', id: userId }]);
      const [document] = await tx.profiles(1, [...found.values()]);
      if (document === undefined) throw new Error(`There is no ${userId}.`);
      const attributes = new Map(document.attributes).set(key, { value, source, at });
      await tx.putProfiles(1, [{ ...document, attributes }]);
      await tx.appendChanges([{ type: 'profiles', project: 1, numbers: [document.number] }]);
    });
    house.indexer.notify();
  }

  test('says who sends which type, and samples of each', async () => {
    const traits = (seats: unknown, more = {}) => ({ seats, ...more });
    await house.send(
      { type: 'identify', userId: 'a', traits: traits('five') },
      { type: 'identify', userId: 'b', traits: traits('five', { since: '2026-01-01' }) },
      { type: 'identify', userId: 'c', traits: traits(5, { since: 'never' }) },
      { type: 'identify', userId: 'd', traits: {} },
    );
    await setFrom('CSV: seats.csv', 'd', 'seats', 7, house.clock.now - 60_000);
    const { body } = await get('seats');
    expect(body).toMatchObject({ source: 'custom', key: 'seats', users: 4, count: 4, mixed: true });
    const byKind = Object.fromEntries(body.kinds.map((each) => [each.kind, each]));
    expect(byKind.string).toMatchObject({
      count: 2,
      lookedAt: 2,
      samples: [{ value: 'five', count: 2 }],
      senders: [{ source: 'API', users: 2, lastSet: '2026-03-29T12:00:00.000Z' }],
    });
    expect(byKind.number?.senders).toEqual([
      { source: 'API', users: 1, lastSet: '2026-03-29T12:00:00.000Z' },
      { source: 'CSV: seats.csv', users: 1, lastSet: '2026-03-29T11:59:00.000Z' },
    ]);
    // Texts of which some read as dates are of one type.
    const since = await get('since');
    expect(since.body.mixed).toBe(false);
    expect(since.body.kinds.map(({ kind, count }) => [kind, count])).toEqual([
      ['string', 2],
      ['date', 1],
    ]);
  });

  test('is known by a native field, too, and who set that', async () => {
    await house.send({ type: 'identify', userId: 'a', traits: { name: 'Ada' } });
    const { body } = await get('name', 'native');
    expect(body).toMatchObject({
      count: 1,
      kinds: [{ kind: 'string', samples: [{ value: 'Ada' }], senders: [{ source: 'API' }] }],
    });
    const sessions = await get('sessions', 'native');
    expect(sessions.body.kinds[0]).toMatchObject({ kind: 'number', senders: [], lookedAt: 0 });
    expect((await get('language', 'native')).body).toMatchObject({ count: 0, kinds: [] });
    expect((await get('plan', 'native')).status).toBe(422);
  });

  test('says what uses it, and is not there when nobody has it', async () => {
    await house.send({ type: 'identify', userId: 'a', traits: { plan: 'Pro' } });
    await house.call('POST', house.at('/segments'), {
      body: { name: 'Payers', conditions: allOf(isOneOf('plan', 'Pro')) },
    });
    expect((await get('plan')).body.usedBy).toMatchObject([{ type: 'segment', name: 'Payers' }]);
    expect((await get('plan', 'trait')).status).toBe(404);
  });
});
