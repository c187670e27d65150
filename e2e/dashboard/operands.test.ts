import type { Condition, TreeNode } from '@muster/conditions';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { emptyTest } from '../fixtures/dashboard.ts';
import { publish } from '../fixtures/experiences.ts';
import type { Muster } from '../fixtures/muster.ts';
import { reportAnswers } from '../fixtures/report-answers.ts';

// Every kind of operand, edited on the page of a segment, saved, and counted.

const days = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();

const people = {
  ada: {
    plan: 'Pro',
    seats: 5,
    active: true,
    joined: '2026-01-10',
    renewed: days(3),
    languages: ['fr', 'en'],
  },
  bob: {
    plan: 'Team',
    seats: 12,
    active: false,
    joined: '2026-03-20',
    renewed: days(20),
    languages: ['fr'],
  },
  cy: { plan: '', seats: 40, active: true, languages: [], size: 7 },
  dee: { size: 'large' },
};

interface Ground {
  /** By id. */
  survey: string;
  segment: string;
}

const test = emptyTest.extend(
  'ground',
  { scope: 'file', auto: true },
  async ({ muster }): Promise<Ground> => {
    const bought = (userId: string, amount: number) => ({
      type: 'track',
      userId,
      event: 'bought',
      properties: { amount },
    });
    await muster.call('POST', '/sse/webhook', [
      ...Object.entries(people).map(([userId, traits]) => ({ type: 'identify', userId, traits })),
      ...[bought('ada', 10), bought('ada', 20), bought('ada', 30), bought('bob', 50)],
    ]);
    const { id: survey } = await publish(muster, {
      type: 'survey',
      steps: [{ id: 'likely', title: 'How likely?', question: { kind: 'nps', required: false } }],
    });
    await reportAnswers(muster, survey, 'ada', { likely: 9 });
    await reportAnswers(muster, survey, 'bob', { likely: 3 });
    const { id: segment } = await muster.api<{ id: string }>('POST', '/segments', {
      name: 'Pros',
      conditions: {
        type: 'group',
        match: 'all',
        children: [attribute('plan', { kind: 'string', operator: 'is', value: ['Pro'] })],
      },
    });
    return { survey, segment };
  },
);

interface Case {
  /** What is looked for in the menu, and the option that is picked there. */
  field: string;
  edit: (page: Page) => Promise<void>;
  condition: (ground: Ground) => Condition;
  audience: number;
}

