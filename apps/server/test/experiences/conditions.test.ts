import type { Group, TreeNode } from '@muster/conditions';
import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { allOf, anyOf, isOneOf, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createSegmentCalls } from '../segments/segment-calls.ts';
import { createExperienceCalls, survey } from './experience-calls.ts';
import { remember } from './remember.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
  await house.send(...['ada', 'bob', 'cleo'].map((userId) => ({ type: 'identify', userId })));
});

afterAll(() => house.close());

const { create, change, remove } = createExperienceCalls(() => house);
const segments = createSegmentCalls(() => house);

const seen = (experienceId: string, not = false): TreeNode => ({
  type: 'experience',
  experienceId,
  interaction: 'seen',
  ...(not && { not }),
});

const atLeast = (experienceId: string, stepId: string, value: number): TreeNode => ({
  type: 'answer',
  experienceId,
  stepId,
  kind: 'number',
  operator: 'gte',
  value,
});

async function count(conditions: Group): Promise<number | string> {
  const path = house.at('/audience/count');
  const { status, body } = await house.call('POST', path, { body: { conditions } });
  return status === 200 ? Number(body.count) : String(body.code);
}

async function membershipsOf(userId: string) {
  const { body } = await house.call<{ name: string; member: boolean }[]>(
    'GET',
    house.at(`/users/${userId}/segments`),
  );
  return body.filter(({ member }) => member).map(({ name }) => name);
}

describe('Conditions on experiences', () => {
  test('are about those that are there, and their questions', async () => {
    const { id } = await create('Poll', survey);
    await remember(house, 'ada', { seen: [id], answers: [[id, 'nps', 9]] });
    await remember(house, 'bob', { seen: [id], answers: [[id, 'nps', 3]] });
    expect(await count(allOf(seen(id)))).toBe(2);
    expect(await count(allOf(seen(id, true)))).toBe(1);
    expect(await count(allOf(atLeast(id, 'nps', 9)))).toBe(1);
    for (const wrong of [seen('gone'), atLeast('gone', 'nps', 1), atLeast(id, 'gone', 1)]) {
      expect(await count(anyOf(wrong, isOneOf('plan', 'Pro')))).toBe('invalid_conditions');
    }
    // A step that asks nothing has no answers.
    expect(await count(allOf(atLeast(id, 'bye', 1)))).toBe('invalid_conditions');
  });

  test('hold in segments, their words, their why and their export', async () => {
    const { id } = await create('Poll', survey);
    await remember(house, 'ada', { seen: [id], answers: [[id, 'nps', 9]] });
    const fans = await segments.create('Fans', allOf(atLeast(id, 'nps', 9)));
    const unseen = await segments.create('Unseen', allOf(seen(id, true)));
    expect([fans.audience, unseen.audience]).toEqual([1, 2]);
    expect(fans.formula).toBe('Poll › How likely? answered ≥ 9');
    expect(await membershipsOf('ada')).toEqual(['Fans']);
    expect(await membershipsOf('bob')).toEqual(['Unseen']);
    const why = await house.call<{ member: boolean }>(
      'GET',
      house.at(`/users/ada/segments/${fans.id}/why`),
    );
    expect(why.body.member).toBe(true);
    const rows = await house.fetchRaw('GET', house.at(`/segments/${fans.id}/users`));
    expect(await rows.json()).toMatchObject([{ id: 'ada' }]);
  });

  test('on one that is gone match nobody, negated or not, and say so', async () => {
    const { id } = await create('Poll', survey);
    await remember(house, 'ada', { seen: [id] });
    const { id: notSeen } = await segments.create('Not seen', allOf(seen(id, true)));
    const { id: either } = await segments.create('Either', anyOf(seen(id), isOneOf('x', 'y')));
    const { usedBy } = (await remove(id)).body;
    expect(usedBy.map(({ name }) => name).sort()).toEqual(['Either', 'Not seen']);
    // As a store is that was restored from halves.
    await house.store.write((tx) => tx.deleteExperience(1, id));
    for (const segmentId of [notSeen, either]) {
      const { body } = await house.call<SegmentBody>('GET', house.at(`/segments/${segmentId}`));
      expect(body.audience).toBe(0);
      expect(body.problems).toMatchObject([
        {
          path: 'conditions.children[0].experienceId',
          code: 'experience_missing',
          message: `There is no experience with the id "${id}".`,
        },
      ]);
    }
    expect(await membershipsOf('ada')).toEqual([]);
    expect(await membershipsOf('bob')).toEqual([]);
  });

  test('keep a question from going by the way', async () => {
    const { id } = await create('Poll', survey);
    const fans = await segments.create('Fans', allOf(atLeast(id, 'nps', 9)));
    const [, ...others] = survey.steps;
    const refused = await change(id, 1, { steps: others });
    expect([refused.status, refused.body.code]).toEqual([409, 'question_in_use']);
    expect(refused.body.usedBy).toEqual([{ type: 'segment', id: fans.id, name: 'Fans' }]);
    const statement = { id: 'nps', title: 'No question any more' };
    expect((await change(id, 1, { steps: [statement, ...others] })).status).toBe(409);
    // Any other step may go, and this one may be asked otherwise and elsewhere.
    const [nps, why] = survey.steps;
    const kept = await change(id, 1, { steps: [why, { ...nps, title: 'Would you?' }] });
    expect(kept.body.problems).toEqual([]);
    await house.call('DELETE', house.at(`/segments/${fans.id}`));
    expect((await change(id, 2, { steps: others })).status).toBe(200);
  });
});
