import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  inSegment,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls, type Errors } from './segment-calls.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { create, list, readAudit } = createSegmentCalls(() => house);

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
    const reply = await house.call<Errors>('POST', house.at('/segments'), { body });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect(await list()).toEqual([]);
    expect(await readAudit()).toEqual([]);
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
