import type { CatalogBody, CatalogValuesBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keys, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  house = await openTestHouse();
});

afterEach(() => house.close());

const identify = (userId: string, traits: Record<string, unknown>) => ({
  type: 'identify',
  userId,
  traits,
});

const track = (userId: string, event: string, properties: Record<string, unknown>) => ({
  type: 'track',
  userId,
  event,
  properties,
});

async function readCatalog(): Promise<CatalogBody> {
  return (await house.call<CatalogBody>('GET', house.at('/catalog'))).body;
}

async function readValues(query: Record<string, string>, path = 'values') {
  const search = new URLSearchParams(query);
  const address = house.at(`/catalog/${path}?${search}`);
  const { body } = await house.call<CatalogValuesBody>('GET', address);
  return body;
}

const pairs = ({ values }: CatalogValuesBody) => values.map(({ value, count }) => [value, count]);

/** Of what nobody has written about. */
const noNote = { hidden: false, description: '' };

describe('The catalog', () => {
  test('of a project without data has nothing but the native fields', async () => {
    const { native, at, ...rest } = await readCatalog();
    expect(rest).toEqual({
      users: 0,
      attributes: [],
      traits: [],
      events: [],
      experiences: [],
      imports: [],
    });
    expect(native.map(({ key, count }) => [key, count])).toEqual([
      ['id', 0],
      ['name', 0],
      ['email', 0],
      ['language', 0],
      ['firstSeen', 0],
      ['lastActivity', 0],
      ['created', 0],
      ['sessions', 0],
      ['tags', 0],
    ]);
    expect(at).toBe('2026-03-29T12:00:00.000Z');
  });

  test('names the experiences of this moment with what they ask and how it is answered', async () => {
    const ask = (id: string, question: object) => ({ id, title: `About ${id}`, question });
    const choices = ['A', 'B'];
    const steps = [
      { id: 'intro', title: 'Hello' },
      ask('nps', { kind: 'nps' }),
      ask('scale', { kind: 'scale' }),
      ask('slider', { kind: 'slider' }),
      ask('single', { kind: 'single', choices }),
      { id: 'multiple', question: { kind: 'multiple', choices } },
      ask('text', { kind: 'text' }),
    ];
    // Asked before, so that what is remembered must not be told.
    await readCatalog();
    for (const body of [
      { name: 'Poll 10', type: 'survey', steps },
      { name: 'Poll 9', type: 'hint' },
    ])
      await house.call('POST', house.at('/experiences'), { body });
    const { experiences } = await readCatalog();
    expect(experiences.map(({ name }) => name)).toEqual(['Poll 9', 'Poll 10']);
    expect(experiences[1]?.steps).toEqual([
      { id: 'nps', name: 'About nps', kind: 'number' },
      { id: 'scale', name: 'About scale', kind: 'number' },
      { id: 'slider', name: 'About slider', kind: 'number' },
      { id: 'single', name: 'About single', kind: 'string', choices },
      { id: 'multiple', name: 'Step 6', kind: 'list', choices },
      { id: 'text', name: 'About text', kind: 'string' },
    ]);
  });

  test('counts the kinds that a key has had, whatever is in its name', async () => {
    await house.send(
      identify('a', { plan: 'Pro', 'deep.key %@date': 1, mixed: 'x', since: '2026-01-01' }),
      identify('b', { plan: 'Free', mixed: 5, since: 'never', tags: ['a'], name: 'Bea' }),
      identify('c', { plan: null, mixed: true, list: [1, 'x'], empty: [], '': 'x' }),
      identify('d', {}),
    );
    const { users, attributes, native } = await readCatalog();
    expect(users).toBe(4);
    const find = (key: string) => attributes.find((each) => each.key === key);
    expect(find('plan')).toEqual({
      key: 'plan',
      count: 2,
      kinds: [{ kind: 'string', count: 2 }],
      mixed: false,
      ...noNote,
    });
    expect(find('deep.key %@date')).toMatchObject({ kinds: [{ kind: 'number', count: 1 }] });
    expect(find('mixed')).toMatchObject({ count: 3, mixed: true });
    expect(
      find('mixed')
        ?.kinds.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['boolean', 'number', 'string']);
    // Both are texts, one of which reads as a date.
    expect(find('since')).toEqual({
      key: 'since',
      count: 2,
      kinds: [
        { kind: 'string', count: 2 },
        { kind: 'date', count: 1 },
      ],
      mixed: false,
      ...noNote,
    });
    expect(find('list')).toMatchObject({ count: 1, kinds: [{ kind: 'list', count: 1 }] });
    expect(find('empty')).toBeUndefined();
    expect(native.find(({ key }) => key === 'name')).toMatchObject({ count: 1 });
    expect(native.find(({ key }) => key === 'id')).toMatchObject({ count: 4 });
  });

  test('is of what was sent before, and not of what is gone or another project', async () => {
    await house.send(identify('a', { once: 1 }), track('a', 'bought', {}));
    await house.call('POST', '/sse/webhook', {
      key: keys.foreign,
      body: [identify('z', { theirs: 1 }), track('z', 'theirs', {})],
    });
    expect((await readCatalog()).attributes.map(({ key }) => key)).toEqual(['once']);
    expect((await readCatalog()).events.map(({ name }) => name)).toEqual(['bought']);
    await house.send(identify('a', { once: null, twice: 2 }));
    expect((await readCatalog()).attributes.map(({ key }) => key)).toEqual(['twice']);
    await house.call('DELETE', house.at('/users/a'));
    expect(await readCatalog()).toMatchObject({ users: 0, attributes: [], events: [] });
  });

  test('lists events with how often and when last', async () => {
    await house.send(
      { ...track('a', 'bought', {}), timestamp: '2026-03-01T00:00:00Z' },
      { ...track('b', 'bought', {}), timestamp: '2026-03-02T00:00:00Z' },
      track('a', 'left "quoted" \\ 💃', {}),
    );
    expect((await readCatalog()).events).toEqual([
      { source: 'api', name: 'bought', count: 2, lastSeen: '2026-03-02T00:00:00.000Z', ...noNote },
      {
        source: 'api',
        name: 'left "quoted" \\ 💃',
        count: 1,
        lastSeen: '2026-03-29T12:00:00.000Z',
        ...noNote,
      },
    ]);
  });

  test('counts every one of more keys than a statement has room for', async () => {
    const traits = Object.fromEntries(Array.from({ length: 350 }, (_, i) => [`key ${i}`, i]));
    await house.send(identify('a', traits), identify('b', { 'key 349': 1 }));
    const { attributes } = await readCatalog();
    expect(attributes).toHaveLength(350);
    expect(attributes[0]).toMatchObject({ key: 'key 349', count: 2 });
  });
});

