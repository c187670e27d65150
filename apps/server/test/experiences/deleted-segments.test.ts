import type { ExperienceBody, SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { allOf, inSegment, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { createExperienceCalls, type Refusal } from './experience-calls.ts';

let house: TestHouse;
let payers: SegmentBody;
let others: SegmentBody;

const { create, publish, get, readAudit } = createExperienceCalls(() => house);
const segments = createSegmentCalls(() => house);
const pro = allOf(isOneOf('plan', 'Pro'));

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
  payers = await segments.create('Payers', pro);
  others = await segments.create('Others', pro);
});

afterAll(() => house.close());

const ofSegments = (...segmentIds: string[]) => ({ who: { type: 'segments', segmentIds } });
const ofConditions = (conditions: unknown) => ({ who: { type: 'conditions', conditions } });

function removePayers(query = '') {
  return house.call<Refusal>('DELETE', house.at(`/segments/${payers.id}${query}`));
}

const isThere = async () =>
  (await house.call('GET', house.at(`/segments/${payers.id}`))).status === 200;

describe('Deleting a segment that experiences use', () => {
  let all: Record<'list' | 'tree' | 'block' | 'paused' | 'draft' | 'apart', ExperienceBody>;

  beforeEach(async () => {
    const paused = await publish('Paused', { target: ofSegments(payers.id) });
    const headers = { 'if-match': String(paused.version) };
    const path = house.at(`/experiences/${paused.id}`);
    await house.call('PATCH', path, { headers, body: { status: 'paused' } });
    const block = { id: 'a', title: 'A', ...ofSegments(payers.id, others.id) };
    const free = { id: 'b', title: 'B', ...ofSegments(others.id) };
    const steps = [block, free, { id: 'c', title: 'C' }];
    all = {
      list: await publish('List', { target: ofSegments(others.id, payers.id) }),
      tree: await publish('Tree', { target: ofConditions(allOf(inSegment(payers.id, true))) }),
      block: await publish('Block', { type: 'resourceCenter', steps }),
      paused,
      draft: await create('Draft', { target: ofSegments(payers.id) }),
      apart: await publish('Apart', { target: ofSegments(others.id) }),
    };
  });

  const names = ['list', 'tree', 'block', 'paused', 'draft', 'apart'] as const;

  async function readAll(): Promise<typeof all> {
    const read = { ...all };
    for (const name of names) read[name] = (await get(all[name].id)).body;
    return read;
  }

  test('is refused until it is said what becomes of them', async () => {
    const before = await readAll();
    const { status, body } = await removePayers();
    expect([status, body.code]).toEqual([409, 'segment_in_use']);
    expect(body.usedBy.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      'experience Block',
      'experience Draft',
      'experience List',
      'experience Paused',
      'experience Tree',
    ]);
    expect((await removePayers('?uses=leave')).status).toBe(422);
    expect(await readAll()).toEqual(before);
    expect(await isThere()).toBe(true);
    const { body: segment } = await house.call<SegmentBody>(
      'GET',
      house.at(`/segments/${payers.id}`),
    );
    expect(segment.usedBy).toEqual(body.usedBy);
  });

  test('pauses what is live by it, and nobody is let in anywhere', async () => {
    expect((await removePayers('?uses=pause')).status).toBe(204);
    expect(await isThere()).toBe(false);
    const after = await readAll();
    expect(Object.entries(after).map(([key, { status }]) => [key, status])).toEqual([
      ['list', 'paused'],
      ['tree', 'paused'],
      ['block', 'paused'],
      ['paused', 'paused'],
      ['draft', 'draft'],
      ['apart', 'live'],
    ]);
    for (const [key, { problems, target, version }] of Object.entries(after)) {
      expect(target).toEqual(all[key as keyof typeof all].target);
      expect(problems.map(({ code }) => code)).toEqual(key === 'apart' ? [] : ['segment_missing']);
      expect(version).toBe({ paused: 3, draft: 1, apart: 2 }[key] ?? 3);
    }
    const actions = (await readAudit()).slice(-4);
    expect(actions.map(({ action }) => action)).toEqual([
      'experience.updated',
      'experience.updated',
      'experience.updated',
      'segment.deleted',
    ]);
    expect(actions[0]).toMatchObject({ before: { status: 'live' }, after: { status: 'paused' } });
    expect(new Set(actions.map(({ by }) => by)).size).toBe(1);
  });

  test('opens each Who that names it to everyone, and no other', async () => {
    expect((await removePayers('?uses=everyone')).status).toBe(204);
    const after = await readAll();
    for (const key of ['list', 'tree', 'paused', 'draft'] as const) {
      expect(after[key].target.who).toEqual({ type: 'everyone' });
    }
    expect(after.block.steps.map(({ who }) => who?.type)).toEqual([
      'everyone',
      'segments',
      undefined,
    ]);
    expect(after.apart).toEqual((await get(all.apart.id)).body);
    expect(Object.values(after).map(({ status }) => status)).toEqual([
      ...['live', 'live', 'live', 'paused', 'draft', 'live'],
    ]);
    expect(Object.values(after).flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('asks of each apart, and the rest is as `uses` says', async () => {
    const { list, tree, block } = all;
    const query = `?uses=pause&everyone=${list.id},${block.id}`;
    expect((await removePayers(query)).status).toBe(204);
    const after = await readAll();
    expect([after.list.status, after.list.target.who.type]).toEqual(['live', 'everyone']);
    expect([after.block.status, after.block.steps[0]?.who?.type]).toEqual(['live', 'everyone']);
    expect([after.tree.status, after.tree.target]).toEqual(['paused', tree.target]);
    expect(after.apart.status).toBe('live');
  });

  test('without `uses` must be said of each, of none twice, and of no other', async () => {
    const before = await readAll();
    const named = names.filter((name) => name !== 'apart').map((name) => all[name].id);
    const tryQuery = async (query: string) => {
      const { status, body } = await removePayers(query);
      return [status, body?.code ?? ''];
    };
    expect(await tryQuery(`?pause=${named.slice(1).join()}`)).toEqual([409, 'segment_in_use']);
    const twice = `?uses=pause&pause=${named[0]}&everyone=${named[0]}`;
    expect(await tryQuery(twice)).toEqual([422, 'invalid_uses']);
    const other = `?uses=pause&everyone=${all.apart.id}`;
    expect(await tryQuery(other)).toEqual([422, 'invalid_uses']);
    expect(await readAll()).toEqual(before);
    expect(await isThere()).toBe(true);
    expect(await tryQuery(`?everyone=${named[0]}&pause=${named.slice(1).join()}`)).toEqual([
      204,
      '',
    ]);
  });

  const restorePayers = (uses?: 'resume') =>
    house.call('POST', house.at(`/segments/${payers.id}/restore`), {
      headers: { 'if-match': '"1"' },
      body: { version: 1, ...(uses && { uses }) },
    });

  /** What people wrote, without versions and times. */
  const contentOf = (read: typeof all) =>
    names.map((name) => [name, read[name].status, read[name].target, read[name].steps]);

  test('and bringing it back undoes what became of each, when it is asked for', async () => {
    const before = await readAll();
    await removePayers(`?uses=pause&everyone=${all.tree.id},${all.draft.id}`);
    const deleted = await readAll();
    expect((await restorePayers('resume')).status).toBe(200);
    const after = await readAll();
    expect(contentOf(after)).toEqual(contentOf(before));
    expect(after.list.version).toBe(deleted.list.version + 1);
    expect(Object.values(after).flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('and bringing it back leaves experiences as they are otherwise', async () => {
    await removePayers('?uses=pause');
    const deleted = await readAll();
    expect((await restorePayers()).status).toBe(200);
    const after = await readAll();
    expect(contentOf(after)).toEqual(contentOf(deleted));
  });

  test('and bringing it back leaves what has been changed since, or cannot be live', async () => {
    await removePayers('?uses=pause');
    const { list } = await readAll();
    const headers = { 'if-match': String(list.version) };
    const renamed = { headers, body: { name: 'Renamed' } };
    expect((await house.call('PATCH', house.at(`/experiences/${list.id}`), renamed)).status).toBe(
      200,
    );
    const path = `/segments/${others.id}?uses=pause`;
    expect((await house.call('DELETE', house.at(path))).status).toBe(204);
    await restorePayers('resume');
    const after = await readAll();
    // `block` names the other segment, too, which is gone.
    expect([after.list.status, after.block.status, after.tree.status]).toEqual([
      ...['paused', 'paused', 'live'],
    ]);
  });

  test.each(['pause', 'everyone'])('by %s is refused while segments use it', async (uses) => {
    await segments.create('Outer', allOf(inSegment(payers.id)));
    const before = await readAll();
    const { status, body } = await removePayers(`?uses=${uses}`);
    expect([status, body.code]).toEqual([409, 'segment_in_use']);
    expect(body.detail).toContain('take it out there first');
    expect(await readAll()).toEqual(before);
    expect(await isThere()).toBe(true);
  });

  test('of an outdated version changes nothing', async () => {
    await segments.change(payers.id, 1, { name: 'Customers' });
    const before = await readAll();
    const path = house.at(`/segments/${payers.id}?uses=everyone`);
    const { status } = await house.call('DELETE', path, { headers: { 'if-match': '"1"' } });
    expect(status).toBe(412);
    expect(await readAll()).toEqual(before);
  });

  test('asks nothing when nothing uses it', async () => {
    const { id } = await segments.create('Unused', pro);
    const path = house.at(`/segments/${id}?uses=everyone`);
    expect((await house.call('DELETE', path)).status).toBe(204);
  });
});

test('A change of a segment says which experiences it reaches', async () => {
  const { id } = await publish('Hello', { target: ofSegments(payers.id) });
  const path = house.at(`/segments/${payers.id}/impact`);
  const { body } = await house.call('POST', path, { body: { conditions: pro } });
  expect(body.usedBy).toEqual([{ type: 'experience', id, name: 'Hello' }]);
});

test('An impact names the live experiences that are reached through other segments, too', async () => {
  const nested = await segments.create('Nested', allOf(inSegment(payers.id)));
  const { id } = await publish('Through another', { target: ofSegments(nested.id) });
  await create('A draft', { target: ofSegments(payers.id) });
  await publish('For everyone');
  const path = house.at(`/segments/${payers.id}/impact`);
  const { body } = await house.call('POST', path, { body: { conditions: pro } });
  expect(body.liveExperiences).toEqual([{ type: 'experience', id, name: 'Through another' }]);
});
