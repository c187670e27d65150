import { describe, expect } from 'vitest';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';
import { type Person, test } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';
import type { Muster } from '../fixtures/muster.ts';

interface Saved {
  id: string;
  version: number;
  status: string;
  target: { who: { type: string }; where: object; when: object; showOn: object };
}

const contract = (value: string) => ({
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'Contract',
      kind: 'string',
      operator: 'is',
      value: [value],
    },
  ],
});

function saveSegment(muster: Muster, name: string, conditions: object = contract('Two year')) {
  return muster.api<Saved>('POST', '/segments', { name, conditions });
}

const steps = [{ id: 'nps', title: 'How likely?', question: { kind: 'nps' } }];

function saveSurvey(muster: Muster, name: string, target: object = {}) {
  return muster.api<Saved>('POST', '/experiences', { name, type: 'survey', steps, target });
}

const read = (muster: Muster, id: string) => muster.api<Saved>('GET', `/experiences/${id}`);

async function publish({ context }: Person, { url }: Muster, id: string, version: number) {
  const reply = await context.request.patch(`${url}/api/projects/demo/experiences/${id}`, {
    headers: { 'sec-fetch-site': 'same-origin', 'if-match': `"${version}"` },
    data: { status: 'live' },
  });
  expect(reply.status()).toBe(200);
}

/** What a page sends when somebody has seen a survey and answered it. */
async function answer({ url }: Muster, userId: string, experienceId: string, value: number) {
  const at = Date.now();
  const common = { at, as: 'a-browser-of-21-letters-or-more' };
  const about = { ...common, type: 'experience', experienceId, stepId: 'nps', show: 'one' };
  const commands = [
    { ...common, seq: 1, type: 'identify', userId },
    { ...about, seq: 2, action: 'seen' },
    { ...about, seq: 3, action: 'answered', value },
  ];
  const reply = await fetch(`${url}/sdk/v1/projects/demo/commands`, {
    method: 'POST',
    body: JSON.stringify({ stream: 'a-stream-of-21-letters-or-more', sentAt: at, commands }),
  });
  expect(await reply.json()).toMatchObject({ accepted: 3, rejected: [] });
}

