import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  house = await openTestHouse();
  await house.send(
    { type: 'identify', userId: 'ada', traits: { plan: 'Pro', 'a.b': [1] } },
    { type: 'identify', userId: 'bob', traits: { plan: 'Free' } },
    { type: 'track', anonymousId: 'anon', event: 'seen' },
  );
});

afterEach(() => house.close());

const post = (path: string, body: unknown) =>
  house.call<{ changed: number; erased: number; missing: object[]; code: string }>(
    'POST',
    house.at(path),
    { body },
  );

const readTags = async (id: string) =>
  (await house.call<{ tags: string[] }>('GET', house.at(`/users/${id}`))).body.tags;

const hasTag = (tag: string) =>
  allOf({
    type: 'attribute',
    source: 'native',
    key: 'tags',
    kind: 'list',
    operator: 'includesAny',
    value: [tag],
  });

async function count(conditions: unknown) {
  const { body } = await house.call('POST', house.at('/audience/count'), { body: { conditions } });
  return body.count;
}

describe('Tags', () => {
  test('are added to and removed from several users at once', async () => {
    const users = [{ id: 'ada' }, { id: 'bob' }, { id: 'anon', kind: 'anonymous' }, { id: 'eve' }];
    const first = await post('/users/tags', { users, add: ['vip', 'beta', 'vip'] });
    expect(first.body).toEqual({ changed: 3, missing: [{ id: 'eve' }] });
    expect(await readTags('ada')).toEqual(['vip', 'beta']);
    expect(await count(hasTag('vip'))).toBe(3);

    const second = await post('/users/tags', {
      users: [{ id: 'ada' }, { id: 'ada' }],
      add: ['new'],
      remove: ['vip', 'never had'],
    });
    expect(second.body.changed).toBe(1);
    expect(await readTags('ada')).toEqual(['beta', 'new']);
    expect(await count(hasTag('vip'))).toBe(2);
    expect((await post('/users/tags', { users: [{ id: 'ada' }], add: ['new'] })).body.changed).toBe(
      0,
    );

    const entries = await house.store.read((tx) => tx.audit(1, 10));
    const tagged = entries.filter(({ action }) => action === 'user.tagged');
    expect(tagged).toMatchObject([
      { subject: 'user #1', after: { add: ['new'], remove: ['vip', 'never had'] } },
      { subject: '3 users' },
    ]);
  });

  test('of one too many change nobody', async () => {
    const tags = Array.from({ length: 100 }, (_, i) => `tag ${i}`);
    await post('/users/tags', { users: [{ id: 'bob' }], add: tags });
    const users = [{ id: 'ada' }, { id: 'bob' }];
    const { status, body } = await post('/users/tags', { users, add: ['one more'] });
    expect([status, body.code]).toEqual([422, 'too_many_tags']);
    expect(await readTags('ada')).toEqual([]);
    const swapped = { users: [{ id: 'bob' }], add: ['one more'], remove: ['tag 0'] };
    expect((await post('/users/tags', swapped)).body.changed).toBe(1);
  });

  test('are lines that a person wrote', async () => {
    for (const add of [[''], ['a\nb'], ['x'.repeat(101)], [5]]) {
      expect((await post('/users/tags', { users: [{ id: 'ada' }], add })).status).toBe(422);
    }
    expect((await post('/users/tags', { users: [], add: ['x'] })).status).toBe(422);
  });
});

describe('Erasing several users', () => {
  test('finds nobody by an id that is no text', async () => {
    const nobody = { id: 'x\udc00y' };
    const { status, body } = await post('/users/erase', { users: [nobody] });
    expect([status, body]).toEqual([200, { erased: 0, missing: [nobody] }]);
  });

  test('erases each, and says who was not there', async () => {
    const users = [{ id: 'ada' }, { id: 'anon' }, { id: 'ada' }];
    const { body } = await post('/users/erase', { users });
    expect(body).toEqual({ erased: 2, missing: [{ id: 'ada' }] });
    expect(await count(allOf())).toBe(1);
    expect((await house.call('GET', house.at('/users/ada'))).status).toBe(404);
  });
});

describe('The file of one user', () => {
  test('has everything that is kept, whole and as JSON', async () => {
    await house.send(
      ...Array.from({ length: 1201 }, (_, i) => ({
        type: 'track',
        userId: 'ada',
        event: 'seen "it"',
        properties: { n: i },
        messageId: `m${i}`,
      })),
    );
    const response = await house.fetchRaw('GET', house.at('/users/ada/export'));
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="user-ada.json"',
    );
    const { profile, segments, events, exportedAt } = JSON.parse(await response.text());
    expect(profile).toMatchObject({ id: 'ada', attributes: { plan: { value: 'Pro' } } });
    expect([segments, exportedAt]).toEqual([[], '2026-03-29T12:00:00.000Z']);
    const numbers = (events as { properties: { n: number } }[]).map(
      ({ properties }) => properties.n,
    );
    expect(new Set(numbers).size).toBe(1201);
  });

  test('of a user without events is whole, and of nobody is refused', async () => {
    const text = await (await house.fetchRaw('GET', house.at('/users/bob/export'))).text();
    expect(JSON.parse(text).events).toEqual([]);
    expect((await house.call('GET', house.at('/users/eve/export'))).status).toBe(404);
  });
});

describe('A list of users', () => {
  test('has the columns asked for', async () => {
    const columns = ['attributes.plan', 'attributes.a.b', 'traits.none', 'attributes.__proto__'];
    const { body } = await house.call<{ users: { id: string; columns?: object }[] }>(
      'POST',
      house.at('/audience'),
      { body: { conditions: allOf(), columns } },
    );
    const none = { 'traits.none': null, 'attributes.__proto__': null };
    expect(body.users.map((user) => user.columns)).toEqual([
      { 'attributes.plan': 'Pro', 'attributes.a.b': [1], ...none },
      { 'attributes.plan': 'Free', 'attributes.a.b': null, ...none },
      { 'attributes.plan': null, 'attributes.a.b': null, ...none },
    ]);
    const wrong = { body: { conditions: allOf(), columns: ['plan'] } };
    expect((await house.call('POST', house.at('/audience'), wrong)).status).toBe(422);
  });

  test('is exported with its filter', async () => {
    const ask = (query: Record<string, string>) =>
      house.fetchRaw('GET', house.at(`/audience/users?${new URLSearchParams(query)}`));
    const conditions = JSON.stringify(hasTag('vip'));
    await post('/users/tags', { users: [{ id: 'bob' }], add: ['vip'] });
    const csv = await ask({ conditions, format: 'csv', column: 'attributes.plan' });
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="users.csv"');
    expect(await csv.text()).toBe('\uFEFFattributes.plan\r\nFree\r\n'.replace('\uFEFF', ''));
    const json = await ask({ conditions: JSON.stringify(allOf()), format: 'json' });
    expect(await json.json()).toHaveLength(3);
    for (const wrong of ['{', '{}', '[]']) {
      expect((await ask({ conditions: wrong })).status).toBe(422);
    }
  });
});
