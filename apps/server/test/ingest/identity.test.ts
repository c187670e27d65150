import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadChange } from '../../src/store/read-change.ts';
import { noon, openIngest, type TestIngest } from './open-ingest.ts';

// Each rule of the spec's Identity, at first with all items in one batch and then with one batch
// an item: which is which must not show.

const opened: TestIngest[] = [];
afterAll(async () => {
  for (const ingest of opened) await ingest.close();
});

const identify = (userId: string, more: object = {}) => ({ type: 'identify', userId, ...more });
const track = (more: object) => ({ type: 'track', ...more });
const at = (ms: number) => new Date(noon + ms).toISOString();

describe.each([
  ['in one batch', true],
  ['in a batch each', false],
])('%s', (_, isOneBatch) => {
  let ingest: TestIngest;

  beforeEach(async () => {
    ingest = await openIngest();
    opened.push(ingest);
  });

  async function send(...items: object[]): Promise<void> {
    const batches = isOneBatch ? [items] : items.map((item) => [item]);
    for (const batch of batches) {
      const { accepted, rejected } = await ingest.send(batch);
      expect({ accepted, rejected }).toEqual({ accepted: batch.length, rejected: [] });
    }
  }

  const countUsers = () => ingest.store.read((tx) => tx.countProfiles(ingest.project.number));

  it('an anonymous user is a user without an id', async () => {
    await send(track({ anonymousId: 'anon', event: 'view' }));
    const document = await ingest.find('anon');
    expect(document).toMatchObject({ anonymousId: 'anon', sessions: 0, created: noon });
    expect(document).not.toHaveProperty('userId');
    expect(await ingest.eventsOf('anon')).toEqual(['view']);
  });

  it('identify of somebody new makes the anonymous user that user', async () => {
    await send(
      track({ anonymousId: 'anon', event: 'view', timestamp: at(-10) }),
      identify('ada', { anonymousId: 'anon', traits: { plan: 'Pro' } }),
    );
    expect(await countUsers()).toBe(1);
    const document = await ingest.find('ada', 'user');
    expect(document).toMatchObject({ userId: 'ada', firstSeen: noon - 10, lastActivity: noon });
    expect(document).not.toHaveProperty('anonymousId');
    expect(await ingest.eventsOf('ada')).toEqual(['view']);
    expect(await ingest.attributesOf('ada')).toEqual({ plan: 'Pro' });
  });

  it('identify merges the anonymous user into one who is known: events move, activity widens', async () => {
    await send(
      identify('ada', { timestamp: at(-50), traits: { plan: 'Pro' } }),
      track({ userId: 'ada', event: 'buy', timestamp: at(-40) }),
      track({ anonymousId: 'anon', event: 'view', timestamp: at(-90) }),
      track({ anonymousId: 'anon', event: 'click', timestamp: at(-10) }),
      identify('ada', { anonymousId: 'anon', timestamp: at(-30) }),
    );
    expect(await countUsers()).toBe(1);
    expect(await ingest.eventsOf('ada')).toEqual(['view', 'buy', 'click']);
    expect(await ingest.find('ada')).toMatchObject({
      firstSeen: noon - 90,
      lastActivity: noon - 10,
    });
    const numbers = new Set((await ingest.allEvents()).map(({ number }) => number));
    expect([...numbers]).toEqual([(await ingest.find('ada'))?.number]);
  });

  it('the anonymous id stays an alias: late events land on the right user', async () => {
    await send(
      identify('ada'),
      track({ anonymousId: 'anon', event: 'view', timestamp: at(-3) }),
      identify('ada', { anonymousId: 'anon' }),
      track({ anonymousId: 'anon', event: 'late', timestamp: at(-9) }),
    );
    expect(await ingest.eventsOf('ada')).toEqual(['late', 'view']);
    expect((await ingest.find('anon', 'anonymous'))?.userId).toBe('ada');
    expect(await countUsers()).toBe(1);
  });

  it('an anonymous id never heard of becomes an alias too', async () => {
    await send(
      identify('ada', { anonymousId: 'anon' }),
      track({ anonymousId: 'anon', event: 'late' }),
    );
    expect(await ingest.eventsOf('ada')).toEqual(['late']);
    expect(await countUsers()).toBe(1);
  });

  it('identify of B on a browser of A switches and never merges', async () => {
    await send(
      track({ anonymousId: 'anon', event: 'view' }),
      identify('ada', { anonymousId: 'anon', traits: { plan: 'Pro' } }),
      identify('bob', { anonymousId: 'anon', traits: { plan: 'Free' } }),
      track({ anonymousId: 'anon', event: 'late' }),
      track({ userId: 'bob', event: 'buy' }),
    );
    expect(await countUsers()).toBe(2);
    expect(await ingest.attributesOf('ada')).toEqual({ plan: 'Pro' });
    expect(await ingest.attributesOf('bob')).toEqual({ plan: 'Free' });
    expect((await ingest.eventsOf('ada')).sort()).toEqual(['late', 'view']);
    expect(await ingest.eventsOf('bob')).toEqual(['buy']);
  });

  it('several browsers merge into one user', async () => {
    await send(
      track({ anonymousId: 'phone', event: 'a', timestamp: at(-3) }),
      track({ anonymousId: 'laptop', event: 'b', timestamp: at(-2) }),
      identify('ada', { anonymousId: 'phone' }),
      identify('ada', { anonymousId: 'laptop' }),
      track({ anonymousId: 'phone', event: 'c', timestamp: at(-1) }),
    );
    expect(await ingest.eventsOf('ada')).toEqual(['a', 'b', 'c']);
    expect(await countUsers()).toBe(1);
  });

  it('identify again with the same anonymous id changes nobody', async () => {
    await send(
      track({ anonymousId: 'anon', event: 'view' }),
      identify('ada', { anonymousId: 'anon' }),
      identify('ada', { anonymousId: 'anon' }),
    );
    expect(await ingest.eventsOf('ada')).toEqual(['view']);
    expect(await countUsers()).toBe(1);
  });

  it('a user id and an anonymous id of the same text are two users', async () => {
    await send(
      track({ anonymousId: 'x', event: 'anonymous' }),
      track({ userId: 'x', event: 'user' }),
    );
    expect(await ingest.eventsOf('x', 'user')).toEqual(['user']);
    expect(await ingest.eventsOf('x', 'anonymous')).toEqual(['anonymous']);
    expect(await ingest.eventsOf('x')).toEqual(['user']);
    await send(identify('x', { anonymousId: 'x' }));
    expect((await ingest.eventsOf('x')).sort()).toEqual(['anonymous', 'user']);
  });

  it('the change log says what an index has to do', async () => {
    await send(
      identify('ada'),
      track({ anonymousId: 'anon', event: 'view' }),
      identify('ada', { anonymousId: 'anon' }),
    );
    const logged = await ingest.store.read((tx) => tx.changes(0, 1000));
    const changes = logged
      .map(({ change }) => change)
      .filter(({ project }) => project === ingest.project.number);
    const ada = (await ingest.find('ada'))?.number;
    expect(replayOnto(changes)).toEqual({ users: new Set([ada]), eventsOf: new Set([ada]) });
    const merges = changes.filter(({ type }) => type === 'merge');
    // An anonymous user who was never written needs no move.
    expect(merges).toHaveLength(isOneBatch ? 0 : 1);
  });
});

/** Whom an index knows, and whose events it has, after these changes. */
function replayOnto(changes: readonly ReadChange['change'][]) {
  const users = new Set<number>();
  let eventsOf = new Set<number>();
  for (const change of changes) {
    if (change.type === 'profiles') for (const number of change.numbers) users.add(number);
    if (change.type === 'events') for (const { number } of change.events) eventsOf.add(number);
    if (change.type === 'merge') {
      users.delete(change.from);
      eventsOf = new Set([...eventsOf].map((one) => (one === change.from ? change.to : one)));
    }
  }
  return { users, eventsOf };
}
