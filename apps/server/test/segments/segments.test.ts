import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

type Errors = { code: string; detail: string; errors: { path: string; code: string }[] };

async function create(name: string, conditions: unknown, more: Record<string, unknown> = {}) {
  const body = { name, conditions, ...more };
  const reply = await house.call<SegmentBody>('POST', house.at('/segments'), { body });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}

function tryCreate(body: unknown) {
  return house.call<Errors>('POST', house.at('/segments'), { body });
}

function change(id: string, version: number | string | null, body: unknown) {
  const headers = version === null ? undefined : { 'if-match': String(version) };
  const options = { body, ...(headers && { headers }) };
  return house.call<SegmentBody & Errors>('PATCH', house.at(`/segments/${id}`), options);
}

async function list() {
  const { body } = await house.call<{ segments: SegmentBody[] }>('GET', house.at('/segments'));
  return body.segments;
}

async function readAudit() {
  return (await house.store.read((tx) => tx.audit(1, 100))).reverse();
}

describe('A segment', () => {
  test('is saved with its audience, and read as it was saved', async () => {
    await house.send(
      { type: 'identify', userId: 'a', traits: { plan: 'Pro' } },
      { type: 'identify', userId: 'b', traits: { plan: 'Free' } },
    );
    const badge = { emoji: '🚀', label: 'PAYING', color: '#5251db' };
    const conditions = allOf(isOneOf('plan', 'Pro', 'Team'));
    const body = { name: '  Paying  ', description: 'Who pays', badge, conditions };
    const made = await house.call<SegmentBody>('POST', house.at('/segments'), { body });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toMatchObject({
      name: 'Paying',
      description: 'Who pays',
      badge,
      conditions,
      audience: 1,
      problems: [],
      usedBy: [],
      version: 1,
      createdAt: '2026-03-29T12:00:00.000Z',
      createdBy: 'API key write (mk_test_…)',
    });
    expect(made.body.formula).toContain('plan');
    const read = await house.call('GET', house.at(`/segments/${made.body.id}`));
    expect(read.body).toEqual(made.body);
    expect(read.headers.get('etag')).toBe('"1"');
    const { conditions: _, formula: __, ...summary } = made.body;
    expect(await list()).toEqual([summary]);
    const [entry] = await readAudit();
    expect(entry).toMatchObject({
      action: 'segment.created',
      subject: made.body.id,
      by: 'API key write (mk_test_…)',
      after: { name: 'Paying', conditions },
    });
  });

  test('is counted live: a change of data is in the next answer', async () => {
    const { id } = await create('Pro', allOf(isOneOf('plan', 'Pro')));
    const count = async () => (await house.call('GET', house.at(`/segments/${id}`))).body.audience;
    expect(await count()).toBe(0);
    await house.send({ type: 'identify', userId: 'a', traits: { plan: 'Pro' } });
    expect(await count()).toBe(1);
    expect((await list())[0]?.audience).toBe(1);
    await house.send({ type: 'identify', userId: 'a', traits: { plan: 'Free' } });
    expect((await list())[0]?.audience).toBe(0);
  });

  test('that moves with time is counted anew though no data has changed', async () => {
    await house.send({ type: 'track', userId: 'a', event: 'purchase' });
    const { id } = await create(
      'Recent buyers',
      allOf({
        type: 'event',
        source: 'api',
        name: 'purchase',
        window: { operator: 'inLast', amount: 1, unit: 'hour' },
      }),
    );
    const count = async () => (await list()).find((segment) => segment.id === id)?.audience;
    expect(await count()).toBe(1);
    house.clock.now += 3_600_000;
    expect(await count()).toBe(0);
  });

  test('is listed by name, without counting where that is not asked for', async () => {
    await create('Zebra', allOf(isOneOf('x', '1')));
    await create('apple', allOf(isOneOf('x', '1')));
    await create('Segment 10', allOf(isOneOf('x', '1')));
    await create('Segment 9', allOf(isOneOf('x', '1')));
    const { body } = await house.call<{ segments: SegmentBody[] }>(
      'GET',
      house.at('/segments?audience=skip'),
    );
    expect(body.segments.map(({ name }) => name)).toEqual([
      'apple',
      'Segment 9',
      'Segment 10',
      'Zebra',
    ]);
    expect(body.segments.map(({ audience }) => audience)).toEqual([null, null, null, null]);
  });

  test('of another project is not there', async () => {
    const { id } = await create('Mine', allOf(isOneOf('x', '1')));
    const path = `/api/projects/other/segments/${id}`;
    const options = { key: keys.foreign };
    expect((await house.call('GET', path, options)).status).toBe(404);
    expect((await house.call('DELETE', path, options)).status).toBe(404);
    const conditions = allOf(inSegment(id));
    const use = await house.call<Errors>('POST', '/api/projects/other/segments', {
      ...options,
      body: { name: 'X', conditions },
    });
    expect(use.body.errors[0]?.code).toBe('segment_missing');
    expect(await list()).toHaveLength(1);
  });
});

