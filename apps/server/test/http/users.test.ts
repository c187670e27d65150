import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  keys,
  openTestHouse,
  type TestHouse,
} from './test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

async function create(name: string, conditions: unknown) {
  const reply = await house.call<SegmentBody>('POST', house.at('/segments'), {
    body: { name, conditions },
  });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}

interface Membership {
  id: string;
  name: string;
  member: boolean;
  changesAt: string | null;
}

const membershipsOf = async (id: string) =>
  (await house.call<Membership[]>('GET', house.at(`/users/${encodeURIComponent(id)}/segments`)))
    .body;

const purchaseInLastHour = {
  type: 'event',
  source: 'api',
  name: 'purchase',
  window: { operator: 'inLast', amount: 1, unit: 'hour' },
} as const;

describe('A user', () => {
  test('is shown with every value, its source and its time', async () => {
    await house.send({
      type: 'identify',
      userId: 'ann',
      timestamp: '2026-03-01T00:00:00Z',
      traits: { plan: 'Pro', tags: ['a', 1], name: 'Ann', ['__proto__']: 1 },
    });
    const { status, body } = await house.call('GET', house.at('/users/ann'));
    expect(status).toBe(200);
    const at = { source: 'API', updatedAt: '2026-03-01T00:00:00.000Z' };
    expect(body).toMatchObject({ id: 'ann', anonymousId: null, name: 'Ann', sessions: 0 });
    expect(body.attributes).toMatchObject({
      plan: { value: 'Pro', ...at },
      tags: { value: ['a', 1], ...at },
    });
    expect(Object.keys(body.attributes as object)).toContain('__proto__');
  });

  const odd = ['a/b', 'a?b#c', '100%', '%2F', 'é 🎉', '..a', 'a+b', 'a:b', '"', '\\'];
  test.each(odd)('may be called %s', async (id) => {
    await house.send({ type: 'identify', userId: id });
    const path = house.at(`/users/${encodeURIComponent(id)}`);
    expect((await house.call('GET', path)).body.id).toBe(id);
    expect((await house.call('DELETE', path)).status).toBe(204);
    expect((await house.call('GET', path)).status).toBe(404);
  });

  test('and an anonymous one of the same id are two', async () => {
    await house.send(
      { type: 'track', anonymousId: 'x', event: 'e' },
      { type: 'identify', userId: 'x' },
    );
    const read = async (query: string) =>
      (await house.call('GET', house.at(`/users/x${query}`))).body;
    expect(await read('')).toMatchObject({ id: 'x', anonymousId: null });
    expect(await read('?kind=user')).toMatchObject({ id: 'x', anonymousId: null });
    expect(await read('?kind=anonymous')).toMatchObject({ id: null, anonymousId: 'x' });
    expect((await house.call('GET', house.at('/users/x?kind=cat'))).status).toBe(422);
    const anonymous = house.at('/users/x?kind=anonymous');
    expect((await house.call('DELETE', anonymous)).status).toBe(204);
    expect((await house.call('DELETE', anonymous)).status).toBe(404);
    expect(await read('')).toMatchObject({ id: 'x', anonymousId: null });
  });

  test('who is not there is 404 everywhere', async () => {
    const { id } = await create('S', allOf(isOneOf('x', '1')));
    for (const path of ['', '/events', '/segments', `/segments/${id}/why`]) {
      const { status, body } = await house.call('GET', house.at(`/users/nobody${path}`));
      expect([path, status, body.code]).toEqual([path, 404, 'user_not_found']);
    }
    await house.send({ type: 'identify', userId: 'ann' });
    const why = await house.call('GET', house.at('/users/ann/segments/nope/why'));
    expect([why.status, why.body.code]).toEqual([404, 'segment_not_found']);
  });
});

