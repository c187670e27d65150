import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { startMuster } from '../fixtures/muster.ts';

/** Presses Tab until what has the keyboard is called so; what somebody hears on the way if nothing ever is. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const heard: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    const present = await nameOfFocused(page);
    if (typeof name === 'string' ? present === name : name.test(present)) return;
    heard.push(present);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nothing called ${name} by Tab: ${heard.join(' | ')}`);
}

/** Its label, the label around or for it, or its text. */
function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(() => {
    if (document.activeElement === document.body) return '';
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    const text = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText;
    return (text ?? element.innerText ?? '').trim();
  });
}

test('from an empty folder to a saved segment with an audience by keyboard alone', async ({
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
  await page.goto(/http:\S+\/join#\S+/.exec(muster.output().stdout)?.[0] ?? '');
  await page.getByLabel('Email').waitFor();
  await tabTo(page, 'Email');
  await page.keyboard.type('ada@example.test');
  await tabTo(page, 'Your name');
  await page.keyboard.type('Ada');
  await tabTo(page, 'Choose a password');
  await page.keyboard.type('a long enough one');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Install Muster' }).waitFor();
  await tabTo(page, 'Install Muster');
  await page.keyboard.press('Enter');
  await page.getByText('Waiting for the first event.').waitFor();

  await muster.call('POST', '/sse/webhook', {
    type: 'identify',
    userId: 'u-1',
    traits: { name: 'First user', plan: 'Pro' },
  });
  await page.getByText('Data is coming in.').waitFor();
  await tabTo(page, 'See the users');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'First user' }).waitFor();
  // Its picture, name and id are one link.
  await tabTo(page, /\nFirst user\n/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'First user' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'First user' }).waitFor({ state: 'detached' });

  await page.keyboard.press('n');
  await page.getByRole('heading', { level: 1, name: 'New segment' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Add…', exact: true }).waitFor();
  await tabTo(page, 'Name');
  await page.keyboard.type('Pros');
  await tabTo(page, 'Add…');
  await page.keyboard.press('Enter');
  await page.keyboard.type('plan');
  await page.getByRole('option', { name: /^plan/ }).waitFor();
  await page.keyboard.press('Enter');
  // The new condition has the keyboard: its values are one press away.
  await page.keyboard.press('Enter');
  await page.keyboard.type('Pro');
  await page.getByRole('option', { name: 'Pro 1', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(() => nameOfFocused(page)).toBe('plan is any of: Pro');
  await page.keyboard.press('Control+Enter');
  const save = page.getByRole('button', { name: 'Save' });
  await expect.poll(() => save.isEnabled()).toBe(true);
  await page.keyboard.press('Control+s');
  await page.getByText('Saved “Pros”: 1 user in it.').waitFor();
  await page.getByRole('row', { name: /Pros 1/ }).waitFor();
});
