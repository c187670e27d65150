import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CreatedSource, openSourceHouse, type SourceHouse, valuesOf } from './source-calls.ts';

let house: SourceHouse;
let posthog: CreatedSource;

beforeAll(async () => {
  house = await openSourceHouse();
  posthog = await house.add({ kind: 'posthog', name: 'PostHog' });
});

afterAll(() => house.close());

const at = '2026-03-29T11:00:00.000Z';
let lastUuid = 0;

interface Given {
  event: string;
  distinct_id?: string;
  properties?: Record<string, unknown>;
  uuid?: string;
  timestamp?: string;
}

/** As PostHog's webhook destination sends an event, unless told otherwise. */
const send = (given: Given, person?: Record<string, unknown>) => {
  lastUuid += 1;
  const event = { uuid: `uuid-${lastUuid}`, timestamp: at, properties: {}, ...given };
  return house.post(posthog.access.path, { event, ...(person && { person }) });
};

const attributesOf = async (id: string) => valuesOf((await house.user(id))?.attributes ?? {});

describe('An event of PostHog', () => {
  test('is one, of source posthog, once by its uuid', async () => {
    const properties = {
      total: 9,
      cart: { items: 2 },
      $lib: 'posthog-node',
      $groups: { company: 'acme' },
      token: 'phc_secret',
    };
    const paid = { event: 'paid', distinct_id: 'ada', properties, uuid: 'once' };
    expect((await send(paid)).body).toEqual({ accepted: 1, rejected: [] });
    await send(paid);
    expect(await house.events('ada')).toMatchObject([
      { source: 'posthog', name: 'paid', timestamp: at },
    ]);
    const [{ properties: kept } = { properties: {} }] = await house.events('ada');
    expect(kept).toEqual({ total: 9, 'cart.items': 2, $lib: 'posthog-node' });
    expect(await house.user('ada')).toMatchObject({ id: 'ada', anonymousId: null });
  });

  test.each([
    ['id-0', { $is_identified: false }, null],
    ['id-1', { $is_identified: true, $device_id: 'id-1' }, 'id-1'],
    ['id-2', { $user_state: 'anonymous' }, null],
    ['id-3', { $device_id: 'id-3' }, null],
    ['id-4', { $device_id: 'another' }, 'id-4'],
    ['id-5', { $process_person_profile: false }, null],
    ['id-6', {}, 'id-6'],
  ])('of %s with %j is about somebody identified or not', async (id, properties, userId) => {
    await send({ event: 'seen', distinct_id: id, properties });
    expect((await house.user(id))?.id).toBe(userId);
  });

  test('$identify merges who was anonymous, and sets what it says of her', async () => {
    const anonymous = { $is_identified: false };
    await send({ event: 'seen', distinct_id: 'anon-1', properties: anonymous });
    const $set = { email: 'bob@example.com', plan: 'Pro' };
    const properties = { $anon_distinct_id: 'anon-1', $set, $set_once: { first: 'ad' } };
    await send({ event: '$identify', distinct_id: 'bob', properties });
    expect((await house.events('bob')).map(({ name }) => name)).toEqual(['seen']);
    const bob = await house.user('bob');
    expect(bob).toMatchObject({ email: 'bob@example.com' });
    expect(bob?.attributes.plan).toEqual({ value: 'Pro', source: 'PostHog', updatedAt: at });
    expect(await attributesOf('bob')).toEqual({
      email: 'bob@example.com',
      plan: 'Pro',
      first: 'ad',
    });
  });

  test('$set sets, $set_once only once, $unset removes', async () => {
    const set = (properties: Record<string, unknown>, timestamp = at) =>
      send({ event: '$set', distinct_id: 'eve', properties, timestamp });
    await set({ $set: { a: 1, b: 1 }, $set_once: { c: 1 } });
    await set({ $set: { a: 2 }, $set_once: { b: 2, c: 2, d: 2 } });
    expect(await attributesOf('eve')).toEqual({ a: 2, b: 1, c: 1, d: 2 });
    await set({ $unset: ['b', 'nothing'] });
    expect(await attributesOf('eve')).toEqual({ a: 2, c: 1, d: 2 });
    // What was unset is not set once again.
    await set({ $set_once: { b: 3 } });
    // Late: today's stays.
    await set({ $set: { a: 0 } }, '2026-03-28T11:00:00.000Z');
    expect(await attributesOf('eve')).toEqual({ a: 2, c: 1, d: 2 });
    expect(await house.events('eve')).toEqual([]);
  });

  test('brings what PostHog knows of the person, without overruling anybody', async () => {
    await house.send({
      type: 'identify',
      userId: 'fay',
      timestamp: '2026-03-01T00:00:00Z',
      traits: { plan: 'Pro', name: 'Fay' },
    });
    const person = { properties: { plan: 'Free', city: 'Paris', name: 'F.', $os: 'Mac' } };
    await send({ event: 'seen', distinct_id: 'fay' }, person);
    expect(await attributesOf('fay')).toEqual({ plan: 'Pro', name: 'Fay', city: 'Paris' });
    const moved = { properties: { city: 'Rome' } };
    await send({ event: 'seen', distinct_id: 'fay' }, moved);
    const fay = await house.user('fay');
    expect(fay).toMatchObject({ name: 'Fay' });
    expect(fay?.attributes.city).toMatchObject({ value: 'Rome', source: 'PostHog' });
  });

  test('$create_alias joins what is anonymous, and no two identified users', async () => {
    await send({ event: 'seen', distinct_id: 'anon-2', properties: { $is_identified: false } });
    await send({ event: '$create_alias', distinct_id: 'gus', properties: { alias: 'anon-2' } });
    expect(await house.user('anon-2')).toMatchObject({ id: 'gus' });
    await send({ event: 'seen', distinct_id: 'hal' });
    const { status, body } = await send({
      event: '$create_alias',
      distinct_id: 'hal',
      properties: { alias: 'gus' },
    });
    expect([status, body.rejected[0]?.code]).toEqual([422, 'both_identified']);
  });

  test('$groupidentify is kept on its user; of a group of nobody it is refused', async () => {
    const properties = { $group_type: 'company', $group_key: 'acme', $group_set: { seats: 40 } };
    await send({ event: '$groupidentify', distinct_id: 'ivy', properties });
    expect(await attributesOf('ivy')).toEqual({
      'group.company.id': 'acme',
      'group.company.seats': 40,
    });
    const { body } = await send({
      event: '$groupidentify',
      distinct_id: '$company_acme',
      properties,
    });
    expect(body.rejected).toMatchObject([{ code: 'no_user' }]);
    expect(await house.user('$company_acme')).toBeUndefined();
  });

  test('is refused item by item when it is none; key by key where a value is none', async () => {
    const { status, body } = await house.post(posthog.access.path, [
      { event: { event: 'good', distinct_id: 'kim', properties: { bad: [{}], ok: 1 } } },
      { event: { event: 'nobody' } },
      { person: {} },
      { event: 'flat', distinct_id: 'kim', properties: {} },
      { event: { event: 'when', distinct_id: 'kim', timestamp: 'soon' } },
      'text',
    ]);
    expect(status).toBe(200);
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, expect.any(String)],
      [1, 'missing_id'],
      [2, 'missing_event'],
      [4, 'invalid_timestamp'],
      [5, 'not_an_object'],
    ]);
    expect((await house.events('kim')).map(({ name }) => name).sort()).toEqual(['flat', 'good']);
  });
});
