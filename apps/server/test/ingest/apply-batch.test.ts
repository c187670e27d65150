import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createLoadOrigin } from '../../src/modules/ingest/load-origin.ts';
import { noon, openIngest, type TestIngest } from './open-ingest.ts';

let ingest: TestIngest;
const opened: TestIngest[] = [];
beforeEach(async () => {
  ingest = await openIngest();
  opened.push(ingest);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

const identify = (traits: object, more: object = {}) => ({
  type: 'identify',
  userId: 'ada',
  traits,
  ...more,
});
const buy = (more: object = {}) => ({ type: 'track', userId: 'ada', event: 'buy', ...more });
const at = (ms: number) => new Date(noon + ms).toISOString();

describe('message ids', () => {
  it('count once within a batch, the first of them', async () => {
    const receipt = await ingest.send([
      buy({ messageId: 'm1', properties: { n: 1 } }),
      buy({ messageId: 'm1', properties: { n: 2 } }),
      buy({ messageId: 'm2', properties: { n: 3 } }),
    ]);
    expect(receipt).toMatchObject({ accepted: 3, duplicates: 1, rejected: [] });
    const properties = (await ingest.allEvents()).map((row) => row.properties.get('n'));
    expect(properties.sort()).toEqual([1, 3]);
  });

  it('count once across batches, whatever else the item says', async () => {
    await ingest.send([buy({ messageId: 'm1' })]);
    const again = await ingest.send([
      { type: 'track', userId: 'bob', event: 'other', messageId: 'm1', timestamp: at(-5) },
      buy({ messageId: 'm2' }),
    ]);
    expect(again).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(await ingest.find('bob')).toBeUndefined();
    expect(await ingest.allEvents()).toHaveLength(2);
  });

  it('hold for identify', async () => {
    await ingest.send([identify({ plan: 'Pro' }, { messageId: 'm1' })]);
    const again = await ingest.send([identify({ plan: 'Free' }, { messageId: 'm1' })]);
    expect(again).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await ingest.attributesOf('ada')).toEqual({ plan: 'Pro' });
  });

  it('are of one project', async () => {
    const other = await openIngest({ store: ingest.store });
    await ingest.send([buy({ messageId: 'm1' })]);
    expect(await other.send([buy({ messageId: 'm1' })])).toMatchObject({ duplicates: 0 });
    expect(await other.eventsOf('ada')).toEqual(['buy']);
    expect(await ingest.eventsOf('ada')).toEqual(['buy']);
  });

  it('are made for events without: equal ones are occurrences of their own', async () => {
    await ingest.send([buy(), buy()]);
    await ingest.send([buy()]);
    expect(await ingest.eventsOf('ada')).toEqual(['buy', 'buy', 'buy']);
  });

  it('of a refused item can be used again', async () => {
    await ingest.send([buy({ messageId: 'm1', timestamp: 'never' })]);
    expect(await ingest.send([buy({ messageId: 'm1' })])).toMatchObject({ duplicates: 0 });
  });
});

describe('values', () => {
  it('the latest writer wins by time, of one time the later arrival', async () => {
    await ingest.send([
      identify({ a: 1, b: 1, c: 1 }, { timestamp: at(-5) }),
      identify({ a: 2, b: 2 }, { timestamp: at(-9) }),
      identify({ c: 3 }, { timestamp: at(-5) }),
    ]);
    await ingest.send([identify({ a: 4, b: null }, { timestamp: at(-4) })]);
    await ingest.send([identify({ b: 'too late' }, { timestamp: at(-6) })]);
    expect(await ingest.attributesOf('ada')).toEqual({ a: 4, c: 3 });
  });

  it('keep their source and time', async () => {
    await ingest.send([identify({ a: 1 }, { timestamp: at(-5) })]);
    await ingest.send([identify({ b: 2 })], { origin: createLoadOrigin('CSV: people.csv') });
    const document = await ingest.find('ada');
    expect(document?.attributes.get('a')).toEqual({ value: 1, source: 'API', at: noon - 5 });
    expect(document?.attributes.get('b')).toEqual({
      value: 2,
      source: 'CSV: people.csv',
      at: noon,
    });
  });

  it('of the reserved traits fill the native fields too, when they are texts', async () => {
    await ingest.send([identify({ name: 'Ada', email: 'ada@x.org', language: 5, plan: 'Pro' })]);
    let document = await ingest.find('ada');
    expect(document?.name).toEqual({ value: 'Ada', source: 'API', at: noon });
    expect(document?.email?.value).toBe('ada@x.org');
    expect(document).not.toHaveProperty('language');
    expect(await ingest.attributesOf('ada')).toEqual({
      name: 'Ada',
      email: 'ada@x.org',
      language: 5,
      plan: 'Pro',
    });
    await ingest.send([identify({ name: null })]);
    document = await ingest.find('ada');
    expect(document?.name?.value).toBeNull();
  });

  it('survive the store as they are', async () => {
    const hostile = [
      '',
      '\0',
      '\n',
      '\\',
      '%_',
      '\'"`',
      'ﬀ İ ı ß Σ ς',
      'é e\u0301',
      '👩‍👩‍👧',
      '\uffff',
      '__proto__',
    ];
    const traits = Object.fromEntries([
      ...hostile.filter((key) => key !== '').map((key) => [key, key]),
      ['list', ['a', 'a', 1, true, '']],
      ['numbers', [0, -1.5, 2 ** 53, -(2 ** 53)]],
      ['zero', -0],
      ['no', false],
      ['text that looks like more', '2026-03-29T12:00:00Z'],
    ]);
    expect(await ingest.send([identify(traits)])).toMatchObject({ accepted: 1, rejected: [] });
    expect(await ingest.attributesOf('ada')).toEqual({ ...traits, zero: 0 });
  });

  it('2,000 keys: 1,000 are kept, 1,000 refused by name, and the item is accepted', async () => {
    const traits = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [`k${index}`, index]),
    );
    const { accepted, rejected } = await ingest.send([buy(), identify(traits)]);
    expect(accepted).toBe(2);
    expect(rejected).toHaveLength(1000);
    expect(rejected[0]).toEqual({
      index: 1,
      code: 'too_many_keys',
      message: expect.stringContaining('1000 custom attributes'),
      path: 'traits.k1000',
      scope: 'key',
    });
    expect(Object.keys(await ingest.attributesOf('ada'))).toHaveLength(1000);
    const more = await ingest.send([identify({ k0: null }), identify({ fresh: 1, another: 1 })]);
    expect(more.rejected.map(({ index, path }) => [index, path])).toEqual([[1, 'traits.another']]);
  });
});

