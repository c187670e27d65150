import { expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { say, waitForStart } from '../fixtures/say.ts';
import { openSite } from '../fixtures/site.ts';

interface Saved {
  id: string;
  version: number;
}

const pollOf = (title: string) => ({
  name: 'How likely',
  type: 'survey',
  steps: [{ id: 'nps', title, question: { kind: 'nps', required: true } }],
  target: { when: { ignoresRateLimit: true } },
});

test('from what a page says of a person to a banner for those who answered 9', async ({
  browser,
  muster,
  maya,
  onTestFinished,
}) => {
  const [annsBrowser, bobsBrowser] = await Promise.all([
    openSite(browser, muster),
    openSite(browser, muster),
  ]);
  onTestFinished(async () => {
    await annsBrowser.leave();
    await bobsBrowser.leave();
  });

  // The site says who they are and what they have.
  const ann = await annsBrowser.visit();
  const bob = await bobsBrowser.visit();
  await Promise.all([waitForStart(ann), waitForStart(bob)]);
  await say(ann, ['do', 'identify', ['ann']], ['set', 'user:attributes', [{ tier: 'gold' }]]);
  await say(ann, ['set', 'user:name', ['Ann']]);
  await say(bob, ['do', 'identify', ['bob']], ['set', 'user:attributes', [{ tier: 'tin' }]]);
  await expect.poll(() => muster.profile('ann')).toMatchObject({ name: 'Ann' });
  await expect.poll(() => muster.profile('bob')).not.toBeNull();

  // A segment is built of it in the dashboard.
  const { page } = maya;
  await maya.visit('segments/new', 'New segment');
  await page.getByLabel('Name', { exact: true }).fill('Gold');
  await page.getByRole('button', { name: 'Add…', exact: true }).click();
  await page.getByPlaceholder(/Search attributes/).fill('tier');
  await page.getByRole('option', { name: /^tier/ }).click();
  const value = page.getByRole('button', { name: 'tier is any of: Choose…' });
  await value.click();
  await page.keyboard.type('gold');
  await page.getByRole('option', { name: /gold/ }).first().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  const saveButton = page.getByRole('button', { name: 'Save' });
  await expect.poll(() => saveButton.isEnabled()).toBe(true);
  await saveButton.click();
  await page.getByText('Saved “Gold”: 1 user in it.').waitFor();

  // A survey is targeted at it and published.
  const poll = await muster.api<Saved>(
    'POST',
    '/experiences',
    pollOf('How likely, {name | friend}?'),
  );
  await maya.visit(`experiences/${poll.id}/target`, 'How likely');
  await page.getByRole('radio', { name: /Specific users/ }).check();
  await page.getByRole('button', { name: 'Choose segments' }).click();
  await page.getByRole('option', { name: /Gold/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save and publish' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();

  // The right person sees it, and the wrong one does not.
  await Promise.all([ann.reload(), bob.reload()]);
  await ann.getByRole('heading', { name: 'How likely, Ann?' }).waitFor();
  await say(bob, ['do', 'track', ['looked around']]);
  await expect
    .poll(async () => (await muster.events('bob')).map(({ name }) => name))
    .toContain('looked around');
  expect(await bob.getByText('How likely').count()).toBe(0);

  // She answers 9, and is at once among those who did.
  await ann.getByText('9', { exact: true }).click();
  await ann.getByRole('button', { name: /Send|Done|Submit|Finish/ }).click();
  const answered = {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'answer',
        experienceId: poll.id,
        stepId: 'nps',
        kind: 'number',
        operator: 'gte',
        value: 9,
      },
    ],
  };
  const fans = await muster.api<Saved>('POST', '/segments', { name: 'Fans', conditions: answered });
  await expect.poll(() => muster.segmentsOf('ann')).toEqual(['Fans', 'Gold']);
  const counted = await muster.api<{ count: number }>('POST', '/audience/count', {
    conditions: answered,
  });
  expect(counted.count).toBe(1);

  // A banner for them appears on her next refetch, and on nobody else's.
  const banner = await muster.api<Saved>('POST', '/experiences', {
    name: 'Thanks',
    type: 'banner',
    steps: [{ id: 'only', title: 'Thank you, {name | friend}!' }],
    target: {
      who: { type: 'segments', segmentIds: [fans.id] },
      when: { ignoresRateLimit: true },
    },
  });
  await maya.visit(`experiences/${banner.id}/target`, 'Thanks');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await say(bob, ['do', 'boosted:refresh']);
  await say(ann, ['do', 'boosted:refresh']);
  await ann.getByRole('heading', { name: 'Thank you, Ann!' }).waitFor();
  expect(await bob.getByText('Thank you').count()).toBe(0);
  expect([...annsBrowser.complaints, ...bobsBrowser.complaints]).toEqual([]);
});