describe('The values of a key', () => {
  beforeEach(() =>
    house.send(
      identify('a', { plan: 'Pro', mixed: '5', list: ['x', 5, true], email: 'Ada@x.org' }),
      identify('b', { plan: 'pro', mixed: 5, list: ['x'] }),
      identify('c', { plan: 'Pro', mixed: true, list: ['Xylophone'] }),
      identify('d', { plan: '', mixed: 50, since: '2026-01-01' }),
    ),
  );

  test('are the most frequent first', async () => {
    const { values, more } = await readValues({ source: 'custom', key: 'plan' });
    expect(values[0]).toEqual({ value: 'Pro', count: 2 });
    expect(values.map(({ value }) => value).sort()).toEqual(['', 'Pro', 'pro']);
    expect(more).toBe(false);
    const few = await readValues({ source: 'custom', key: 'plan', limit: '1' });
    expect([pairs(few), few.more]).toEqual([[['Pro', 2]], true]);
  });

  test('begin as asked, whatever the letter case', async () => {
    const found = await readValues({ source: 'custom', key: 'plan', prefix: 'PR' });
    expect(pairs(found)).toEqual([
      ['Pro', 2],
      ['pro', 1],
    ]);
    expect((await readValues({ source: 'custom', key: 'plan', prefix: 'r' })).values).toEqual([]);
    const native = await readValues({ source: 'native', key: 'email', prefix: 'ada@' });
    expect(pairs(native)).toEqual([['Ada@x.org', 1]]);
  });

  test('keep their kinds', async () => {
    const { values } = await readValues({ source: 'custom', key: 'mixed' });
    const found = values.map(({ value }) => value);
    expect(found).toHaveLength(4);
    expect(found).toEqual(expect.arrayContaining(['5', 5, true, 50]));
    const fives = await readValues({ source: 'custom', key: 'mixed', prefix: '5' });
    expect(fives.values.map(({ value }) => value)).toEqual(expect.arrayContaining(['5', 5, 50]));
    expect(fives.values).toHaveLength(3);
  });

  test('of lists are their elements', async () => {
    const { values } = await readValues({ source: 'custom', key: 'list' });
    expect(values[0]).toEqual({ value: 'x', count: 2 });
    const rest = values.slice(1).map(({ value }) => value);
    expect(rest).toEqual(expect.arrayContaining([5, true, 'Xylophone']));
    const found = await readValues({ source: 'custom', key: 'list', prefix: 'X' });
    expect(pairs(found)).toEqual([
      ['x', 2],
      ['Xylophone', 1],
    ]);
  });

  test('of what nobody has are none, and a native field must be one', async () => {
    expect(await readValues({ source: 'trait', key: 'plan' })).toEqual({ values: [], more: false });
    expect((await readValues({ source: 'native', key: 'created' })).values).toEqual([]);
    for (const path of [
      '/catalog/values?source=native&key=plan',
      '/catalog/values?source=custom&key=',
      '/catalog/property-values?source=api&name=Paid&key=',
      '/catalog/attribute?source=custom&key=',
    ]) {
      expect((await house.call('GET', house.at(path))).status, path).toBe(422);
    }
  });
});

describe('The properties of an event', () => {
  test('are counted with samples', async () => {
    await house.send(
      track('a', 'bought', { dollars: 10, item: 'Tea', tags: ['x'], at: '2026-01-01' }),
      track('b', 'bought', { dollars: 10, item: 'Coffee' }),
      track('b', 'bought', { dollars: 'free', gift: true }),
      track('b', 'other', { unseen: 1 }),
    );
    const path = house.at('/catalog/properties?source=api&name=bought');
    const { body } = await house.call<{
      count: number;
      properties: { key: string; count: number; kinds: object[]; samples: unknown[] }[];
    }>('GET', path);
    expect(body.count).toBe(3);
    expect(body.properties.map(({ key, count }) => [key, count])).toEqual([
      ['dollars', 3],
      ['item', 2],
      ['at', 1],
      ['gift', 1],
      ['tags', 1],
    ]);
    const samples = Object.fromEntries(body.properties.map((each) => [each.key, each.samples]));
    expect(samples).toMatchObject({ at: ['2026-01-01'], gift: [true], tags: ['x'] });
    expect(samples.item).toEqual(expect.arrayContaining(['Tea', 'Coffee']));
    const values = await readValues(
      { source: 'api', name: 'bought', key: 'dollars' },
      'property-values',
    );
    expect(pairs(values)).toEqual([
      [10, 2],
      ['free', 1],
    ]);
  });

  test('of an event that never was are none', async () => {
    const path = house.at('/catalog/properties?source=app&name=never');
    const { body } = await house.call('GET', path);
    expect(body).toEqual({ count: 0, properties: [] });
  });
});
