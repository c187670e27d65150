import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls, type Errors } from './segment-calls.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { create, change, list } = createSegmentCalls(() => house);

describe('Nested segments', () => {
  test('mean their current conditions', async () => {
    await house.send(
      { type: 'identify', userId: 'a', traits: { plan: 'Pro' } },
      { type: 'identify', userId: 'b', traits: { plan: 'Free' } },
    );
    const inner = await create('Inner', allOf(isOneOf('plan', 'Pro')));
    const outer = await create('Outer', allOf(inSegment(inner.id, true)));
    expect(outer.audience).toBe(1);
    expect(outer.formula).toBe('Is not in segment: Inner');
    await change(inner.id, 1, { conditions: allOf(isOneOf('plan', 'Pro', 'Free')) });
    const segments = await list();
    expect(segments.map(({ name, audience }) => [name, audience])).toEqual([
      ['Inner', 2],
      ['Outer', 0],
    ]);
    expect(segments[0]?.usedBy).toEqual([{ type: 'segment', id: outer.id, name: 'Outer' }]);
  });

  test('that would make a cycle are refused with its path by names', async () => {
    const a = await create('A', allOf(isOneOf('x', '1')));
    const b = await create('B', anyOf(isOneOf('x', '2'), inSegment(a.id)));
    const c = await create('C', allOf(inSegment(b.id, true)));
    const refused = await change(a.id, 1, { conditions: allOf(inSegment(c.id)) });
    expect([refused.status, refused.body.code]).toEqual([422, 'segment_cycle']);
    expect(refused.body.detail).toContain('A → C → B → A');
    expect(refused.body.errors[0]?.path).toBe('conditions');
    const itself = await change(a.id, 1, { conditions: allOf(inSegment(a.id)) });
    expect(itself.body.detail).toContain('A → A');
    expect((await list()).every(({ version }) => version === 1)).toBe(true);
  });

  test('that would close a cycle from both ends at once are closed from neither', async () => {
    const a = await create('A', allOf(isOneOf('x', '1')));
    const b = await create('B', allOf(isOneOf('x', '2')));
    const replies = await Promise.all([
      change(a.id, 1, { conditions: allOf(inSegment(b.id)) }),
      change(b.id, 1, { conditions: allOf(inSegment(a.id)) }),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect((await list()).every(({ problems }) => problems.length === 0)).toBe(true);
  });

  test('that would grow a user of theirs beyond the limit are refused', async () => {
    const many = (count: number, value: string) =>
      anyOf(...Array.from({ length: count }, (_, i) => isOneOf(`k${i}`, value)));
    const leaf = await create('Leaf', many(50, '1'));
    // 50 uses of 50 conditions; 50 uses of 150 would be more than 5,000.
    await create('Many leaves', anyOf(...Array.from({ length: 50 }, () => inSegment(leaf.id))));
    const refused = await change(leaf.id, 1, { conditions: many(150, '1') });
    expect([refused.status, refused.body.code]).toEqual([422, 'segment_breaks_others']);
    expect(refused.body.detail).toContain('“Many leaves”');
    expect((await change(leaf.id, 1, { conditions: many(90, '1') })).status).toBe(200);
  });
});

describe('A stored segment that is broken', () => {
  /** As a later version, a bug or a hand might have left it. */
  async function breakIt(id: string, conditions: unknown) {
    await house.store.write(async (tx) => {
      const row = await tx.segment(1, id);
      if (row)
        await tx.updateSegment({ ...row, conditions, version: row.version + 1 }, row.version);
    });
  }

  test('has nobody in it, says why, and so do those that use it', async () => {
    await house.send({ type: 'identify', userId: 'a', traits: { x: '1' } });
    const broken = await create('Broken', allOf(isOneOf('x', '1')));
    const user = await create('Not in broken', allOf(inSegment(broken.id, true)));
    for (const conditions of [null, 'nonsense', allOf(), { type: 'group', match: 'none' }]) {
      await breakIt(broken.id, conditions);
      const segments = await list();
      expect(segments.map(({ audience }) => audience)).toEqual([0, 0]);
      expect(segments.every(({ problems }) => problems.length > 0)).toBe(true);
      const one = await house.call('GET', house.at(`/segments/${broken.id}`));
      expect(one.body).toMatchObject({ audience: 0, conditions });
      for (const { id } of [broken, user]) {
        const response = await house.fetchRaw('GET', house.at(`/segments/${id}/users`));
        expect([response.status, await response.json()]).toEqual([200, []]);
        expect(response.headers.get('x-muster-problems')).not.toBeNull();
      }
      const { body } = await house.call<{ member: boolean; problems: unknown[] }[]>(
        'GET',
        house.at('/users/a/segments'),
      );
      expect(body.map(({ member }) => member)).toEqual([false, false]);
      expect(body.every(({ problems }) => problems.length > 0)).toBe(true);
    }
    const ask = await house.call<Errors>('POST', house.at('/audience/count'), {
      body: { conditions: allOf(inSegment(broken.id, true)) },
    });
    expect([ask.status, ask.body.errors[0]?.path]).toEqual([422, 'conditions.children[0]']);
  });

  test('can still be renamed, repaired and deleted', async () => {
    const { id } = await create('Broken', allOf(isOneOf('x', '1')));
    await breakIt(id, null);
    expect((await change(id, 2, { name: 'Known to be broken' })).status).toBe(200);
    const repaired = await change(id, 3, { conditions: allOf(isOneOf('x', '1')) });
    expect(repaired.body.problems).toEqual([]);
    expect((await house.call('DELETE', house.at(`/segments/${id}`))).status).toBe(204);
  });
});
