import type { Group } from '@muster/conditions';
import type { SegmentBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  type TestHouse,
} from '../http/test-house.ts';
import { day, did, hour, not, track } from '../membership/happenings.ts';
import { createSegmentCalls, type Errors } from './segment-calls.ts';

let house: TestHouse;
const { create, change, readAudit } = createSegmentCalls(() => house);

beforeEach(async () => {
  house = await openTestHouse();
  await house.send(
    ...['ada', 'bob', 'cy', 'di'].map((userId, i) => ({
      type: 'identify',
      userId,
      traits: { plan: i < 2 ? 'Pro' : 'Free', role: i % 2 === 0 ? 'admin' : 'guest' },
    })),
  );
});

afterEach(() => house.close());

const pro = isOneOf('plan', 'Pro');
const admin = isOneOf('role', 'admin');

describe('The impact of unsaved conditions', () => {
  interface ImpactBody extends Errors {
    before: number;
    after: number;
    enter: { count: number; users: { id: string }[] };
    leave: { count: number; users: { id: string }[] };
    usedBy: { name: string }[];
  }

  const assess = (id: string, conditions: unknown) =>
    house.call<ImpactBody>('POST', house.at(`/segments/${id}/impact`), { body: { conditions } });

  test('says who enters and who leaves, and saves nothing', async () => {
    const { id } = await create('Payers', allOf(pro));
    await create('Nested', allOf(inSegment(id)));
    const { body } = await assess(id, allOf(admin));
    expect(body).toMatchObject({ before: 2, after: 2, usedBy: [{ name: 'Nested' }] });
    expect([body.enter.count, body.enter.users.map((user) => user.id)]).toEqual([1, ['cy']]);
    expect([body.leave.count, body.leave.users.map((user) => user.id)]).toEqual([1, ['bob']]);
    const { body: saved } = await house.call('GET', house.at(`/segments/${id}`));
    expect(saved).toMatchObject({ version: 1, audience: 2 });
  });

  test('is nothing for the same conditions, and shows ten of many', async () => {
    const { id } = await create('Payers', allOf(pro));
    const same = (await assess(id, allOf(pro))).body;
    expect([same.enter, same.leave]).toEqual([
      { count: 0, users: [] },
      { count: 0, users: [] },
    ]);
    await house.send(
      ...Array.from({ length: 15 }, (_, i) => ({
        type: 'identify',
        userId: `user-${i}`,
        traits: { role: 'admin' },
      })),
    );
    const { enter } = (await assess(id, allOf(admin))).body;
    expect([enter.count, enter.users.length]).toEqual([16, 10]);
  });

  test('is refused for what could not be saved', async () => {
    const { id } = await create('Payers', allOf(pro));
    const other = await create('Nested', allOf(inSegment(id)));
    expect((await assess(id, allOf(inSegment(other.id)))).body.code).toBe('segment_cycle');
    expect((await assess(id, allOf())).status).toBe(422);
    expect((await assess(id, { nonsense: true })).status).toBe(422);
    expect((await assess('nowhere', allOf(pro))).status).toBe(404);
  });
});

describe('The next day of a segment', () => {
  interface NextDayBody {
    enter: { count: number; users: { id: string }[] };
    leave: { count: number; users: { id: string }[] };
    now: string;
    until: string;
  }
  const foretell = async (id: string) =>
    (await house.call<NextDayBody>('GET', house.at(`/segments/${id}/next-day`))).body;
  const namesOf = ({ users }: NextDayBody['enter']) => users.map(({ id }) => id);

  test('says who enters and who leaves if nothing happens, and so it comes', async () => {
    const { clock } = house;
    const buy = (userId: string, ago: number) => house.send(track(userId, 'buy', clock.now - ago));
    await buy('ada', 7 * day - hour);
    await buy('bob', 6 * day);
    await buy('cy', 6 * day - 1);
    const buyers = await create('Buyers', allOf(did('buy', 1, 'week')));
    const silent = await create('Silent', allOf(pro, not(did('buy', 1, 'week'))));
    const still = await create('Payers', allOf(pro));
    const foretold = await foretell(buyers.id);
    expect(foretold).toMatchObject({
      enter: { count: 0 },
      now: new Date(clock.now).toISOString(),
      until: new Date(clock.now + day).toISOString(),
    });
    expect(namesOf(foretold.leave)).toEqual(['ada', 'bob']);
    expect(namesOf((await foretell(silent.id)).enter)).toEqual(['ada', 'bob']);
    const { enter, leave } = await foretell(still.id);
    expect([enter.count, leave.count]).toEqual([0, 0]);
    clock.now += day;
    const { body } = await house.call('GET', house.at(`/segments/${buyers.id}`));
    expect(body.audience).toBe(1);
  });

  test('is refused of a segment that there is not', async () => {
    const missing = await house.call('GET', house.at('/segments/nowhere/next-day'));
    expect(missing.status).toBe(404);
  });
});

