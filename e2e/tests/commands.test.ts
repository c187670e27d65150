import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import type { Muster } from '../fixtures/muster.ts';
import { lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';

/** Commands as customers type them, spelled once as documented and once in each tolerated way. */
const identifications: [unknown, string][] = [
  [['do', 'identify', ['id-do']], 'id-do'],
  [['do', 'identify', 'id-bare'], 'id-bare'],
  [['set', 'user:id', ['id-set']], 'id-set'],
  [['set', 'user:id', 'id-set-bare'], 'id-set-bare'],
  [['identify', { id: 'id-object' }], 'id-object'],
  [['do', 'identify', ['id-null', null]], 'id-null'],
  [['do', 'identify', ['id-undefined', undefined, undefined]], 'id-undefined'],
];

interface Fields {
  name?: string;
  email?: string;
  language?: string;
}

const nativeFields: [unknown, Fields][] = [
  [['set', 'user:name', ['Ann']], { name: 'Ann' }],
  [['set', 'user:name', 'Ann'], { name: 'Ann' }],
  [['set', 'user:email', ['ann@example.test']], { email: 'ann@example.test' }],
  [['set', 'user:email', 'ann@example.test'], { email: 'ann@example.test' }],
  [['set', 'user:language', ['fr']], { language: 'fr' }],
  [['set', 'user:language', 'fr'], { language: 'fr' }],
  [['set', 'core:language', ['de']], { language: 'de' }],
  [['set', 'core:language', ['de', true]], { language: 'de' }],
  [['set', 'core:language', 'de'], { language: 'de' }],
  [
    ['set', 'user', { name: 'Bo', email: 'bo@example.test', language: 'it' }],
    { name: 'Bo', email: 'bo@example.test', language: 'it' },
  ],
  [['set', 'user', [{ name: 'Bo', language: 'it' }]], { name: 'Bo', language: 'it' }],
];

const values = { plan: 'Pro', seats: 5, trial: false, roles: ['admin', 'buyer'] };
const attributeForms: [unknown][] = (
  [
    ['set', 'user:attributes', [values]],
    ['set', 'user:attributes', values],
    ['set', 'user:attributes', [values, true]],
    ['set', 'user:attributes', [values, false]],
    ['set', 'user:attributes', [values, { refetchBoosted: true }]],
    ['set', 'user:attributes', [values, { refreshBoosted: true, refreshChangelog: true }]],
    ['set', 'user:attributes', [values, { removeUnspecified: false }]],
    ['set', 'user:attributes', [values, null]],
  ] as unknown[]
).map((command) => [command]);

async function attributesOf(muster: Muster, id: string): Promise<Record<string, unknown>> {
  const { attributes = {} } = (await muster.profile(id)) ?? {};
  return Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]));
}

describe('A command identifies', () => {
  test.for(identifications)('as %j', async ([command, id], { site, muster }) => {
    const page = await site.visit();
    await say(page, command, ['do', 'track', ['here']]);
    await expect.poll(() => trackedNames(muster, id)).toEqual(['here']);
    expect(await ask(page, ['get', 'user:id'])).toBe(id);
    expect(site.complaints).toEqual([]);
  });

  test('by a number, as text', async ({ site, muster }) => {
    const page = await site.visit();
    await say(page, ['do', 'identify', [4711]], ['do', 'track', ['here']]);
    await expect.poll(() => trackedNames(muster, '4711')).toEqual(['here']);
  });
});

