import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allOf,
  anyOf,
  inSegment,
  isOneOf,
  openTestHouse,
  type TestHouse,
} from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { createExperienceCalls, survey } from './experience-calls.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { create, tryCreate, change, get, publish } = createExperienceCalls(() => house);
const segments = createSegmentCalls(() => house);
const pro = allOf(isOneOf('plan', 'Pro'));

const ofSegments = (...segmentIds: string[]) => ({ who: { type: 'segments', segmentIds } });
const ofConditions = (conditions: unknown) => ({ who: { type: 'conditions', conditions } });

/** As a store is that was restored from halves. */
const loseSegment = (id: string) => house.store.write((tx) => tx.deleteSegment(1, id));

describe('A Who', () => {
  test('of conditions is kept as it is read, of segments each once', async () => {
    const { id } = await segments.create('Payers', pro);
    const one = await create('One', { target: ofSegments(id, id) });
    expect(one.target.who).toEqual({ type: 'segments', segmentIds: [id] });
    const conditions = allOf(inSegment(id), isOneOf('x', 'y'));
    const two = await create('Two', { target: ofConditions(conditions) });
    expect(two.target.who).toEqual({ type: 'conditions', conditions });
    expect(two.problems).toEqual([]);
  });

  test.each([
    [ofSegments('gone'), 'target.who.segmentIds[0]', 'segment_missing'],
    [ofConditions(allOf()), 'target.who.conditions.children', undefined],
    [ofConditions({}), 'target.who.conditions', undefined],
    [ofConditions(null), 'target.who.conditions', undefined],
    [
      ofConditions(anyOf(inSegment('gone'))),
      'target.who.conditions.children[0]',
      'segment_missing',
    ],
    [
      ofConditions(anyOf({ type: 'experience', experienceId: 'gone', interaction: 'seen' })),
      'target.who.conditions.children[0].experienceId',
      'experience_missing',
    ],
    [{ who: { type: 'nobody' } }, 'target.who.type', undefined],
    [{ who: { type: 'everyone', conditions: pro } }, 'target.who.conditions', undefined],
  ])('of %j is refused under its path', async (target, path, code) => {
    const { status, body } = await tryCreate({ target });
    expect(status).toBe(422);
    expect(body.errors[0]?.path).toBe(path);
    if (code !== undefined) expect(body.errors[0]?.code).toBe(code);
  });

  test('of a block is refused under the path of its step', async () => {
    const steps = [
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B', ...ofConditions(anyOf(inSegment('gone'))) },
      { id: 'c', title: 'C', ...ofSegments('gone') },
      { id: 'd', title: 'D', ...ofConditions({ type: 'group', match: 'any', children: [1] }) },
    ];
    const unread = await tryCreate({ type: 'resourceCenter', steps });
    expect(unread.body.errors.map(({ path }) => path)).toEqual([
      'steps[3].who.conditions.children[0].type',
    ]);
    const unresolved = await tryCreate({ type: 'resourceCenter', steps: steps.slice(0, 3) });
    expect(unresolved.body.errors.map(({ path }) => path)).toEqual([
      'steps[1].who.conditions.children[0]',
      'steps[2].who.segmentIds[0]',
    ]);
  });

  test('may name the answers to its own questions, and a segment that does', async () => {
    const poll = await create('Poll', survey);
    const answered = {
      type: 'answer',
      experienceId: poll.id,
      stepId: 'nps',
      kind: 'number',
      operator: 'gte',
      value: 9,
    } as const;
    const fans = await segments.create('Fans', allOf(answered));
    const target = ofConditions(anyOf(answered, inSegment(fans.id)));
    const reply = await change(poll.id, 1, { target, status: 'live' });
    expect([reply.status, reply.body.problems]).toEqual([200, []]);
    // What it says of itself is no use by another.
    expect(reply.body.usedBy).toEqual([{ type: 'segment', id: fans.id, name: 'Fans' }]);
    const lost = await change(poll.id, 2, { steps: survey.steps.slice(1) });
    expect(lost.body.errors[0]).toMatchObject({
      path: 'target.who.conditions.children[0].stepId',
      code: 'step_missing',
    });
  });

  test('that no longer resolves is shown to nobody, says so, and cannot be made live', async () => {
    const { id: payers } = await segments.create('Payers', pro);
    const blocks = [{ id: 'a', title: 'A', ...ofSegments(payers) }];
    const more = { type: 'resourceCenter', steps: blocks, target: ofSegments(payers) };
    const { id } = await publish('Help', more);
    await loseSegment(payers);
    const { body } = await get(id);
    expect(body.status).toBe('live');
    expect(body.problems).toMatchObject([
      { path: 'target.who.segmentIds[0]', code: 'segment_missing' },
      { path: 'steps[0].who.segmentIds[0]', code: 'segment_missing' },
    ]);
    // What is not about it may still be changed.
    expect((await change(id, 2, { name: 'Help!' })).status).toBe(200);
    expect((await change(id, 3, { status: 'paused' })).status).toBe(200);
    const refused = await change(id, 4, { status: 'live' });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid_experience']);
    expect(refused.body.errors.map(({ path }) => path)).toEqual([
      'target.who.segmentIds[0]',
      'steps[0].who.segmentIds[0]',
    ]);
    const repaired = { status: 'live', target: { who: { type: 'everyone' } }, steps: survey.steps };
    expect((await change(id, 4, repaired)).body.problems).toEqual([]);
  });

  test('keeps a segment from growing beyond what can be evaluated', async () => {
    const full = (size: number) => allOf(...Array.from({ length: size }, () => isOneOf('x', 'y')));
    const { id } = await segments.create('Small', pro);
    const conditions = allOf(...Array.from({ length: 200 }, () => inSegment(id)));
    await create('Wide', { target: ofConditions(conditions) });
    const { status, body } = await segments.change(id, 1, { conditions: full(60) });
    expect([status, body.code]).toEqual([422, 'segment_breaks_others']);
    expect(body.detail).toContain('“Wide”');
  });
});