describe('Membership', () => {
  test('is current, and says when it changes by itself', async () => {
    const buyers = await create('Buyers', allOf(purchaseInLastHour));
    await create('Not buyers', allOf(inSegment(buyers.id, true)));
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await house.send({ type: 'identify', userId: 'ann', traits: { plan: 'Pro' } });
    const verdicts = async () =>
      (await membershipsOf('ann')).map(({ name, member, changesAt }) => [name, member, changesAt]);
    expect(await verdicts()).toEqual([
      ['Buyers', false, null],
      ['Not buyers', true, null],
      ['Pro', true, null],
    ]);
    await house.send({ type: 'track', userId: 'ann', event: 'purchase' });
    const out = '2026-03-29T13:00:00.000Z';
    expect(await verdicts()).toEqual([
      ['Buyers', true, out],
      ['Not buyers', false, out],
      ['Pro', true, null],
    ]);
    house.clock.now = Date.parse(out) - 1;
    expect((await verdicts())[0]).toEqual(['Buyers', true, out]);
    house.clock.now += 1;
    expect((await verdicts())[0]).toEqual(['Buyers', false, null]);
  });

  test('agrees with the audience, for every user and segment', async () => {
    for (let i = 0; i < 30; i += 1) {
      const userId = `u${i}`;
      const traits = {
        plan: ['Pro', 'Free', 'Team'][i % 3],
        n: i,
        since: `2026-0${1 + (i % 4)}-15`,
      };
      await house.send({ type: 'identify', userId, traits });
      for (let e = 0; e < i % 4; e += 1) {
        const timestamp = new Date(house.clock.now - i * e * 1_000_000).toISOString();
        await house.send({
          type: 'track',
          userId,
          event: 'purchase',
          timestamp,
          properties: { e },
        });
      }
    }
    await house.send({ type: 'track', anonymousId: 'anon', event: 'purchase' });
    const pro = await create('Pro', allOf(isOneOf('plan', 'Pro', 'Team')));
    const segments = [
      pro,
      await create(
        'Twice',
        allOf({
          type: 'event',
          source: 'api',
          name: 'purchase',
          count: { operator: 'atLeast', value: 2 },
        }),
      ),
      await create('Never', allOf({ type: 'event', source: 'api', name: 'purchase', not: true })),
      await create('Recently', allOf(purchaseInLastHour)),
      await create(
        'Old or not Pro',
        anyOf(inSegment(pro.id, true), {
          type: 'attribute',
          source: 'custom',
          key: 'since',
          kind: 'date',
          operator: 'moreThanAgo',
          value: { amount: 2, unit: 'month' },
        }),
      ),
      await create(
        'Filtered',
        allOf({
          type: 'event',
          source: 'api',
          name: 'purchase',
          where: [{ key: 'e', kind: 'number', operator: 'gte', value: 1 }],
        }),
      ),
    ];
    const everybody = [...Array.from({ length: 30 }, (_, i) => `u${i}`), 'anon'];
    const membersById = new Map<string, Set<string>>();
    for (const { id, audience } of segments) {
      const response = await house.fetchRaw('GET', house.at(`/segments/${id}/users`));
      const users = (await response.json()) as { id: string | null; anonymousId: string }[];
      expect(users).toHaveLength(audience ?? Number.NaN);
      membersById.set(id, new Set(users.map((user) => user.id ?? user.anonymousId)));
    }
    for (const user of everybody) {
      for (const { id, name, member } of await membershipsOf(user)) {
        expect([user, name, member]).toEqual([user, name, membersById.get(id)?.has(user)]);
        const why = await house.call('GET', house.at(`/users/${user}/segments/${id}/why`));
        expect([user, name, why.body.member]).toEqual([user, name, member]);
      }
    }
  });

  test('is explained condition by condition', async () => {
    const { id } = await create('Pro buyers', allOf(isOneOf('plan', 'Pro'), purchaseInLastHour));
    await house.send({ type: 'identify', userId: 'ann', traits: { plan: 'Free' } });
    await house.send({ type: 'track', userId: 'ann', event: 'purchase' });
    const { body } = await house.call('GET', house.at(`/users/ann/segments/${id}/why`));
    expect(body).toMatchObject({
      id,
      member: false,
      now: '2026-03-29T12:00:00.000Z',
      why: {
        type: 'group',
        match: 'all',
        verdict: false,
        children: [
          { verdict: false, evidence: { type: 'value', value: 'Free' } },
          {
            verdict: true,
            evidence: { type: 'events', count: 1, newest: ['2026-03-29T12:00:00.000Z'] },
          },
        ],
      },
    });
  });

  test('needs no index', async () => {
    await create('Pro', allOf(isOneOf('plan', 'Pro')));
    await house.send({ type: 'identify', userId: 'ann', traits: { plan: 'Pro' } });
    await house.indexer.stop();
    await house.engines.close();
    expect((await membershipsOf('ann'))[0]?.member).toBe(true);
    expect((await house.call('GET', house.at('/users/ann'))).status).toBe(200);
    expect((await house.call('GET', house.at('/segments?audience=skip'))).status).toBe(200);
    const count = { body: { conditions: allOf() } };
    const refused = await house.call('POST', house.at('/audience/count'), count);
    expect([refused.status, refused.body.code]).toEqual([503, 'index_unavailable']);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await house.call('GET', house.at('/segments'))).status).toBe(503);
    expect((await house.call('GET', '/readyz')).status).toBe(503);
    // A segment can still be saved: its audience is not known, and that is what is said.
    expect((await create('Team', allOf(isOneOf('plan', 'Team')))).audience).toBeNull();
  });
});

describe('Erasing', () => {
  test('leaves nothing of the user, and an audit entry that does not name her', async () => {
    await house.send({ type: 'identify', userId: 'ann', traits: { plan: 'Pro' }, messageId: 'm1' });
    await house.send({ type: 'track', userId: 'ann', event: 'purchase' });
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    for (const key of [null, keys.read, keys.foreign]) {
      expect((await house.call('DELETE', house.at('/users/ann'), { key })).status).not.toBe(204);
    }
    expect((await house.call('GET', house.at('/users/ann'))).status).toBe(200);

    expect((await house.call('DELETE', house.at('/users/ann'))).status).toBe(204);
    expect((await house.call('DELETE', house.at('/users/ann'))).status).toBe(404);
    expect((await house.call('GET', house.at('/users/ann'))).status).toBe(404);
    expect((await house.call('GET', house.at(`/segments/${id}`))).body.audience).toBe(0);
    const body = { conditions: allOf() };
    expect((await house.call('POST', house.at('/audience/count'), { body })).body.count).toBe(0);
    const entries = await house.store.read((tx) => tx.audit(1, 10));
    const erased = entries.find(({ action }) => action === 'user.erased');
    expect(erased).toBeDefined();
    expect(JSON.stringify(erased)).not.toContain('ann');
    // What was sent before does not bring her back by being sent again.
    await house.send({ type: 'identify', userId: 'ann', traits: { plan: 'Pro' }, messageId: 'm1' });
    expect((await house.call('GET', house.at('/users/ann'))).status).toBe(404);
  });
});