describe('A command sets', () => {
  test.for(nativeFields)('%j', async ([command, fields], { site, muster }) => {
    const id = `native ${JSON.stringify(command)}`;
    const page = await site.visit();
    await say(page, ['do', 'identify', [id]], command);
    await expect.poll(() => muster.profile(id)).toMatchObject(fields);
    expect(site.complaints).toEqual([]);
  });

  test.for(attributeForms)('attributes: %j', async ([command], { site, muster }) => {
    const id = `attributes ${JSON.stringify(command)}`;
    const page = await site.visit();
    await say(page, ['do', 'identify', [id]], command);
    await expect.poll(() => attributesOf(muster, id)).toEqual(values);
    expect((await muster.profile(id))?.attributes.plan?.source).toBe('SDK');
    expect(site.complaints).toEqual([]);
  });

  test('attributes that are read as they were set', async ({ site }) => {
    const page = await site.visit();
    await say(page, ['do', 'identify', ['reader']], ['set', 'user:attributes', [values]]);
    expect(await ask(page, ['get', 'user:attributes'])).toEqual(values);
    expect(await ask(page, ['get', 'jimer:attributes'])).toEqual(values);
    await say(page, ['set', 'user:language', ['pt']]);
    expect(await ask(page, ['get', 'user:language'])).toBe('pt');
  });

  test('attributes, and null removes them', async ({ site, muster }) => {
    const page = await site.visit();
    await say(page, ['do', 'identify', ['nuller']], ['set', 'user:attributes', [{ a: 1, b: 2 }]]);
    await say(page, ['set', 'user:attributes', [{ a: null, c: '' }]]);
    await expect.poll(() => attributesOf(muster, 'nuller')).toEqual({ b: 2, c: '' });
  });

  test('attributes, and removes what it had set and does not name', async ({ site, muster }) => {
    await muster.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'sweeper', traits: { fromApi: 'stays', shared: 'api' } },
    ]);
    const page = await site.visit();
    await say(
      page,
      ['do', 'identify', ['sweeper']],
      ['set', 'user:attributes', [{ old: 1, kept: 2 }]],
      ['set', 'user:attributes', [{ trait: 3 }, null, true]],
      ['set', 'user:attributes', [{ kept: 4, fresh: 5 }, { removeUnspecified: true }]],
    );
    await expect
      .poll(() => attributesOf(muster, 'sweeper'))
      .toEqual({ fromApi: 'stays', shared: 'api', kept: 4, fresh: 5 });
    expect((await muster.profile('sweeper'))?.traits.trait?.value).toBe(3);
  });

  test('traits of Segment, nested ones with dots', async ({ site, muster }) => {
    const page = await site.visit();
    const traits = { plan: 'Team', address: { city: 'Paris', geo: { lat: 48.85 } } };
    await say(
      page,
      ['do', 'identify', ['traits']],
      ['set', 'user:attributes', [traits, false, true]],
    );
    await expect
      .poll(async () => (await muster.profile('traits'))?.traits)
      .toMatchObject({
        plan: { value: 'Team', source: 'Segment' },
        'address.city': { value: 'Paris' },
        'address.geo.lat': { value: 48.85 },
      });
    expect(await attributesOf(muster, 'traits')).toEqual({});
  });

  test('the group of a user', async ({ site, muster }) => {
    const page = await site.visit();
    await say(page, ['do', 'identify', ['grouped']]);
    await say(page, ['set', 'user:group', [{ groupId: 'acme', traits: { seats: 9 } }]]);
    await expect
      .poll(() => attributesOf(muster, 'grouped'))
      .toEqual({ 'group.id': 'acme', 'group.seats': 9 });
    const group = { groupId: 'globex', traits: { seats: 2 } };
    await say(page, ['set', 'user:group', [group, { fromSegment: true }]]);
    await expect
      .poll(async () => (await muster.profile('grouped'))?.traits)
      .toMatchObject({
        'group.id': { value: 'globex', source: 'Segment' },
        'group.seats': { value: 2 },
      });
  });
});

