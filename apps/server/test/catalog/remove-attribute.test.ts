import type { UseBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createExperienceCalls } from '../experiences/experience-calls.ts';
import { addPerson } from '../http/people.ts';
import { allOf, isOneOf, keys, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;
const experiences = createExperienceCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
});

afterEach(() => house.close());

interface Removal {
  removed: number;
  remaining: number;
  code: string;
  detail: string;
  usedBy: UseBody[];
}

const remove = (key: string, more: object = {}, options: object = {}) =>
  house.call<Removal>('POST', house.at('/catalog/remove-attribute'), {
    body: { source: 'custom', key, ...more },
    ...options,
  });

const identify = (userId: string, traits: object, timestamp?: string) => ({
  type: 'identify',
  userId,
  traits,
  ...(timestamp && { timestamp }),
});

async function attributesOf(userId: string) {
  const { body } = await house.call('GET', house.at(`/users/${userId}`));
  return Object.keys(body.attributes as object).sort();
}

async function count(conditions: object) {
  const { body } = await house.call('POST', house.at('/audience/count'), { body: { conditions } });
  return body.count;
}

const hasNo = (key: string) =>
  allOf({ type: 'attribute', source: 'custom', key, kind: 'string', operator: 'empty' });

describe('Removing an attribute', () => {
  test('takes it from everybody, part by part, and from nothing else', async () => {
    await house.send(
      ...['a', 'b', 'c', 'd', 'e'].map((id) => identify(id, { plan: id, kept: 1 })),
      identify('f', { kept: 1 }),
    );
    await house.call('POST', '/sse/webhook', {
      key: keys.foreign,
      body: [identify('z', { plan: 'x' })],
    });
    expect((await remove('plan', { limit: 2 })).body).toEqual({ removed: 2, remaining: 3 });
    expect((await remove('plan', { limit: 2 })).body).toEqual({ removed: 2, remaining: 1 });
    expect((await remove('plan', { limit: 2 })).body).toEqual({ removed: 1, remaining: 0 });
    expect((await remove('plan', { limit: 2 })).body).toEqual({ removed: 0, remaining: 0 });
    expect(await attributesOf('a')).toEqual(['kept']);
    expect(await count(hasNo('plan'))).toBe(6);
    expect(await count(hasNo('kept'))).toBe(0);
    const foreign = await house.store.read((tx) => tx.scanProfiles(2, 0, 10));
    expect(foreign[0]?.attributes.get('plan')?.value).toBe('x');
    const audit = await house.store.read((tx) => tx.audit(1, 10));
    expect(audit.map(({ action, after }) => [action, after])).toEqual([
      ['attribute.removed', { users: 1 }],
      ['attribute.removed', { users: 2 }],
      ['attribute.removed', { users: 2 }],
    ]);
  });

  test('is refused while anything names it, saying what, and nobody loses it', async () => {
    await house.send(identify('a', { plan: 'Pro', 'plan ': 'x' }));
    const segment = (name: string, conditions: object) =>
      house.call('POST', house.at('/segments'), { body: { name, conditions } });
    await segment('Not payers', hasNo('plan'));
    await segment('Others', hasNo('other'));
    await experiences.create('To payers', {
      target: { who: { type: 'conditions', conditions: allOf(isOneOf('plan', 'Pro')) } },
    });
    await experiences.create('Speaks of it', {
      steps: [{ id: 's', title: 'Your {attr.plan | plan}' }],
    });
    await experiences.create('Speaks of it, too', { steps: [{ id: 's', body: '**{plan}**' }] });
    await experiences.create('Of another', { steps: [{ id: 's', body: '{trait.plan} {other}' }] });
    const { status, body } = await remove('plan');
    expect([status, body.code]).toEqual([409, 'attribute_in_use']);
    expect(body.usedBy.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      'experience Speaks of it',
      'experience Speaks of it, too',
      'experience To payers',
      'segment Not payers',
    ]);
    expect(body.detail).toContain('“Not payers”');
    expect(await attributesOf('a')).toEqual(['plan', 'plan ']);
    // Nobody has it any more, or ever had: it is named all the same.
    await house.call('DELETE', house.at('/users/a'));
    expect((await remove('plan')).status).toBe(409);
  });

  test('stops when something begins to name it', async () => {
    await house.send(...['a', 'b'].map((id) => identify(id, { plan: 'Pro' })));
    expect((await remove('plan', { limit: 1 })).body.remaining).toBe(1);
    await house.call('POST', house.at('/segments'), {
      body: { name: 'New', conditions: hasNo('plan') },
    });
    expect((await remove('plan', { limit: 1 })).status).toBe(409);
    expect(await count(hasNo('plan'))).toBe(1);
  });

  test('is undone by nothing that was true before, and by what is sent after', async () => {
    await house.send(
      identify('a', { plan: 'Pro' }, '2026-03-29T11:00:00Z'),
      // Of a sender whose clock is ahead.
      identify('b', { plan: 'Pro' }, '2026-03-29T12:00:30Z'),
    );
    expect((await remove('plan')).body).toEqual({ removed: 2, remaining: 0 });
    await house.send(identify('a', { plan: 'Late' }, '2026-03-29T11:59:59Z'));
    expect(await count(hasNo('plan'))).toBe(2);
    house.clock.now += 60_000;
    await house.send(identify('a', { plan: 'New' }));
    expect(await count(hasNo('plan'))).toBe(1);
  });

  test('is of custom attributes or of traits, by who may write', async () => {
    await house.send(identify('a', { plan: 'Pro', name: 'Ada' }));
    expect((await remove('plan', { source: 'trait' })).body).toEqual({ removed: 0, remaining: 0 });
    expect((await remove('name', { source: 'native' })).status).toBe(422);
    expect((await remove('')).status).toBe(422);
    expect((await remove('x\udc00y')).status).toBe(422);
    const viewer = await addPerson(house, 'viewer', 1, 'viewer');
    expect((await remove('plan', {}, viewer.browser)).status).toBe(403);
    expect(await attributesOf('a')).toEqual(['name', 'plan']);
  });

  test('and writing at the same time lose nothing of each other', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `u${i}`);
    await house.send(...ids.map((id) => identify(id, { plan: 'Pro' })));
    const write = async () => {
      for (const id of ids) await house.send(identify(id, { since: id }));
    };
    await Promise.all([write(), remove('plan', { limit: 5 }), remove('plan', { limit: 5 })]);
    expect((await remove('plan')).body.remaining).toBe(0);
    const documents = await house.store.read((tx) => tx.scanProfiles(1, 0, 100));
    expect(documents.map(({ attributes }) => attributes.get('since')?.value)).toEqual(ids);
    expect(documents.every(({ attributes }) => attributes.get('plan')?.value === null)).toBe(true);
  });
});