describe('A segment that cannot be saved', () => {
  const good = allOf(isOneOf('x', '1'));
  const deep = Array.from({ length: 9 }).reduce<unknown>(
    (child) => ({ type: 'group', match: 'all', children: [child] }),
    isOneOf('x', '1'),
  );
  const refused: [string, unknown, string, string][] = [
    ['no conditions', { name: 'X' }, 'conditions', 'missing'],
    ['the empty root', { name: 'X', conditions: allOf() }, 'conditions.children', 'empty_group'],
    [
      'an unknown operator',
      { name: 'X', conditions: allOf({ ...isOneOf('x', '1'), operator: 'like' } as never) },
      'conditions.children[0].operator',
      'unknown_operator',
    ],
    [
      'too deep a tree',
      { name: 'X', conditions: deep },
      `conditions${'.children[0]'.repeat(8)}`,
      'too_deep',
    ],
    [
      'a segment that does not exist',
      { name: 'X', conditions: allOf(inSegment('nope')) },
      'conditions.children[0]',
      'segment_missing',
    ],
    [
      'an experience that does not exist',
      {
        name: 'X',
        conditions: allOf({ type: 'experience', experienceId: 'nope', interaction: 'seen' }),
      },
      'conditions.children[0].experienceId',
      'experience_missing',
    ],
    ['no name', { conditions: good }, 'name', 'missing'],
    ['an empty name', { name: ' ', conditions: good }, 'name', 'too_small'],
    ['a name of two lines', { name: 'a\nb', conditions: good }, 'name', 'custom'],
    ['a name that is no text', { name: '\ud800', conditions: good }, 'name', 'custom'],
    [
      'too long a label',
      { name: 'X', conditions: good, badge: { label: 'x'.repeat(15) } },
      'badge.label',
      'too_big',
    ],
    [
      'an unknown part of a badge',
      { name: 'X', conditions: good, badge: { x: 1 } },
      'badge.x',
      'unknown_field',
    ],
    ['an unknown field', { name: 'X', conditions: good, colour: 1 }, 'colour', 'unknown_field'],
  ];
  test.each(refused)('for %s says where', async (_, body, path, code) => {
    const reply = await tryCreate(body);
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect(await list()).toEqual([]);
    expect(await readAudit()).toEqual([]);
  });
});

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

test('A project is changed with its audit, and its zone reaches the conditions', async () => {
  await house.send({ type: 'identify', userId: 'a', traits: { since: '2026-03-30T01:00:00Z' } });
  const on = {
    type: 'attribute',
    source: 'custom',
    key: 'since',
    kind: 'date',
    operator: 'on',
    value: '2026-03-29',
  } as const;
  const count = async () =>
    (await house.call('POST', house.at('/audience/count'), { body: { conditions: allOf(on) } }))
      .body.count;
  expect(await count()).toBe(0);
  const path = house.at('');
  expect((await house.call('PATCH', path, { body: { timeZone: 'Mars/Olympus' } })).status).toBe(
    422,
  );
  expect((await house.call('PATCH', path, { body: { timeZone: '+02:00' } })).status).toBe(422);
  const { status, body } = await house.call('PATCH', path, {
    body: { timeZone: 'America/New_York' },
  });
  expect([status, body.timeZone]).toEqual([200, 'America/New_York']);
  expect(await count()).toBe(1);
  expect((await house.call('GET', path)).body).toMatchObject({ id: projectId, name: 'Demo' });
  expect((await readAudit()).at(-1)).toMatchObject({
    action: 'project.updated',
    before: { timeZone: 'UTC' },
    after: { timeZone: 'America/New_York' },
  });
});
