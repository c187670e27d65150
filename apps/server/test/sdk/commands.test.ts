import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon } from '../ingest/open-ingest.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

let sdk: TestSdk;
beforeEach(async () => {
  sdk = await openSdk();
});
afterEach(() => sdk.close());

const minute = 60_000;
const ada = makeId('ada');
const other = makeId('other');
const identify = (userId: string, as = ada) => ({ type: 'identify', as, userId });
const attributes = (values: object, more: object = {}) => ({
  type: 'attributes',
  as: ada,
  values,
  ...more,
});
const findAda = () => sdk.find(ada, 'anonymous');

describe('each command', () => {
  it('session counts, and is an event', async () => {
    expect(await sdk.send('s', 1, { type: 'session', as: ada, language: 'fr' })).toEqual({
      accepted: 1,
      rejected: [],
      users: { [ada]: null },
    });
    expect(await findAda()).toMatchObject({
      anonymousId: ada,
      sessions: 1,
      firstSeen: noon,
      lastActivity: noon,
      language: { value: 'fr', source: 'SDK', at: noon },
    });
    expect(await sdk.allEvents()).toMatchObject([
      { source: 'app', name: 'session started', timestamp: noon },
    ]);
    sdk.clock.now += 30 * minute;
    await sdk.send('s', 2, { type: 'session', as: ada, language: 'de' });
    expect(await findAda()).toMatchObject({ sessions: 2, language: { value: 'fr' } });
  });

  it('session that two tabs begin at one moment is one', async () => {
    await Promise.all(
      ['one', 'two', 'three'].map((tab, index) =>
        sdk.send(tab, 1, { type: 'session', as: ada, at: noon + index }),
      ),
    );
    sdk.clock.now += minute;
    await sdk.send('four', 1, { type: 'session', as: ada }, { type: 'session', as: other });
    expect(await findAda()).toMatchObject({ sessions: 1, firstSeen: noon });
    expect(await sdk.find(other, 'anonymous')).toMatchObject({ sessions: 1 });
    const events = await sdk.allEvents();
    expect(events.map(({ name }) => name)).toEqual(['session started', 'session started']);
  });

  it('session goes by the clock of the browser, however wrong that is', async () => {
    const tomorrow = noon + 24 * 60 * minute;
    await sdk.send('s', 1, { type: 'session', as: ada });
    await sdk.post({
      stream: makeId('t'),
      sentAt: tomorrow,
      commands: [{ seq: 1, at: tomorrow, type: 'session', as: ada }],
    });
    expect(await findAda()).toMatchObject({ sessions: 2, lastActivity: noon });
  });

  it('page keeps address, title and referrer, the first 700 characters of each', async () => {
    const url = `https://shop.test/?q=${'😀'.repeat(800)}`;
    await sdk.send('s', 1, { type: 'page', as: ada, url, title: 'Home', referrer: '' });
    const [event] = await sdk.allEvents();
    expect(event).toMatchObject({ source: 'app', name: 'page viewed' });
    const kept = event?.properties.get('url') as string;
    expect([...kept]).toHaveLength(700);
    expect(url.startsWith(kept)).toBe(true);
    expect([...(event?.properties ?? [])].slice(1)).toEqual([['title', 'Home']]);
  });

  it('native sets name, email and language, and nothing else', async () => {
    const values = { name: 'Ada', email: null, language: 5, tags: ['vip'] };
    const { accepted, rejected } = await sdk.send('s', 1, { type: 'native', as: ada, values });
    expect(accepted).toBe(1);
    expect(rejected.map(({ seq, code, path, scope }) => [seq, code, path, scope])).toEqual([
      [1, 'not_a_string', 'values.language', 'key'],
      [1, 'unknown_field', 'values.tags', 'key'],
    ]);
    const document = await findAda();
    expect(document?.name).toEqual({ value: 'Ada', source: 'SDK', at: noon });
    expect(document).toMatchObject({ tags: [], email: { value: null } });
  });

  it('attributes come from SDK, Segment traits from Segment', async () => {
    await sdk.send(
      's',
      1,
      attributes({ plan: 'Pro', seats: 5 }),
      attributes({ plan: 'Team' }, { segment: true }),
      attributes({ seats: null }),
    );
    const document = await findAda();
    expect(document?.attributes.get('plan')).toEqual({ value: 'Pro', source: 'SDK', at: noon });
    expect(document?.traits.get('plan')).toEqual({ value: 'Team', source: 'Segment', at: noon });
    expect(await sdk.attributesOf(ada)).toEqual({ plan: 'Pro' });
  });

  it('a refused key is named, and the rest is kept', async () => {
    const values = { plan: 'Pro', bad: { a: 1 }, long: 'y'.repeat(701), '': 1 };
    const { accepted, rejected } = await sdk.send('s', 7, attributes(values));
    expect(accepted).toBe(1);
    expect(rejected.map(({ seq, code, path, scope }) => [seq, code, path, scope])).toEqual([
      [7, 'unsupported_type', 'values.bad', 'key'],
      [7, 'string_too_long', 'values.long', 'key'],
      [7, 'key_empty', 'values[""]', 'key'],
    ]);
    expect(await sdk.attributesOf(ada)).toEqual({ plan: 'Pro' });
  });

  it('removeUnspecified removes what the same source had set, and its group and others stay', async () => {
    await sdk.send('s', 1, identify('ada'), attributes({ old: 1, kept: 2, refused: 3 }));
    await sdk.send('s', 3, { type: 'group', as: ada, groupId: 'acme' });
    await sdk.send('s', 4, attributes({ old: 'trait' }, { segment: true }));
    await sdk.sendItems([{ type: 'identify', userId: 'ada', traits: { server: 'x' } }]);
    await sdk.send(
      's',
      5,
      attributes({ kept: 5, refused: {}, fresh: 1 }, { removeUnspecified: true }),
    );
    expect(await sdk.attributesOf('ada')).toEqual({
      kept: 5,
      refused: 3,
      fresh: 1,
      'group.id': 'acme',
      server: 'x',
    });
    expect((await sdk.find('ada'))?.traits.get('old')?.value).toBe('trait');
  });

  it('group is kept under group.', async () => {
    await sdk.send('s', 1, {
      type: 'group',
      as: ada,
      groupId: 'acme',
      traits: { plan: 'Pro', id: 'other', bad: {}, ['k'.repeat(198)]: 1 },
    });
    expect(await sdk.attributesOf(ada)).toEqual({ 'group.id': 'acme', 'group.plan': 'Pro' });
    const reply = await sdk.send('s', 2, { type: 'group', as: ada, groupId: {}, segment: true });
    expect(reply.rejected).toMatchObject([{ path: 'groupId', scope: 'key' }]);
  });

  it('track is an event of the app', async () => {
    const properties = { dollars: 5, gone: null, bad: [[]] };
    const { rejected } = await sdk.send('s', 1, {
      type: 'track',
      as: ada,
      event: 'buy',
      properties,
    });
    expect(rejected).toMatchObject([{ path: 'properties.bad', scope: 'key' }]);
    expect(await sdk.allEvents()).toMatchObject([
      { source: 'app', name: 'buy', properties: new Map([['dollars', 5]]) },
    ]);
  });

  it('track cannot say what only a report of an experience may', async () => {
    const track = { type: 'track', as: ada, event: 'experience answered' };
    const { accepted, rejected } = await sdk.send('s', 1, track, { ...track, event: 'Experience' });
    expect(accepted).toBe(1);
    expect(rejected).toMatchObject([{ seq: 1, code: 'reserved_event', path: 'event' }]);
    expect(await sdk.allEvents()).toMatchObject([{ name: 'Experience' }]);
  });

  it('segmentTrack counts once a message id, at its own time', async () => {
    const track = {
      type: 'segmentTrack',
      as: ada,
      event: 'Order Completed',
      messageId: 'ajs-1',
      timestamp: new Date(noon - 5000).toISOString(),
    };
    await sdk.send('s', 1, track, track, { ...track, messageId: null });
    await sdk.send('t', 1, track);
    const events = await sdk.allEvents();
    expect(events.map(({ source, name, timestamp }) => [source, name, timestamp])).toEqual(
      new Array(2).fill(['segment', 'Order Completed', noon - 5000]),
    );
    // Nobody can take an id from a server before it comes to use it.
    await sdk.sendItems([{ type: 'track', userId: 'u', event: 'order', messageId: 'ajs-1' }]);
    expect(await sdk.allEvents()).toHaveLength(3);
  });
});