describe('activity', () => {
  it('is what the server API sends, at its own time', async () => {
    await ingest.send([buy({ timestamp: at(-5) })]);
    await ingest.send([identify({}, { timestamp: at(-9) })]);
    await ingest.send([buy({ timestamp: '0001-01-01T00:00:00Z' })]);
    expect(await ingest.find('ada')).toMatchObject({
      firstSeen: -62_135_596_800_000,
      lastActivity: noon - 5,
    });
  });

  it('is not what a file says', async () => {
    const origin = createLoadOrigin('CSV: people.csv');
    await ingest.send([identify({ a: 1 }), buy()], { origin });
    const document = await ingest.find('ada');
    expect(document).not.toHaveProperty('firstSeen');
    expect(document).not.toHaveProperty('lastActivity');
    expect(document).toMatchObject({ created: noon, userId: 'ada' });
    expect(await ingest.eventsOf('ada')).toEqual(['buy']);
  });

  it('and a loaded file applies to users who are there, in one batch with a merge', async () => {
    await ingest.send([{ type: 'track', anonymousId: 'anon', event: 'view', timestamp: at(-9) }]);
    await ingest.send(
      [
        { type: 'track', anonymousId: 'anon', event: 'loaded', timestamp: at(-8) },
        identify({}, { anonymousId: 'anon' }),
        buy({ timestamp: at(-7) }),
      ],
      { origin: createLoadOrigin('NDJSON: x') },
    );
    expect(await ingest.eventsOf('ada')).toEqual(['view', 'loaded', 'buy']);
    expect(await ingest.find('ada')).toMatchObject({ firstSeen: noon - 9, lastActivity: noon - 9 });
  });
});

describe('events', () => {
  it('keep name, source, time and properties', async () => {
    await ingest.send([
      buy({
        timestamp: at(-5),
        messageId: 'm1',
        properties: { amount: 9.5, tags: ['a'], none: null },
      }),
    ]);
    expect(await ingest.allEvents()).toEqual([
      {
        number: (await ingest.find('ada'))?.number,
        source: 'api',
        name: 'buy',
        timestamp: noon - 5,
        messageId: 'm1',
        properties: new Map<string, unknown>([
          ['amount', 9.5],
          ['tags', ['a']],
        ]),
      },
    ]);
  });
});
