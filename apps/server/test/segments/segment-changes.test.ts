import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { allOf, inSegment, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from './segment-calls.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { create, change, list, readAudit } = createSegmentCalls(() => house);

describe('A change', () => {
  test('needs the version that it is based on', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')));
    expect((await change(id, null, { name: 'Two' })).body.code).toBe('version_required');
    expect((await change(id, 'x', { name: 'Two' })).status).toBe(422);
    expect((await change(id, '"0"', { name: 'Two' })).status).toBe(422);
    expect((await list())[0]?.name).toBe('One');
  });

  test('is made at that version, and kept out at another, with who came before', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')));
    house.clock.now += 1000;
    const first = await change(id, '"1"', { name: 'Two' });
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"']);
    expect(first.body).toMatchObject({
      name: 'Two',
      version: 2,
      conditions: allOf(isOneOf('x', '1')),
    });
    const second = await change(id, 1, { name: 'Three' });
    expect([second.status, second.body.code]).toEqual([412, 'version_conflict']);
    expect(second.body).toMatchObject({
      version: 2,
      updatedAt: '2026-03-29T12:00:01.000Z',
      updatedBy: 'API key write (mk_test_…)',
    });
    expect((await list())[0]).toMatchObject({ name: 'Two', version: 2 });
  });

  test('made by two at once is made by one of them', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')));
    const replies = await Promise.all(['A', 'B', 'C'].map((name) => change(id, 1, { name })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await readAudit()).map(({ action }) => action)).toEqual([
      'segment.created',
      'segment.updated',
    ]);
  });

  test('of nothing makes no version', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')), { badge: { emoji: '🚀' } });
    const same = { name: 'One', conditions: allOf(isOneOf('x', '1')), badge: { emoji: '🚀' } };
    const reply = await change(id, 1, same);
    expect([reply.status, reply.body.version]).toEqual([200, 1]);
    expect(await readAudit()).toHaveLength(1);
  });

  test('removes a badge by null and keeps it when it is not named', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')), { badge: { emoji: '🚀' } });
    expect((await change(id, 1, { name: 'Two' })).body.badge).toEqual({ emoji: '🚀' });
    expect((await change(id, 2, { badge: null })).body.badge).toBeNull();
  });

  test('is in the history and in the audit log, with before and after', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')));
    house.clock.now += 1000;
    await change(id, 1, { conditions: allOf(isOneOf('x', '2')) });
    const { body } = await house.call<{ versions: Record<string, unknown>[] }>(
      'GET',
      house.at(`/segments/${id}/versions`),
    );
    expect(body.versions).toMatchObject([
      { version: 2, conditions: allOf(isOneOf('x', '2')), at: '2026-03-29T12:00:01.000Z' },
      { version: 1, conditions: allOf(isOneOf('x', '1')), at: '2026-03-29T12:00:00.000Z' },
    ]);
    const [, entry] = await readAudit();
    expect(entry).toMatchObject({
      action: 'segment.updated',
      before: { conditions: allOf(isOneOf('x', '1')) },
      after: { conditions: allOf(isOneOf('x', '2')) },
    });
  });
});

describe('A deletion', () => {
  test('is refused while the segment is used, whatever is said of its uses', async () => {
    const inner = await create('Inner', allOf(isOneOf('x', '1')));
    const outer = await create('Outer', allOf(inSegment(inner.id)));
    for (const query of ['', '?uses=pause', '?uses=everyone']) {
      const { status, body } = await house.call(
        'DELETE',
        house.at(`/segments/${inner.id}${query}`),
      );
      expect([status, body.code]).toEqual([409, 'segment_in_use']);
      expect(body.usedBy).toEqual([{ type: 'segment', id: outer.id, name: 'Outer' }]);
    }
    expect(await list()).toHaveLength(2);
    expect((await house.call('DELETE', house.at(`/segments/${outer.id}`))).status).toBe(204);
    expect((await house.call('DELETE', house.at(`/segments/${inner.id}`))).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  test('of an outdated version is refused, and of the current one keeps its history', async () => {
    const { id } = await create('One', allOf(isOneOf('x', '1')));
    await change(id, 1, { name: 'Two' });
    const path = house.at(`/segments/${id}`);
    const remove = (version: number) =>
      house.call('DELETE', path, { headers: { 'if-match': `"${version}"` } });
    expect((await remove(1)).status).toBe(412);
    expect((await remove(2)).status).toBe(204);
    expect((await house.call('GET', path)).status).toBe(404);
    expect((await remove(2)).status).toBe(404);
    const { body } = await house.call<{ versions: { name: string }[] }>('GET', `${path}/versions`);
    expect(body.versions.map(({ name }) => name)).toEqual(['Two', 'One']);
    expect((await readAudit()).at(-1)).toMatchObject({
      action: 'segment.deleted',
      before: { name: 'Two' },
    });
  });
});

describe('A copy', () => {
  test('is independent', async () => {
    const badge = { label: 'VIP' };
    const original = await create('VIP', allOf(isOneOf('x', '1')), { badge, description: 'd' });
    const path = house.at(`/segments/${original.id}/duplicate`);
    const { status, body } = await house.call<SegmentBody>('POST', path);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'VIP (copy)', badge, description: 'd', version: 1 });
    expect(body.id).not.toBe(original.id);
    await change(original.id, 1, { conditions: allOf(isOneOf('x', '2')) });
    const copy = await house.call('GET', house.at(`/segments/${body.id}`));
    expect(copy.body.conditions).toEqual(allOf(isOneOf('x', '1')));
    expect((await house.call('POST', house.at('/segments/nope/duplicate'))).status).toBe(404);
  });
});