describe('A command tracks', () => {
  test('an event of the page, with properties and without', async ({ site, muster }) => {
    const page = await site.visit();
    await say(
      page,
      ['do', 'identify', ['tracker']],
      ['do', 'track', ['a', { price: 5, ok: true, tags: ['a'] }]],
      ['do', 'track', ['b']],
      ['do', 'track', 'c'],
    );
    await expect.poll(() => trackedNames(muster, 'tracker')).toEqual(['a', 'b', 'c']);
    const one = (await muster.events('tracker')).find(({ name }) => name === 'a');
    expect(one).toMatchObject({ source: 'app', properties: { price: 5, ok: true, tags: ['a'] } });
    expect(site.complaints).toEqual([]);
  });

  test('an event of Segment, once per message id', async ({ site, muster }) => {
    const page = await site.visit();
    const event = {
      event: 'Order Completed',
      userId: 'segmented',
      anonymousId: 'ajs-anonymous',
      messageId: 'ajs-1',
      timestamp: '2026-01-05T10:00:00.000Z',
      receivedAt: '2026-01-05T10:00:01.000Z',
      properties: { total: 30 },
    };
    await say(page, ['do', 'identify', ['segmented']]);
    await say(page, ['do', 'segmentio:track', [event]], ['do', 'segmentio:track', [event]]);
    await say(page, ['do', 'segmentio:track', { ...event, messageId: 'ajs-2', event: 'Bare' }]);
    await expect.poll(() => trackedNames(muster, 'segmented')).toHaveLength(2);
    const tracked = (await muster.events('segmented')).filter(({ source }) => source === 'segment');
    expect(tracked.map(({ name }) => name).sort()).toEqual(['Bare', 'Order Completed']);
    expect(tracked.find(({ name }) => name === 'Order Completed')).toMatchObject({
      timestamp: '2026-01-05T10:00:00.000Z',
      properties: { total: 30 },
    });
  });
});

describe('A command logs out', () => {
  test.for(['user:reset', 'storage:reset'])('as %s', async (method, { site, muster }) => {
    const id = `out ${method}`;
    const page = await site.visit();
    await say(page, ['do', 'identify', [id]], ['do', 'track', ['in']]);
    await say(page, ['do', method], ['do', 'track', ['out']]);
    await expect.poll(() => trackedNames(muster, id)).toEqual(['in']);
    await expect
      .poll(() => trackedNames(muster, lastBrowserId(site.proxy), 'anonymous'))
      .toEqual(['out']);
    expect(await ask(page, ['get', 'user:id'])).toBeFalsy();
  });
});

describe('A command', () => {
  test.for<[unknown]>([
    [['do', 'boosted:refresh']],
    [['do', 'boosted:trigger', [{ evolutionId: 'none' }]]],
    [['do', 'boosted:hash-change']],
    [['do', 'widget:open']],
    [['do', 'widget:close']],
    [['do', 'widget:show']],
    [['do', 'widget:hide']],
    [['do', 'widget:resetLastOpenDate']],
    [['do', 'rc:open']],
    [['do', 'rc:close']],
    [['get', 'widget:lastOpenDate']],
    [['get', 'widget:unreadCount']],
  ])('%j is known, though nothing is there yet to be shown', async ([command], { site }) => {
    const page = await site.visit();
    await waitForStart(page);
    await ask(page, command);
    expect(site.complaints).toEqual([]);
  });

  test.for<[unknown]>([
    [[]],
    [null],
    [42],
    ['do identify someone'],
    [{}],
    [[null]],
    [['do']],
    [['do', 'fly', ['high']]],
    [['fetch', 'user:id']],
    [['set', 'user:shoeSize', [43]]],
    [['get', 'user:password']],
    [['do', 'identify', []]],
    [['do', 'identify', [{ id: { deep: 1 } }]]],
    [['do', 'track', [{ not: 'a name' }]]],
    [['set', 'user:attributes', ['text']]],
    [['on', 'click', ['not a function']]],
  ])(
    'that is wrong, %j, is reported, and the next one runs',
    async ([command], { site, muster }) => {
      const id = `wrong ${JSON.stringify(command)}`;
      const page = await site.visit();
      await waitForStart(page);
      await say(page, ['do', 'identify', [id]], command, ['do', 'track', ['next']]);
      await expect.poll(() => trackedNames(muster, id)).toEqual(['next']);
      await expect.poll(() => site.complaints).toHaveLength(1);
    },
  );
});