describe('The counts of the parts of a tree', () => {
  const breakDown = async (conditions: Group) =>
    (
      await house.call<{
        users: number;
        nodes: { path: number[]; count: number; running: number }[];
      }>('POST', house.at('/audience/breakdown'), { body: { conditions } })
    ).body;

  test('are those of each alone, and of each with those before it', async () => {
    const { users, nodes } = await breakDown(
      allOf(pro, admin, anyOf(pro, isOneOf('plan', 'Free'))),
    );
    expect(users).toBe(4);
    expect(nodes).toEqual([
      { path: [], count: 1, running: 1 },
      { path: [0], count: 2, running: 2 },
      { path: [1], count: 2, running: 1 },
      { path: [2], count: 4, running: 1 },
      { path: [2, 0], count: 2, running: 2 },
      { path: [2, 1], count: 2, running: 4 },
    ]);
  });

  test('of an empty tree are everybody', async () => {
    expect((await breakDown(allOf())).nodes).toEqual([{ path: [], count: 4, running: 4 }]);
  });

  test('of a tree as large as trees may be come in one answer', async () => {
    const children = Array.from({ length: 200 }, (_, i) => isOneOf('plan', 'Pro', `Plan ${i}`));
    const { nodes } = await breakDown({ type: 'group', match: 'any', children });
    expect(nodes).toHaveLength(201);
    expect(nodes.every(({ count, running }) => count === 2 && running === 2)).toBe(true);
  });
});

describe('The overlap of two segments', () => {
  test('is counted in its three parts', async () => {
    const payers = await create('Payers', allOf(pro));
    const admins = await create('Admins', anyOf(admin, isOneOf('plan', 'Free')));
    const path = house.at(`/segments/${payers.id}/overlap/${admins.id}`);
    const { body } = await house.call('GET', path);
    expect(body).toMatchObject({ both: 1, onlyFirst: 1, onlySecond: 2 });
    const self = house.at(`/segments/${payers.id}/overlap/${payers.id}`);
    expect((await house.call('GET', self)).body).toMatchObject({ both: 2, onlyFirst: 0 });
    expect((await house.call('GET', `${path}x`)).status).toBe(404);
  });
});

describe('A restored version', () => {
  const restore = (id: string, based: number | null, version: number) =>
    house.call<SegmentBody & Errors>('POST', house.at(`/segments/${id}/restore`), {
      body: { version },
      ...(based !== null && { headers: { 'if-match': `"${based}"` } }),
    });

  test('is a new one with the old content', async () => {
    const badge = { emoji: '💶' };
    const { id } = await create('Payers', allOf(pro), { description: 'Who pays', badge });
    await change(id, 1, { name: 'Admins', conditions: allOf(admin), badge: null });
    const restored = await restore(id, 2, 1);
    expect(restored.body).toMatchObject({
      version: 3,
      name: 'Payers',
      description: 'Who pays',
      badge,
      audience: 2,
      conditions: allOf(pro),
    });
    const { body } = await house.call<{ versions: { version: number; name: string }[] }>(
      'GET',
      house.at(`/segments/${id}/versions`),
    );
    expect(body.versions.map(({ version, name }) => [version, name])).toEqual([
      [3, 'Payers'],
      [2, 'Admins'],
      [1, 'Payers'],
    ]);
    // The present one is no change.
    expect((await restore(id, 3, 3)).body.version).toBe(3);
  });

  test('is refused when it is not there, or somebody was faster', async () => {
    const { id } = await create('Payers', allOf(pro));
    await change(id, 1, { name: 'Other' });
    expect((await restore(id, 1, 1)).body.code).toBe('version_conflict');
    expect((await restore(id, null, 1)).status).toBe(428);
    expect((await restore(id, 2, 9)).body.code).toBe('version_not_found');
    expect((await restore('nowhere', 1, 1)).status).toBe(404);
  });

  test('is refused when what it refers to is gone', async () => {
    const other = await create('Other', allOf(admin));
    const { id } = await create('Payers', allOf(inSegment(other.id)));
    await change(id, 1, { conditions: allOf(pro) });
    expect((await house.call('DELETE', house.at(`/segments/${other.id}`))).status).toBe(204);
    const { status, body } = await restore(id, 2, 1);
    expect([status, body.code]).toEqual([422, 'invalid_conditions']);
  });

  test('brings a deleted segment back under its id, as who made it left it', async () => {
    const { id, createdAt, createdBy } = await create('Payers', allOf(pro));
    await change(id, 1, { name: 'Paying' });
    const { body: before } = await house.call<SegmentBody>('GET', house.at(`/segments/${id}`));
    await house.call('DELETE', house.at(`/segments/${id}`));
    expect((await restore(id, 1, 2)).body.code).toBe('version_conflict');
    expect((await restore(id, 2, 9)).body.code).toBe('version_not_found');
    const { body } = await restore(id, 2, 2);
    const { version, updatedAt } = body;
    expect(body).toEqual({ ...before, version, updatedAt });
    expect([version, body.createdAt, body.createdBy]).toEqual([3, createdAt, createdBy]);
    expect((await readAudit()).slice(-2).map(({ action }) => action)).toEqual([
      'segment.deleted',
      'segment.restored',
    ]);
  });

  test('of a deleted segment is refused when what it refers to is gone, too', async () => {
    const other = await create('Other', allOf(admin));
    const { id } = await create('Payers', allOf(inSegment(other.id)));
    await house.call('DELETE', house.at(`/segments/${id}`));
    await house.call('DELETE', house.at(`/segments/${other.id}`));
    const { status, body } = await restore(id, 1, 1);
    expect([status, body.code]).toEqual([422, 'invalid_conditions']);
    expect((await restore(other.id, 1, 1)).status).toBe(200);
    expect((await restore(id, 1, 1)).body.audience).toBe(2);
  });
});
