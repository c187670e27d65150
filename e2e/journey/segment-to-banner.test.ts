import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Person, test } from '../fixtures/dashboard.ts';
import { say, waitForStart } from '../fixtures/say.ts';
import { openSite } from '../fixtures/site.ts';

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
  await buildSegment(maya, 'Gold', 'tier', async (page) => {
    await page.getByRole('button', { name: 'tier is any of: Choose…' }).click();
    await page.keyboard.type('gold');
    await page.getByRole('option', { name: /gold/ }).first().click();
    await page.keyboard.press('Escape');
  });

  // A survey is made, targeted at it and published.
  const question = 'How likely, {name | friend}?';
  await makeExperience(maya, 'Survey', 'Pulse', question);
  await publishFor(maya.page, 'Gold');

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
  await ann.getByRole('button', { name: 'Next' }).click();
  await buildSegment(maya, 'Fans', `Pulse › ${question}`, async (page) => {
    await page.getByRole('button', { name: /: operator: =/ }).click();
    await page.getByRole('option', { name: '≥', exact: true }).click();
    await page.getByLabel(`Pulse › ${question} ≥`, { exact: true }).fill('9');
  });
  await expect.poll(() => muster.segmentsOf('ann')).toEqual(['Fans', 'Gold']);
  await ann.getByRole('button', { name: 'Close' }).click();

  // A banner for them appears on her next refetch, and on nobody else's.
  await makeExperience(maya, 'Banner', 'Thanks', 'Thank you, {name | friend}!');
  await publishFor(maya.page, 'Fans');
  await say(bob, ['do', 'boosted:refresh']);
  await say(ann, ['do', 'boosted:refresh']);
  await ann.getByRole('heading', { name: 'Thank you, Ann!' }).waitFor();
  expect(await bob.getByText('Thank you').count()).toBe(0);
  expect([...annsBrowser.complaints, ...bobsBrowser.complaints]).toEqual([]);
});

/** Makes a segment of one condition of that name, whose operand `choose` fills in, and saves it. */
async function buildSegment(
  { visit, page }: Person,
  name: string,
  condition: string,
  choose: (page: Page) => Promise<void>,
) {
  await visit('segments', 'Segments');
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add…', exact: true }).click();
  await page.getByPlaceholder(/Search attributes/).fill(condition);
  await page.getByRole('option', { name: condition }).first().click();
  await choose(page);
  await page.getByRole('button', { name: /^Apply/ }).click();
  const saveButton = page.getByRole('button', { name: 'Save', exact: true });
  await expect.poll(() => saveButton.isEnabled()).toBe(true);
  await saveButton.click();
  await page.getByText(`Saved “${name}”: 1 user in it.`).waitFor();
}

/** Begins an experience with the example of its type, and writes over its name and first title. */
async function makeExperience({ visit, page }: Person, type: string, name: string, title: string) {
  await visit('experiences', 'Experiences');
  await page.getByRole('button', { name: 'New experience' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New experience' });
  await dialog.getByRole('button', { name: new RegExp(`^${type}`) }).click();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByLabel('Name', { exact: true }).fill(name);
}

/** Targets what is open at the people of a segment, whatever else they are shown, and publishes it. */
async function publishFor(page: Page, segment: string) {
  await page.getByRole('link', { name: 'Target & Publish' }).click();
  await page.getByRole('radio', { name: /Specific users/ }).check();
  await page.getByRole('button', { name: 'Choose segments' }).click();
  await page.getByRole('option', { name: new RegExp(segment) }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('Keep to the rate limit').uncheck();
  await page.getByRole('button', { name: 'Save and publish' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
}