describe('who', () => {
  it('identify makes the browser that user, and says so', async () => {
    const { users } = await sdk.send('s', 1, attributes({ plan: 'Pro' }), identify('u-1'));
    expect(users).toEqual({ [ada]: 'u-1' });
    expect(await sdk.attributesOf('u-1', 'user')).toEqual({ plan: 'Pro' });
    expect(await sdk.eventsOf('u-1')).toEqual(['identified']);
  });

  it('a browser that is somebody else: the identify and all after it stay unapplied', async () => {
    await sdk.send('s', 1, identify('u-1'));
    const rest = [
      attributes({ before: 1 }),
      identify('u-2'),
      attributes({ after: 2 }),
      { type: 'track', as: other, event: 'later' },
    ];
    const reply = await sdk.send('s', 2, ...rest);
    expect(reply).toMatchObject({ accepted: 1, users: { [ada]: 'u-1', [other]: null } });
    expect(reply.rejected.map(({ seq, code, scope }) => [seq, code, scope])).toEqual([
      [3, 'identity_conflict', 'command'],
      [4, 'identity_conflict', 'command'],
      [5, 'identity_conflict', 'command'],
    ]);
    expect(await sdk.attributesOf('u-1')).toEqual({ before: 1 });
    // What is left is sent again under the same seq with another id, and nothing of it is lost.
    const again = rest.slice(1).map((command) => ({ ...command, as: other }));
    expect(await sdk.send('s', 3, ...again)).toEqual({
      accepted: 3,
      rejected: [],
      users: { [other]: 'u-2' },
    });
    expect(await sdk.attributesOf('u-2')).toEqual({ after: 2 });
    expect((await sdk.eventsOf('u-2')).sort()).toEqual(['identified', 'later']);
  });

  it('a conflict does not use up the message id of what it refuses', async () => {
    await sdk.send('s', 1, identify('u-1'));
    const track = { type: 'segmentTrack', as: ada, event: 'Order', messageId: 'm' };
    await sdk.send('s', 2, identify('u-2'), track);
    expect(await sdk.eventsOf('u-1')).toEqual(['identified']);
    await sdk.send('s', 2, identify('u-2', other), { ...track, as: other });
    expect((await sdk.eventsOf('u-2')).sort()).toEqual(['Order', 'identified']);
  });

  it('two identified users never merge, whatever is sent', async () => {
    await sdk.send('s', 1, identify('u-1'), attributes({ of: 1 }));
    await sdk.send('t', 1, identify('u-2', other), { ...attributes({ of: 2 }), as: other });
    await sdk.send('s', 3, identify('u-2'));
    await sdk.send('t', 3, identify('u-1', other));
    expect(await sdk.attributesOf('u-1')).toEqual({ of: 1 });
    expect(await sdk.attributesOf('u-2')).toEqual({ of: 2 });
  });

  it('names each id of the request, also of what was refused', async () => {
    await sdk.send('s', 1, identify('u-1'));
    const { users } = await sdk.send(
      's',
      2,
      { type: 'nonsense', as: ada },
      { type: 'x', as: 'short' },
    );
    expect(users).toEqual({ [ada]: 'u-1' });
  });
});

