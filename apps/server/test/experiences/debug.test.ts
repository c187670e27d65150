import type { ProfileBody, UserExperienceBody } from '@muster/protocol';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createExperienceCalls, survey } from './experience-calls.ts';

const as = 'ada-browser-xxxxxxxxxxxx';
let house: TestHouse;
let seq = 0;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
  await say({ type: 'attributes', values: { plan: 'Pro' } });
});
afterAll(() => house.close());
const { create, publish } = createExperienceCalls(() => house);

async function say(command: object): Promise<void> {
  seq += 1;
  const at = Date.now();
  const body = { stream: as, sentAt: at, commands: [{ seq, at, as, ...command }] };
  const response = await house.app.request('/sdk/v1/projects/demo/commands', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(await response.json()).toMatchObject({ rejected: [] });
}

async function debug(query = ''): Promise<Map<string, UserExperienceBody>> {
  const address = house.at(`/users/${as}/experiences${query}`);
  const { status, body } = await house.call<{ experiences: UserExperienceBody[] }>('GET', address);
  expect(status).toBe(200);
  return new Map(body.experiences.map((each) => [each.name, each]));
}

const failed = (experience: UserExperienceBody | undefined) =>
  experience?.rules.filter(({ passes }) => !passes).map(({ rule, reason }) => [rule, reason]);
const who = (plan: string) => ({
  type: 'conditions',
  conditions: {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'plan',
        kind: 'string',
        operator: 'is',
        value: [plan],
      },
    ],
  },
});

it('says of every experience which rules hold it back, and why', async () => {
  await create('Draft');
  await publish('Free', { target: { who: who('Free') } });
  await publish('Pricing', {
    target: { where: { urls: [{ operator: 'is', value: '/pricing' }] }, who: who('Pro') },
  });
  await publish('Later', { target: { when: { start: '2999-01-01T00:00:00Z' } } });
  await publish('Manual', { target: { showOn: { type: 'manual' } } });
  const all = await debug('?url=https%3A%2F%2Fshop.test%2F&device=mobile');
  expect(failed(all.get('Draft'))).toEqual([['status', 'It is a draft.']]);
  expect(failed(all.get('Free'))).toEqual([['who', 'The user is not one of those it is for.']]);
  expect(all.get('Free')?.why).toMatchObject({ verdict: false });
  expect(failed(all.get('Pricing'))).toEqual([
    ['where', 'None of its rules holds for the address of the page.'],
  ]);
  expect(failed(all.get('Later'))?.[0]?.[0]).toBe('schedule');
  expect(failed(all.get('Manual'))?.[0]?.[0]).toBe('showOn');
  expect((await debug('?url=https%3A%2F%2Fshop.test%2Fpricing')).get('Pricing')).toMatchObject({
    isShown: true,
  });
  const onAnyPage = (await debug()).get('Pricing');
  expect(onAnyPage?.isShown).toBe(true);
  expect(onAnyPage?.rules.map(({ rule }) => rule)).not.toContain('where');
});

it('says what she has seen and answered, as her profile does', async () => {
  const { id } = await publish('Poll', survey);
  await publish('Banner');
  await say({ type: 'experience', experienceId: id, action: 'seen' });
  await say({ type: 'experience', experienceId: id, action: 'answered', stepId: 'nps', value: 9 });
  const all = await debug();
  expect(all.get('Poll')).toMatchObject({
    isShown: false,
    seen: expect.any(String),
    completed: null,
    answers: [{ stepId: 'nps', value: 9 }],
  });
  expect(failed(all.get('Poll'))?.map(([rule]) => rule)).toEqual(['repeat', 'rateLimit']);
  expect(failed(all.get('Banner'))?.map(([rule]) => rule)).toEqual(['rateLimit']);
  const { body } = await house.call<ProfileBody>('GET', house.at(`/users/${as}`));
  expect(body.interactions).toMatchObject([{ experienceId: id, dismissed: null }]);
  expect(body.answers).toMatchObject([{ experienceId: id, stepId: 'nps', value: 9 }]);
});

it('refuses an unknown user', async () => {
  const { status } = await house.call('GET', house.at('/users/nobody/experiences'));
  expect(status).toBe(404);
});