const cases: Record<string, Case> = {
  'values, suggested with how many have them': {
    field: 'plan',
    async edit(page) {
      await open(page, 'plan is any of: Choose…');
      await page.getByRole('option', { name: /Team\s*1/ }).click();
      await page.getByRole('option', { name: /Pro\s*1/ }).click();
      await page.keyboard.press('Escape');
    },
    condition: () => attribute('plan', { kind: 'string', operator: 'is', value: ['Team', 'Pro'] }),
    audience: 2,
  },
  'a text': {
    field: 'plan',
    async edit(page) {
      await choose(page, 'plan: operator: is any of', 'starts with');
      await page.getByLabel('plan starts with', { exact: true }).fill('te');
    },
    condition: () => attribute('plan', { kind: 'string', operator: 'startsWith', value: 'te' }),
    audience: 1,
  },
  'a number': {
    field: 'seats',
    async edit(page) {
      await choose(page, 'seats: operator: =', '>');
      await page.getByLabel('seats >', { exact: true }).fill('5');
    },
    condition: () => attribute('seats', { kind: 'number', operator: 'gt', value: 5 }),
    audience: 2,
  },
  'two numbers': {
    field: 'seats',
    async edit(page) {
      await choose(page, 'seats: operator: =', 'between');
      await page.getByLabel('seats between: from', { exact: true }).fill('5');
      await page.getByLabel('seats between: to', { exact: true }).fill('12,5');
    },
    condition: () => attribute('seats', { kind: 'number', operator: 'between', value: [5, 12.5] }),
    audience: 2,
  },
  'true or false': {
    field: 'active',
    edit: (page) => choose(page, 'active is: true', 'false'),
    condition: () => attribute('active', { kind: 'boolean', operator: 'is', value: false }),
    audience: 1,
  },
  'a day': {
    field: 'joined',
    async edit(page) {
      await choose(page, 'joined: operator: in the last', 'after');
      await page.getByLabel('joined after: day', { exact: true }).fill('2026-02-01');
    },
    condition: () => attribute('joined', { kind: 'date', operator: 'after', value: '2026-02-01' }),
    audience: 1,
  },
  'two points in time': {
    field: 'joined',
    async edit(page) {
      await choose(page, 'joined: operator: in the last', 'between');
      await page.getByLabel('joined between: from: day', { exact: true }).fill('2026-01-01');
      await page.getByLabel('joined between: to: day', { exact: true }).fill('2026-01-10');
      await open(page, 'joined between: to: add a time of day');
      await page.getByLabel('joined between: to: time', { exact: true }).fill('09:30');
    },
    condition: () =>
      attribute('joined', {
        kind: 'date',
        operator: 'between',
        value: ['2026-01-01', '2026-01-10T09:30'],
      }),
    audience: 1,
  },
  'a span of time': {
    field: 'renewed',
    async edit(page) {
      await page.getByLabel('renewed in the last: how many', { exact: true }).fill('1');
      await choose(page, 'renewed in the last: unit: day', 'week');
    },
    condition: () =>
      attribute('renewed', {
        kind: 'date',
        operator: 'inLast',
        value: { amount: 1, unit: 'week' },
      }),
    audience: 1,
  },
  'values of a list': {
    field: 'languages',
    async edit(page) {
      await choose(page, 'languages: operator: includes any of', 'includes all of');
      await open(page, 'languages includes all of: Choose…');
      await page.getByRole('option', { name: /fr\s*2/ }).click();
      await page.getByRole('option', { name: /en\s*1/ }).click();
      await page.keyboard.press('Escape');
    },
    condition: () =>
      attribute('languages', { kind: 'list', operator: 'includesAll', value: ['fr', 'en'] }),
    audience: 1,
  },
  'how often an event occurred, when, and with what': {
    field: 'bought',
    async edit(page) {
      await open(page, 'bought: how often: at least 1 time');
      await choose(page, 'bought: count: at least', 'exactly');
      await page.getByLabel('bought: times', { exact: true }).fill('2');
      await page.keyboard.press('Escape');
      await open(page, 'bought: when: ever');
      await choose(page, 'bought: time: ever', 'in the last');
      await page.getByLabel('bought in the last: how many', { exact: true }).fill('7');
      await page.keyboard.press('Escape');
      await open(page, 'bought: add a condition on its properties');
      await page.getByRole('option', { name: /^amount/ }).click();
      await choose(page, 'bought where amount: operator: =', '≥');
      await page.getByLabel('bought where amount ≥', { exact: true }).fill('20');
    },
    condition: () => ({
      type: 'event',
      source: 'api',
      name: 'bought',
      count: { operator: 'exactly', value: 2 },
      window: { operator: 'inLast', amount: 7, unit: 'day' },
      where: [{ key: 'amount', kind: 'number', operator: 'gte', value: 20 }],
    }),
    audience: 1,
  },
  'an answer to a step of an experience': {
    field: 'A survey › How likely',
    async edit(page) {
      await choose(page, /How likely\?: operator: =/, '≥');
      await page.getByLabel(/How likely\? ≥/).fill('9');
    },
    condition: ({ survey }) => ({
      type: 'answer',
      experienceId: survey,
      stepId: 'likely',
      kind: 'number',
      operator: 'gte',
      value: 9,
    }),
    audience: 1,
  },
  'what somebody has done with an experience': {
    field: 'A survey',
    edit: (page) => choose(page, 'Interaction: Has been seen', 'Has not been completed'),
    condition: ({ survey }) => ({
      type: 'experience',
      experienceId: survey,
      interaction: 'completed',
      not: true,
    }),
    audience: 2,
  },
  'another segment': {
    field: 'Pros',
    edit: (page) => choose(page, 'Segment: operator: is in', 'is not in'),
    condition: ({ segment }) => ({ type: 'segment', segmentId: segment, not: true }),
    audience: 3,
  },
};

describe('The operand of a condition', () => {
  test.for(Object.entries(cases))('is %s', async ([name, asked], { maya, muster, ground }) => {
    const { page } = maya;
    await maya.visit('segments/new', 'New segment');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: /^Add/ }).first().click();
    await page.getByPlaceholder(/Search attributes/).fill(asked.field);
    await page
      .getByRole('option', { name: new RegExp(`^${asked.field}`) })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await asked.edit(page);
    await page.keyboard.press('Control+Enter');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText(String(asked.audience), { exact: true }).first().waitFor();
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    expect(await findSaved(muster, name)).toEqual({
      children: [asked.condition(ground)],
      audience: asked.audience,
    });
  });
});

