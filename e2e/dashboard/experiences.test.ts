import type { ExperienceBody } from '@muster/protocol';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { joinMember } from '../fixtures/join-member.ts';
import type { Muster } from '../fixtures/muster.ts';

function create(muster: Muster, experience: object) {
  return muster.api<ExperienceBody>('POST', '/experiences', experience);
}

const read = (muster: Muster, id: string) =>
  muster.api<ExperienceBody>('GET', `/experiences/${id}`);

const threeSteps = {
  type: 'tour',
  steps: ['One', 'Two', 'Three'].map((title, index) => ({ id: `s${index}`, title })),
};

/** What stands on the heads of the steps, in their order. */
function titles(page: Page): Promise<string[]> {
  return page.locator('.step-toggle .truncate').allTextContents();
}

describe('A new experience', () => {
  test.for([
    ['Tour', 'Welcome'],
    ['Survey', 'How likely'],
    ['Banner', 'Something new'],
    ['Hint', 'Did you know'],
    ['Checklist', 'Complete your profile'],
    ['Changelog post', 'What is new'],
    ['Resource center', 'Read the docs'],
  ] as const)(
    'of the type %s begins with an example, saved as a draft',
    async ([label, start], { maya }) => {
      const { page } = maya;
      await maya.visit('experiences', 'Experiences');
      await page.getByRole('button', { name: 'New experience' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'New experience' });
      await dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click();
      await page.locator('.step-toggle', { hasText: start }).waitFor();
      expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    },
  );

  test.for([
    ['tour', 'Look here'],
    ['survey', 'How was it?'],
    ['checklist', 'Do this'],
    ['post', 'News'],
    ['resourceCenter', 'Ask us'],
  ] as const)(
    'of the type %s is previewed as it is edited',
    async ([type, title], { maya, muster }) => {
      const { id } = await create(muster, { name: 'Previewed', type });
      const { page } = maya;
      await page.addInitScript(() =>
        addEventListener('blur', () => document.body.append('keyboard lost')),
      );
      await maya.visit(`experiences/${id}`, 'Previewed');
      await page
        .getByRole('button', { name: /^Add an? (step|question|item|section|block)/ })
        .click();
      await page.getByLabel('Title').fill(title);
      const preview = page.frameLocator('iframe[title="Preview"]');
      await preview.getByText(title).first().waitFor();
      // What is shown does not take the keyboard from who types, not even for a moment.
      await page.keyboard.type('!');
      await preview.getByText(`${title}!`).first().waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe(`${title}!`);
      expect(await page.evaluate(() => document.body.textContent)).not.toContain('keyboard lost');
    },
  );
});