describe('once, in order', () => {
  const track = (event: string) => ({ type: 'track', as: ada, event });

  it('passes over what is not above the highest seq, and says who it is all the same', async () => {
    await sdk.send('s', 1, identify('u-1'), track('a'));
    const reply = await sdk.send('s', 1, identify('u-1'), track('a'), track('b'));
    expect(reply).toEqual({ accepted: 3, rejected: [], users: { [ada]: 'u-1' } });
    expect((await sdk.eventsOf('u-1')).sort()).toEqual(['a', 'b', 'identified']);
  });

  it('takes a gap as it is, and streams apart', async () => {
    await sdk.send('s', 1, track('a'));
    await sdk.send('s', 9, track('b'));
    await sdk.send('t', 1, track('c'));
    await sdk.send('s', 5, track('too late'));
    expect((await sdk.eventsOf(ada)).sort()).toEqual(['a', 'b', 'c']);
  });

  it('one stream of two requests at once counts each command once', async () => {
    const commands = Array.from({ length: 30 }, (_, i) => track(`e${i}`));
    await Promise.all([
      sdk.send('s', 1, ...commands),
      sdk.send('s', 1, ...commands),
      sdk.send('s', 1, ...commands.slice(0, 5)),
    ]);
    expect(await sdk.allEvents()).toHaveLength(30);
  });
});

describe('time', () => {
  const at = async (command: object, sentAt: number) => {
    await sdk.post({
      stream: makeId('s'),
      sentAt,
      commands: [{ seq: 1, type: 'track', as: ada, event: 'e', ...command }],
    });
    const [event] = await sdk.allEvents();
    return event?.timestamp;
  };

  it('is taken as it is while the clocks agree', async () => {
    expect(await at({ at: noon - 5000 }, noon - 1000)).toBe(noon - 5000);
  });

  it('is corrected where they differ by more than a minute', async () => {
    const hour = 3_600_000;
    expect(await at({ at: noon + hour - 5000 }, noon + hour)).toBe(noon - 5000);
  });

  it('is never later than the arrival', async () => {
    expect(await at({ at: noon + 30_000 }, noon)).toBe(noon);
  });

  it('is refused when it is older than a stream may be remembered', async () => {
    const old = { type: 'track', as: ada, event: 'e', at: noon - 31 * 86_400_000 };
    expect(await sdk.send('s', 1, old)).toMatchObject({
      accepted: 0,
      rejected: [{ seq: 1, code: 'too_old', path: 'at', scope: 'command' }],
    });
  });
});
