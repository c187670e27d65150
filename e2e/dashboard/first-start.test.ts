import { expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { startMuster } from '../fixtures/muster.ts';

test('from an empty folder to a saved segment with an audience, by what the screen says', async ({
  browser,
  onTestFinished,
}) => {
  const muster = await startMuster();
  const context = await browser.newContext({ baseURL: muster.url });
  onTestFinished(async () => {
    await context.close();
    await muster.remove();
  });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByText('Nobody has an account here yet.').waitFor();

  const link = /http:\S+\/join#\S+/.exec(muster.output().stdout)?.[0] ?? '';
  await page.goto(link);
  await page.getByLabel('Email').fill('ada@example.test');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Choose a password').fill('a long enough one');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByRole('link', { name: 'New segment' }).click();
  await page.getByText('No users yet').waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Install Muster' }).click();
  await page.getByText('Waiting for the first event.').waitFor();

  await muster.call('POST', '/sse/webhook', {
    type: 'identify',
    userId: 'u-1',
    traits: { name: 'First user', plan: 'Pro' },
  });
  await page.getByText('Data is coming in.').waitFor();
  await page.getByRole('link', { name: 'See the users' }).click();
  await page.getByRole('link', { name: 'First user' }).waitFor();

  await page.keyboard.press('n');
  await page.getByLabel('Name', { exact: true }).fill('Pros');
  await page.getByRole('button', { name: 'Add…', exact: true }).click();
  // The attribute is as young as the user: the open menu learns of it.
  await page.getByRole('option', { name: /^plan/ }).click();
  // Where the keyboard goes then is the business of the builder's own tests.
  const operand = page.getByRole('button', { name: 'plan is any of: Choose…' });
  await expect
    .poll(async () => {
      if ((await operand.getAttribute('aria-expanded')) !== 'true') await operand.click();
      return page.evaluate("document.activeElement.getAttribute('role')");
    })
    .toBe('combobox');
  await page.keyboard.type('Pro');
  await page.getByRole('option', { name: /Pro/ }).first().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  const saveButton = page.getByRole('button', { name: 'Save' });
  await expect.poll(() => saveButton.isEnabled()).toBe(true);
  await saveButton.click();
  await page.getByText('Saved “Pros”: 1 user in it.').waitFor();
  await page.getByRole('row', { name: /Pros 1/ }).waitFor();
});
