import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseProfile } from '../../src/modules/profiles/erase-profile.ts';
import { findProfile, findProfileNumber } from '../../src/modules/profiles/find-profile.ts';
import { loadPerson } from '../../src/modules/profiles/load-person.ts';
import type { EventQuery } from '../../src/store/store.ts';
import { noon, openIngest, type TestIngest } from '../ingest/open-ingest.ts';

let ingest: TestIngest;
let project: number;
beforeAll(async () => {
  ingest = await openIngest();
  project = ingest.project.number;
});
afterAll(() => ingest.close());

const track = (event: string, more: object) => ({ type: 'track', event, ...more });

describe('findProfile', () => {
  beforeAll(async () => {
    await ingest.send([
      track('a', { userId: 'both' }),
      track('b', { anonymousId: 'both' }),
      track('c', { anonymousId: 'only-anonymous' }),
    ]);
  });
  const find = (id: string, kind?: 'user' | 'anonymous') =>
    ingest.store.read((tx) => findProfile(tx, project, id, kind));

  it('takes a user id before an anonymous id', async () => {
    expect(await find('both')).toMatchObject({ userId: 'both' });
    expect(await find('both', 'user')).toMatchObject({ userId: 'both' });
    expect(await find('both', 'anonymous')).toMatchObject({ anonymousId: 'both' });
    expect(await find('only-anonymous')).toMatchObject({ anonymousId: 'only-anonymous' });
  });

  it('finds nobody of another kind, text or project', async () => {
    expect(await find('only-anonymous', 'user')).toBeUndefined();
    expect(await find('BOTH')).toBeUndefined();
    expect(await find('')).toBeUndefined();
    expect(await ingest.store.read((tx) => findProfile(tx, project + 1, 'both'))).toBeUndefined();
  });
});

describe('loadPerson', () => {
  const load = async (id: string, queries: EventQuery[]) =>
    ingest.store.read(async (tx) => {
      const number = await findProfileNumber(tx, project, id);
      return loadPerson(tx, project, number ?? -1, queries);
    });

  it('reads the profile and the events asked for, and no others', async () => {
    await ingest.send([
      { type: 'identify', userId: 'ada', traits: { plan: 'Pro', gone: null } },
      ...[1, 2, 3, 4].map((n) =>
        track('buy', { userId: 'ada', timestamp: noon - n, properties: { n } }),
      ),
      track('view', { userId: 'ada' }),
      track('buy', { userId: 'bob' }),
    ]);
    const person = await load('ada', [
      { source: 'api', name: 'buy', from: noon - 3, until: noon - 1 },
      { source: 'api', name: 'buy', from: noon - 2, until: noon },
      { source: 'app', name: 'view' },
    ]);
    expect(person?.profile.attributes).toEqual(new Map([['plan', 'Pro']]));
    expect(person?.document.userId).toBe('ada');
    const bought = person?.events.find('api', 'buy', noon - 3, noon - 1) ?? [];
    expect(bought.map(({ properties }) => properties.get('n')).sort()).toEqual([2, 3]);
    expect(person?.events.find('api', 'buy', noon - 2, noon)).toHaveLength(2);
    expect(person?.events.find('app', 'view', undefined, undefined)).toEqual([]);
    expect(() => person?.events.find('api', 'view', undefined, undefined)).toThrow('were not read');
  });

  it('needs no events when none are asked for', async () => {
    expect((await load('ada', []))?.profile.native.id).toBe('ada');
  });

  it('finds nobody where there is nobody', async () => {
    expect(await load('nobody', [{ source: 'api', name: 'buy' }])).toBeUndefined();
  });
});

describe('eraseProfile', () => {
  const erase = (id: string, more: object = {}) =>
    eraseProfile(ingest.store, { project, id, by: 'cli', at: noon, ...more });

  it('forgets profile, ids and events, says so to the index, and names nobody in the audit', async () => {
    await ingest.send([
      track('seen', { anonymousId: 'eve-browser', messageId: 'eve-1' }),
      { type: 'identify', userId: 'eve@x.org', anonymousId: 'eve-browser', messageId: 'eve-2' },
      track('bought', { userId: 'eve@x.org', messageId: 'eve-3' }),
    ]);
    const number = (await ingest.find('eve@x.org'))?.number;
    const head = await ingest.store.headPosition();
    expect(await erase('eve@x.org')).toBe(true);

    expect(await ingest.find('eve@x.org')).toBeUndefined();
    expect(await ingest.find('eve-browser')).toBeUndefined();
    expect((await ingest.allEvents()).filter((row) => row.number === number)).toEqual([]);
    const changes = await ingest.store.read((tx) => tx.changes(head, 10));
    expect(changes.map(({ change }) => change)).toEqual([{ type: 'erase', project, number }]);
    const [audit] = await ingest.store.read((tx) => tx.audit(project, 10));
    expect(audit).toMatchObject({ action: 'user.erased', by: 'cli', at: noon });
    expect(JSON.stringify(audit)).not.toContain('eve');

    expect(await erase('eve@x.org')).toBe(false);
  });

  it('is not undone by what is sent again, but somebody new may come', async () => {
    const again = await ingest.send([track('bought', { userId: 'eve@x.org', messageId: 'eve-3' })]);
    expect(again).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await ingest.find('eve@x.org')).toBeUndefined();
    await ingest.send([track('bought', { userId: 'eve@x.org', messageId: 'eve-4' })]);
    expect(await ingest.eventsOf('eve@x.org')).toEqual(['bought']);
  });

  it('of one kind of id leaves the other alone', async () => {
    await ingest.send([track('a', { userId: 'twin' }), track('b', { anonymousId: 'twin' })]);
    expect(await erase('twin', { kind: 'anonymous' })).toBe(true);
    expect(await ingest.eventsOf('twin')).toEqual(['a']);
    expect(await erase('twin', { kind: 'anonymous' })).toBe(false);
  });
});