describe('Target & Publish', () => {
  test('targets saved segments, and publishes', async ({ maya, muster }) => {
    const { page } = maya;
    const two = await saveSegment(muster, 'Two years');
    const month = await saveSegment(muster, 'Month to month', contract('Month-to-month'));
    const { id } = await saveSurvey(muster, 'For some');
    await maya.visit(`experiences/${id}/target`, 'For some');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('7,043', { exact: true }).waitFor();
    await page.getByRole('radio', { name: 'Specific users' }).check();
    await page.getByText('Choose a segment.').waitFor();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Choose segments' }).click();
    await page.getByRole('option', { name: /Two years/ }).click();
    await audience.getByText('1,695', { exact: true }).first().waitFor();
    await page.getByRole('option', { name: /Month to month/ }).click();
    await page.keyboard.press('Escape');
    await audience.getByText('5,570', { exact: true }).first().waitFor();
    await page.getByRole('table', { name: 'Matching users' }).waitFor();
    await page.getByRole('button', { name: 'Save and publish' }).click();
    await page.getByText('“For some” is live.').waitFor();
    expect(await read(muster, id)).toMatchObject({
      status: 'live',
      target: { who: { type: 'segments', segmentIds: [two.id, month.id] } },
    });
  });

  test('by keyboard alone: conditions wait for Apply before they can be saved', async ({
    maya,
    muster,
  }) => {
    const { page } = maya;
    const { id } = await saveSurvey(muster, 'By keyboard');
    await maya.visit(`experiences/${id}/target`, 'By keyboard');
    await page.getByRole('radio', { name: 'All people' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('radio', { name: 'Saved segments', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    const who = page.getByRole('region', { name: 'Who', exact: true });
    await who.getByRole('button', { name: /^Add/ }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByPlaceholder(/Search attributes/).waitFor();
    await page.keyboard.type('Contract');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Contract is any of: Choose…' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Month');
    await page.getByRole('option', { name: /Month-to-month/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    const save = page.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('3,875', { exact: true }).first().waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved “By keyboard”.').waitFor();
    expect((await read(muster, id)).target.who).toEqual({
      type: 'conditions',
      conditions: contract('Month-to-month'),
    });
  });

  test('says where and when, and tries an address', async ({ maya, muster }) => {
    const { page } = maya;
    const { id } = await saveSurvey(muster, 'Somewhere');
    await maya.visit(`experiences/${id}/target`, 'Somewhere');
    await page.getByRole('checkbox', { name: 'Mobile' }).uncheck();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('/pricing');
    await page.getByLabel('Try an address').fill('shop.example.com/pricing?plan=pro');
    await page.getByText('Shown on this page', { exact: true }).waitFor();
    await page.getByLabel('Try an address').fill('/about');
    await page.getByText('Not shown on this page').waitFor();
    await page.getByLabel('Starts').fill('2027-03-01T09:00');
    await page.getByLabel('Expires').fill('2027-02-01T09:00');
    await page.getByText('It would end before it starts.').waitFor();
    await page.getByLabel('Expires').fill('2027-04-01T09:00');
    await page.getByRole('radio', { name: 'Every N days' }).check();
    await page.getByLabel('Days between two showings').fill('14');
    await page.getByLabel('Priority').fill('80');
    await page.getByRole('checkbox', { name: 'Keep to the rate limit' }).uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved “Somewhere”.').waitFor();
    expect((await read(muster, id)).target).toMatchObject({
      where: {
        devices: ['desktop', 'tablet'],
        urls: [{ operator: 'startsWith', not: false, value: '/pricing' }],
      },
      when: {
        start: '2027-03-01T09:00:00.000Z',
        end: '2027-04-01T09:00:00.000Z',
        repeat: { type: 'everyDays', days: 14 },
        priority: 80,
        ignoresRateLimit: true,
      },
    });
  });

  test('gives the command and the address of what is asked for', async ({ maya, muster }) => {
    const { page } = maya;
    const { id } = await saveSurvey(muster, 'Asked for');
    await maya.visit(`experiences/${id}/target`, 'Asked for');
    await page.getByRole('radio', { name: /Manual/ }).check();
    await page.getByText(`'boosted:trigger', [{ evolutionId: "${id}" }]`).waitFor();
    await page.getByText(/Where, Who and When below are ignored/).waitFor();
    await page.getByRole('radio', { name: /URL/ }).check();
    await page.getByLabel('Page that the link leads to').fill('https://shop.example.com/?a=1#top');
    await page.getByText(`https://shop.example.com/?a=1&muster=${id}#top`).waitFor();
  });

  test('keeps what is not applied while another tab is open', async ({ maya, muster }) => {
    const { page } = maya;
    const { id } = await saveSurvey(muster, 'Between tabs');
    await maya.visit(`experiences/${id}/target`, 'Between tabs');
    await page.getByRole('radio', { name: 'Specific users' }).check();
    await page.getByRole('radio', { name: 'Conditions', exact: true }).check();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Version 1').waitFor();
    await page.getByRole('link', { name: 'Target & Publish' }).click();
    const conditions = page.getByRole('radio', { name: 'Conditions', exact: true });
    expect(await conditions.isChecked()).toBe(true);
  });
});

describe('Deleting a segment that experiences use', () => {
  test('pauses them unless somebody chooses everyone', async ({ maya, muster }) => {
    const { page } = maya;
    const segment = await saveSegment(muster, 'Needed by a survey');
    const who = { type: 'segments', segmentIds: [segment.id] };
    const { id, version } = await saveSurvey(muster, 'Needs it', { who });
    await publish(maya, muster, id, version);
    await maya.visit(`segments/${segment.id}`, 'Needed by a survey');
    await page.getByRole('link', { name: 'Needs it' }).waitFor();
    await maya.visit('segments', 'Segments');
    await page.getByRole('button', { name: 'Delete Needed by a survey' }).click();
    const dialog = page.getByRole('dialog', { name: /Needed by a survey/ });
    await dialog.getByText(/1 of them live now/).waitFor();
    expect(await dialog.getByRole('radio', { name: 'Pause' }).isChecked()).toBe(true);
    expect(await checkAccessibility(page, '[role=dialog]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete segment' }).click();
    await page.getByText('Deleted “Needed by a survey”. 1 experience paused.').waitFor();
    expect((await read(muster, id)).status).toBe('paused');
    await maya.visit(`experiences/${id}/target`, 'Needs it');
    const alert = page.getByRole('alert').filter({ hasText: 'Nobody is shown this survey.' });
    await alert.getByText(/has been deleted/).waitFor();
  });

  test('asks of each, and resumes what it paused when it is undone', async ({ maya, muster }) => {
    const { page } = maya;
    const segment = await saveSegment(muster, 'Shared by two');
    const who = { type: 'segments', segmentIds: [segment.id] };
    const [one, two] = [
      await saveSurvey(muster, 'First of two', { who }),
      await saveSurvey(muster, 'Second of two', { who }),
    ];
    await publish(maya, muster, one.id, one.version);
    await publish(maya, muster, two.id, two.version);
    await maya.visit('segments', 'Segments');
    await page.getByRole('button', { name: 'Delete Shared by two' }).click();
    const dialog = page.getByRole('dialog', { name: /Shared by two/ });
    const ofSecond = dialog.getByRole('group', { name: 'What becomes of “Second of two”' });
    await ofSecond.getByRole('radio', { name: 'Show to everyone' }).check();
    expect(await checkAccessibility(page, '[role=dialog]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete segment' }).click();
    await page.getByText('1 experience paused. 1 experience now for everyone.').waitFor();
    const look = async () => {
      const [first, second] = [await read(muster, one.id), await read(muster, two.id)];
      return [first.status, first.target.who.type, second.status, second.target.who.type];
    };
    expect(await look()).toEqual(['paused', 'segments', 'live', 'everyone']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('“Shared by two” is back.').waitFor();
    expect(await look()).toEqual(['live', 'segments', 'live', 'segments']);
  });

  test('shows them to everyone when that is chosen', async ({ maya, muster }) => {
    const { page } = maya;
    const segment = await saveSegment(muster, 'Let go');
    const who = { type: 'segments', segmentIds: [segment.id] };
    const { id } = await saveSurvey(muster, 'Opened', { who });
    await maya.visit('segments', 'Segments');
    await page.getByRole('button', { name: 'Delete Let go' }).click();
    const dialog = page.getByRole('dialog', { name: /Let go/ });
    await dialog.getByRole('radio', { name: /Show to everyone/ }).check();
    await dialog.getByRole('button', { name: 'Delete segment' }).click();
    await page.getByText('1 experience now for everyone.').waitFor();
    expect((await read(muster, id)).target.who).toEqual({ type: 'everyone' });
  });
});

test('The rate limit of the project is set on its settings', async ({ maya, muster }) => {
  const { page } = maya;
  await maya.visit('settings', 'Settings');
  await page.getByLabel('Hours').fill('24');
  await page.getByRole('button', { name: 'Save the limit' }).click();
  await page.getByText('Saved: at most 1 experience in 24 hours.').waitFor();
  expect(await muster.api('GET', '')).toMatchObject({ rateLimit: { count: 1, hours: 24 } });
  await page.getByRole('button', { name: 'Show the reasons' }).click();
  await page.getByRole('button', { name: 'Hide the reasons' }).waitFor();
  expect(await muster.api('GET', '')).toMatchObject({ explainsInPages: true });
  await page.getByRole('button', { name: 'Record as events' }).click();
  await page.getByRole('button', { name: 'Stop recording' }).waitFor();
  expect(await muster.api('GET', '')).toMatchObject({ recordsMoves: true });
});

describe('What somebody answered', () => {
  test('is on her profile and in conditions at once', async ({ maya, muster }) => {
    const { page } = maya;
    const { id, version } = await saveSurvey(muster, 'Pulse');
    await publish(maya, muster, id, version);
    await answer(muster, '7590-VHVEG', id, 9);
    await maya.visit('users/7590-VHVEG?tab=experiences', 'Users');
    const profile = page.getByRole('dialog');
    await profile.getByRole('button', { name: /^Pulse/ }).click();
    await profile.getByText('How likely?: 9').waitFor();
    const rules = profile.getByRole('list', { name: 'Rules of Pulse' });
    await rules.getByText(/It is shown once, and was/).waitFor();
    expect(await checkAccessibility(page, '[role=dialog]')).toEqual([]);
    await profile.getByRole('tab', { name: 'Activity' }).click();
    await profile.getByText('Answered Pulse').waitFor();
    await maya.visit('segments/new', 'New segment');
    await page.getByRole('button', { name: /^Add/ }).first().click();
    await page.getByPlaceholder(/Search attributes/).fill('Pulse › How likely');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /How likely/ }).fill('9');
    await page.keyboard.press('Control+Enter');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('1', { exact: true }).first().waitFor();
  });
});

test('the tab meets WCAG 2.2 AA, wide and narrow', async ({ maya, muster }) => {
  const segment = await saveSegment(muster, 'Shown');
  const { id } = await saveSurvey(muster, 'Accessible', {
    who: { type: 'segments', segmentIds: [segment.id] },
    where: { urls: [{ operator: 'matches', value: '/docs/*' }] },
  });
  await maya.visit(`experiences/${id}/target`, 'Accessible');
  await maya.page.getByRole('table', { name: 'Matching users' }).waitFor();
  await expectAccessible(maya.page);
});
