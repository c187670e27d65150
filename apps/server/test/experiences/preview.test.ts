import type { ShownExperience } from '@muster/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allOf, keys, openTestHouse, type TestHouse } from '../http/test-house.ts';
import type { Refusal } from './experience-calls.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  const traits = { name: '<b>Ada</b>', plan: '[x](javascript:alert(1))' };
  await house.send({ type: 'identify', userId: 'ada', traits });
});

afterAll(() => house.close());

const steps = [
  {
    id: 'a',
    title: 'Hello {name | you}',
    body: 'On **{plan | no plan}**, <script>alert(1)</script>',
    buttons: [{ label: 'Go, {name}', action: 'next' }],
  },
];

function preview(body: object) {
  return house.call<ShownExperience & Refusal>('POST', house.at('/experience-preview'), {
    key: keys.read,
    body: { type: 'banner', steps, ...body },
  });
}

test('A draft is shown as nobody in particular would see it, and is not kept', async () => {
  const { status, body } = await preview({ theme: { accent: '#ff0000' } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: 'preview',
    type: 'banner',
    theme: { accent: '#ff0000', radius: 12 },
    steps: [
      {
        id: 'a',
        title: 'Hello you',
        body: [['p', ['On ', ['strong', ['no plan']], ', <script>alert(1)</script>']]],
        buttons: [{ label: 'Go, ', action: 'next', style: 'primary' }],
      },
    ],
  });
  expect(await house.store.read((tx) => tx.experiences(1))).toEqual([]);
});

test('A draft is shown to a user with her values, which are text whatever they look like', async () => {
  const { body } = await preview({ userId: 'ada' });
  expect(body.steps[0]).toMatchObject({
    title: 'Hello <b>Ada</b>',
    body: [['p', ['On ', ['strong', ['[x](javascript:alert(1))']], expect.any(String)]]],
  });
  expect((await preview({ userId: 'nobody' })).body.code).toBe('user_not_found');
  expect((await preview({ userId: 'a\u0000' })).body.code).toBe('user_not_found');
  expect((await preview({ userId: '\ud800' })).body.errors[0]?.path).toBe('userId');
});

test('A draft is refused where it is wrong; every block of it is shown', async () => {
  const wrong = await preview({ steps: [{ id: 'a', image: { url: 'data:text/html,x' } }] });
  expect([wrong.status, wrong.body.errors[0]?.path]).toEqual([422, 'steps[0].image.url']);
  const who = { type: 'conditions', conditions: allOf() };
  const blocks = [
    { id: 'a', title: 'A', who },
    { id: 'b', title: 'B' },
  ];
  const { body } = await preview({ type: 'resourceCenter', steps: blocks });
  expect(body.steps.map(({ id }) => id)).toEqual(['a', 'b']);
});
