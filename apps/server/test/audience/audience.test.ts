import type { TreeNode } from '@muster/conditions';
import { invalidNow } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allOf, anyOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

const people = [
  { id: 'ann', name: 'Ann', plan: 'Pro', at: '2026-03-01T00:00:00Z' },
  { id: 'bob', name: 'bob', plan: 'Pro', at: '2026-03-03T00:00:00Z' },
  { id: 'cid', name: undefined, plan: 'Free', at: '2026-03-02T00:00:00Z' },
  { id: 'dee', name: 'Dee', plan: 'Pro', at: '2026-03-02T00:00:00Z' },
];

beforeAll(async () => {
  house = await openTestHouse();
  for (const { id, name, plan, at } of people) {
    const traits = { plan, ...(name && { name, email: `${name}@x.io` }) };
    await house.send({ type: 'identify', userId: id, timestamp: at, traits });
  }
});

afterAll(() => house.close());

interface Page {
  count: number;
  users: { id: string | null; anonymousId: string | null }[];
  nextCursor: string | null;
  now: string;
  code: string;
  errors: { path: string; code: string; message: string }[];
}

const ask = (body: Record<string, unknown>) =>
  house.call<Page>('POST', house.at('/audience'), { body });
const count = (body: Record<string, unknown>) =>
  house.call<Page>('POST', house.at('/audience/count'), { body });
const idsOf = ({ users }: Page) =>
  users.map(({ id, anonymousId }) => id ?? `anonymous ${anonymousId}`);

describe('An audience', () => {
  test('of no conditions is everybody', async () => {
    expect((await count({ conditions: allOf() })).body).toEqual({
      count: 4,
      now: '2026-03-29T12:00:00.000Z',
    });
    expect(idsOf((await ask({ conditions: allOf() })).body)).toEqual(['ann', 'bob', 'cid', 'dee']);
  });

  test('lists what is known of each user', async () => {
    const { body } = await ask({ conditions: allOf(isOneOf('plan', 'Free')) });
    expect(body.users).toEqual([
      {
        id: 'cid',
        anonymousId: null,
        name: null,
        email: null,
        language: null,
        firstSeen: '2026-03-02T00:00:00.000Z',
        lastActivity: '2026-03-02T00:00:00.000Z',
        created: '2026-03-29T12:00:00.000Z',
        sessions: 0,
        tags: [],
      },
    ]);
  });

  test('counts as many as it lists, and a complement the others', async () => {
    const pro = isOneOf('plan', 'Pro');
    for (const [conditions, expected] of [
      [allOf(pro), 3],
      [allOf({ ...pro, not: true } as TreeNode), 1],
      [anyOf(pro, { ...pro, not: true } as TreeNode), 4],
      [allOf(pro, { ...pro, not: true } as TreeNode), 0],
    ] as const) {
      const counted = (await count({ conditions })).body.count;
      const listed = (await ask({ conditions })).body;
      expect([counted, listed.count, listed.users.length]).toEqual([expected, expected, expected]);
    }
  });

  test('is sorted, whoever has no value last', async () => {
    const sorted = async (sort: string) =>
      idsOf((await ask({ conditions: allOf(), sort })).body).join(' ');
    expect(await sorted('name')).toBe('ann bob dee cid');
    expect(await sorted('-name')).toBe('dee bob ann cid');
    expect(await sorted('lastActivity')).toBe('ann cid dee bob');
    expect(await sorted('-lastActivity')).toBe('bob cid dee ann');
    expect(await sorted('-id')).toBe('dee cid bob ann');
    for (const field of ['id', 'email', 'created', 'firstSeen', 'sessions']) {
      expect((await ask({ conditions: allOf(), sort: `-${field}` })).body.users).toHaveLength(4);
    }
  });

  test('is as of the instant that is asked for', async () => {
    const conditions = allOf({
      type: 'attribute',
      source: 'native',
      key: 'lastActivity',
      kind: 'date',
      operator: 'inLast',
      value: { amount: 1, unit: 'day' },
    });
    const at = async (now: unknown) => (await count({ conditions, now })).body;
    expect((await at('2026-03-02T12:00:00Z')).count).toBe(2);
    expect(await at(Date.parse('2026-03-03T00:00:00Z'))).toEqual({
      count: 1,
      now: '2026-03-03T00:00:00.000Z',
    });
    expect((await at('2026-03-03T02:00:00+02:00')).now).toBe('2026-03-03T00:00:00.000Z');
    expect((await at('2026-03-03')).now).toBe('2026-03-03T00:00:00.000Z');
  });

  test('of a question that is not one says where', async () => {
    const wrong: [Record<string, unknown>, string][] = [
      [{}, 'conditions'],
      [{ conditions: allOf(), limit: 0 }, 'limit'],
      [{ conditions: allOf(), limit: 1001 }, 'limit'],
      [{ conditions: allOf(), limit: 1.5 }, 'limit'],
      [{ conditions: allOf(), sort: 'plan' }, 'sort'],
      [{ conditions: allOf(), now: 'yesterday' }, 'now'],
      [{ conditions: allOf(), now: 1e300 }, 'now'],
      [{ conditions: allOf(), now: 9e15 }, 'now'],
      [{ conditions: allOf(), cursor: 'x' }, 'cursor'],
      [{ conditions: allOf(allOf()) }, 'conditions.children[0].children'],
      [{ conditions: allOf(), page: 1 }, 'page'],
    ];
    for (const [body, path] of wrong) {
      const reply = await ask(body);
      expect([body, reply.status, reply.body.errors[0]?.path]).toEqual([body, 422, path]);
    }
    for (const now of ['yesterday', 9e15, 1.5, true, null]) {
      const { body } = await ask({ conditions: allOf(), now });
      expect([now, body.errors[0]?.message]).toEqual([now, invalidNow]);
    }
  });

  test('takes any text in any value for what it is', async () => {
    const hazards = ["'", '"', '\\', '`', "'; DROP TABLE users; --", '%', '_', '{p0:String}', '\0'];
    for (const text of hazards) {
      await house.send({ type: 'identify', userId: 'odd', traits: { odd: text, [text]: 'x' } });
      const byValue = await count({ conditions: allOf(isOneOf('odd', text)) });
      const byKey = await count({ conditions: allOf(isOneOf(text, 'x')) });
      expect([text, byValue.body.count, byKey.body.count]).toEqual([text, 1, 1]);
    }
    await house.fetchRaw('DELETE', house.at('/users/odd'));
  });
});

describe('Refused or late questions', () => {
  test('that nobody waits for any more are given up', async () => {
    const controller = new AbortController();
    const body = JSON.stringify({ conditions: allOf(isOneOf('plan', 'Pro')) });
    const asked = house.app.request(house.at('/audience/count'), {
      method: 'POST',
      headers: {
        'x-api-key': 'mk_test_write_0123456789abcdef',
        'content-type': 'application/json',
      },
      body,
      signal: controller.signal,
    });
    controller.abort();
    expect((await asked).status).toBe(499);
    expect((await count({ conditions: allOf() })).body.count).toBe(4);
  });
});