describe('An experience', () => {
  test('is edited, moved by keyboard and saved', async ({ maya, muster }) => {
    const { id } = await create(muster, { name: 'Edited', ...threeSteps });
    const { page } = maya;
    await maya.visit(`experiences/${id}`, 'Edited');
    await page.getByLabel('Title').fill('First');
    await page.getByLabel('Text', { exact: true }).fill('Hello');
    await page.getByLabel('Text', { exact: true }).press('Control+a');
    await page.getByRole('button', { name: 'Bold' }).click();
    await page.getByRole('button', { name: /First/, expanded: true }).press('Alt+ArrowDown');
    await expect.poll(() => titles(page)).toEqual(['Two', 'First', 'Three']);
    await page.getByText('Now step 2 of 3.').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+d');
    await expect.poll(() => titles(page)).toEqual(['Two', 'First', 'First', 'Three']);
    await page.getByRole('button', { name: 'Delete Two' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Edited well');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved “Edited well”.').waitFor();
    const saved = await read(muster, id);
    expect(saved.name).toBe('Edited well');
    expect(saved.steps.map(({ title, body }) => [title, body])).toEqual([
      ['First', '**Hello**'],
      ['First', '**Hello**'],
      ['Three', ''],
    ]);
    expect(new Set(saved.steps.map((step) => step.id)).size).toBe(3);
  });

  test('says at its field what the server refuses, until it is changed', async ({
    maya,
    muster,
  }) => {
    const { id } = await create(muster, { name: 'Refused', ...threeSteps });
    const { page } = maya;
    await maya.visit(`experiences/${id}`, 'Refused');
    await page.getByRole('button', { name: 'Add an image' }).click();
    const address = page.getByLabel('Address');
    await address.fill('javascript:alert(1)');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Not saved', { exact: true }).nth(1).waitFor();
    await page.locator('.field-error', { hasText: 'An address of http' }).waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.fill('/picture.png');
    await expect.poll(() => page.locator('.failure-card').count()).toBe(0);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved “Refused”.').waitFor();
    expect((await read(muster, id)).steps[0]?.image?.url).toBe('/picture.png');
  });

  test('is published when it has what it needs, and paused', async ({ maya, muster }) => {
    const { id } = await create(muster, { name: 'Asking', type: 'survey' });
    const { page } = maya;
    await maya.visit(`experiences/${id}`, 'Asking');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('A survey needs a question.').first().waitFor();
    expect((await read(muster, id)).status).toBe('draft');
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByLabel('Title').fill('How was it?');
    await page.getByRole('button', { name: 'Save and publish' }).click();
    await page.getByText('“Asking” is live.').waitFor();
    expect(await read(muster, id)).toMatchObject({
      status: 'live',
      steps: [{ title: 'How was it?', question: { kind: 'nps' } }],
    });
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('is paused: nobody sees it').waitFor();
    expect((await read(muster, id)).status).toBe('paused');
  });

  test('is not overwritten: both see what the other changed, step by step', async ({
    maya,
    muster,
    signIn,
  }) => {
    const { id } = await create(muster, { name: 'Contested', ...threeSteps });
    const other = await signIn();
    await maya.visit(`experiences/${id}`, 'Contested');
    await other.visit(`experiences/${id}`, 'Contested');
    await maya.page.getByLabel('Title').fill('One by the first');
    await maya.page.keyboard.press('Control+s');
    await maya.page.getByText('Saved “Contested”.').waitFor();
    await other.page.getByRole('button', { name: /Two/, expanded: false }).click();
    await other.page.getByLabel('Title').fill('Two by the second');
    await other.page.keyboard.press('Control+s');
    const dialog = other.page.getByRole('dialog', { name: /changed this experience/ });
    await dialog.getByText('One by the first').waitFor();
    await dialog.getByRole('button', { name: 'Keep my changes on top' }).click();
    await expect
      .poll(() => titles(other.page))
      .toEqual(['One by the first', 'Two by the second', 'Three']);
    await other.page.keyboard.press('Control+s');
    await other.page.getByText('Saved “Contested”.').waitFor();
    expect((await read(muster, id)).steps.map(({ title }) => title)).toEqual([
      'One by the first',
      'Two by the second',
      'Three',
    ]);
  });

  test('is not left by mistake', async ({ maya, muster }) => {
    const { id } = await create(muster, { name: 'Unsaved', ...threeSteps });
    const { page } = maya;
    await maya.visit(`experiences/${id}`, 'Unsaved');
    await page.getByLabel('Title').fill('Changed');
    // Its own tabs are the same page.
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Version 1').waitFor();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('link', { name: 'Content', exact: true }).click();
    expect(await page.getByLabel('Title').inputValue()).toBe('Changed');
  });

  test('is what it was in an earlier version again', async ({ maya, muster }) => {
    const { id } = await create(muster, { name: 'Before', ...threeSteps });
    const { page } = maya;
    await maya.visit(`experiences/${id}`, 'Before');
    await page.getByLabel('Name', { exact: true }).fill('After');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved “After”.').waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.getByText('Version 1 is current again, as version 3.').waitFor();
    expect((await read(muster, id)).name).toBe('Before');
  });

  test('that conditions name is not deleted, and says by what', async ({ maya, muster }) => {
    const { id } = await create(muster, { name: 'Named', ...threeSteps });
    const conditions = {
      type: 'group',
      match: 'all',
      children: [{ type: 'experience', experienceId: id, interaction: 'seen' }],
    };
    await muster.api('POST', '/segments', { name: 'Those who saw it', conditions });
    await create(muster, { name: 'Free', ...threeSteps });
    const { page } = maya;
    await maya.visit('experiences', 'Experiences');
    await page.getByRole('button', { name: 'Delete Named' }).click();
    const dialog = page.getByRole('dialog', { name: /is in use/ });
    await dialog.getByRole('link', { name: 'Those who saw it' }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Delete Free' }).click();
    await page.getByRole('button', { name: 'Delete experience' }).click();
    await page.getByText('Deleted “Free”.').waitFor();
    await expect.poll(() => page.getByRole('row', { name: /Free/ }).count()).toBe(0);
  });
});

test('the list is searched and filtered by its address', async ({ maya, muster }) => {
  await create(muster, { name: 'Findable banner', type: 'banner' });
  await create(muster, { name: 'Findable hint', type: 'hint' });
  const { page } = maya;
  await maya.visit('experiences?q=Findable&type=hint&status=draft', 'Experiences');
  await page.getByRole('link', { name: 'Findable hint' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.getByRole('searchbox').fill('nothing has this');
  await page.getByText('No experience matches').waitFor();
});

test('a viewer sees everything and changes nothing', async ({ muster, signIn, browser }) => {
  const { id } = await create(muster, { name: 'Seen only', ...threeSteps });
  const vera = await signIn(await joinMember(browser, muster, 'Vera', 'viewer'));
  await vera.visit('experiences', 'Experiences');
  expect(
    await vera.page.getByRole('button', { name: /New experience|Delete|Publish/ }).count(),
  ).toBe(0);
  await vera.visit(`experiences/${id}`, 'Seen only');
  const title = vera.page.getByLabel('Title');
  expect(await title.isEditable()).toBe(false);
  expect(await vera.page.getByRole('button', { name: /Save|Publish|Add a|Delete/ }).count()).toBe(
    0,
  );
});