interface Oddity {
  conditions: Condition[];
  /** What stands under the first of them. */
  warning: string;
}

const oddities: Record<string, Oddity> = {
  'a value that nobody has': {
    conditions: [attribute('plan', { kind: 'string', operator: 'is', value: ['Gold'] })],
    warning: '“Gold” is not a value of plan yet.',
  },
  'a field that nobody has': {
    conditions: [attribute('colour', { kind: 'string', operator: 'is', value: ['red'] })],
    warning: 'No user has colour yet.',
  },
  'values of another type': {
    conditions: [attribute('size', { kind: 'number', operator: 'gt', value: 5 })],
    warning: 'size is a number for 1 user and text for 1 user. This asks only about a number.',
  },
  'what contradicts itself': {
    conditions: [
      attribute('seats', { kind: 'number', operator: 'gt', value: 10 }),
      attribute('seats', { kind: 'number', operator: 'lt', value: 5 }),
    ],
    warning: 'Nobody can match this and also “seats < 5”.',
  },
  'what matches nobody': {
    conditions: [attribute('seats', { kind: 'number', operator: 'gt', value: 1000 })],
    warning: 'Nobody matches this now.',
  },
  'what matches everybody': {
    conditions: [
      {
        type: 'attribute',
        source: 'native',
        key: 'id',
        kind: 'string',
        operator: 'empty',
        not: true,
      },
    ],
    warning: 'Everybody matches this now.',
  },
};

describe('The page of a segment warns of', () => {
  test.for(Object.entries(oddities))('%s', async ([name, odd], { maya, muster }) => {
    const { id } = await muster.api<{ id: string }>('POST', '/segments', {
      name,
      conditions: { type: 'group', match: 'all', children: odd.conditions },
    });
    await maya.visit(`segments/${id}`, name);
    const first = maya.page.locator('.row').first();
    await first.getByText(odd.warning, { exact: true }).waitFor();
  });

  test('values that nobody has, and asks for each of many once', async ({ maya, muster }) => {
    const { page } = maya;
    const plans = Array.from({ length: 20 }, (_, at) => `plan ${at}`);
    const id = await savePlans(muster, 'Many plans', plans);
    const asked: (string | null)[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith('/catalog/values')) asked.push(searchParams.get('prefix'));
    });
    await maya.visit(`segments/${id}`, 'Many plans');
    await page.getByText('“plan 19” is not a value of plan yet.').waitFor();
    expect(asked.toSorted()).toEqual(plans.toSorted());
  });

  test('values that nobody has, though one cannot be asked for', async ({ maya, muster }) => {
    const { page } = maya;
    const id = await savePlans(muster, 'Two plans', ['lost', 'found']);
    await page.route(/catalog\/values\?.*prefix=lost/, (route) => route.fulfill({ status: 500 }));
    await maya.visit(`segments/${id}`, 'Two plans');
    await page.getByText('“found” is not a value of plan yet.').waitFor();
    expect(await page.getByText('“lost” is not a value of plan yet.').count()).toBe(0);
  });
});

/** Saves a segment that asks for one of these plans in a condition each. */
async function savePlans(muster: Muster, name: string, plans: readonly string[]): Promise<string> {
  const children = plans.map((plan) =>
    attribute('plan', { kind: 'string', operator: 'is', value: [plan] }),
  );
  const conditions = { type: 'group', match: 'any', children };
  const { id } = await muster.api<{ id: string }>('POST', '/segments', { name, conditions });
  return id;
}

async function findSaved(muster: Muster, name: string) {
  const { segments } = await muster.api<{ segments: { id: string; name: string }[] }>(
    'GET',
    '/segments',
  );
  const id = segments.find((segment) => segment.name === name)?.id;
  const { conditions, audience } = await muster.api<{
    conditions: { children: TreeNode[] };
    audience: number;
  }>('GET', `/segments/${id}`);
  return { children: conditions.children, audience };
}

function attribute(key: string, test: object): Condition {
  return { type: 'attribute', source: 'custom', key, ...test } as Condition;
}

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Chooses one of a list that opens under a button. */
async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
