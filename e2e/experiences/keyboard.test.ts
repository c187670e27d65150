import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from './experience-test.ts';
import {
  makeBanner,
  makeCenter,
  makeChecklist,
  makeHint,
  makePosts,
  makeSurvey,
  makeTour,
} from './samples.ts';

const body =
  '<main><h1>A page</h1><button id="first">First</button><button id="cart">Cart</button></main>';

/** What has the keyboard: its name, else its text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });

describe('With the keyboard alone', () => {
  test('a tour is walked, and gives the keyboard back to where it was', async ({
    browser,
    pages,
  }) => {
    const { page, card, show, said } = await pages.open(browser, { body });
    await page.locator('#first').focus();
    await show([makeTour({ theme: { position: 'center' } })]);
    expect(await focused(page)).toBe('Welcome');
    // A modal card holds the keyboard, in both directions.
    for (const [key, name] of [
      ['Tab', 'Next'],
      ['Tab', 'Close'],
      ['Tab', 'Next'],
      ['Shift+Tab', 'Close'],
      ['Shift+Tab', 'Next'],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focused(page)).toBe(name);
    }
    await page.keyboard.press('Enter');
    await card.getByText('Your cart').waitFor();
    expect(await focused(page)).toBe('Your cart');
    await page.keyboard.press('ArrowLeft');
    await card.getByText('Welcome').waitFor();
    await page.keyboard.press('ArrowRight');
    await card.getByText('Your cart').waitFor();
    await page.keyboard.press('ArrowRight');
    await card.getByText('That was all').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    expect(await focused(page)).toBe('First');
    expect(await said()).toEqual([
      ...['seen hello', 'seen cart', 'seen hello', 'seen cart', 'seen end'],
      ...['completed end', 'end'],
    ]);
    await page.context().close();
  });

  test('a banner takes no keyboard, is read out, and is closed by Escape', async ({
    browser,
    pages,
  }) => {
    const { page, card, show, said } = await pages.open(browser, { body });
    await page.locator('#first').focus();
    await show([makeBanner()]);
    expect(await focused(page)).toBe('First');
    expect(await page.getByRole('status').textContent()).toBe('A sale');
    await card.getByRole('button', { name: 'Not now' }).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    expect(await said()).toEqual(['seen one', 'dismissed one', 'end']);
    await page.context().close();
  });

  test('a hint is opened, gone through and closed', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser, { body });
    await show([makeHint()]);
    const beacon = page.getByRole('button', { name: 'New here' });
    await beacon.focus();
    expect(await beacon.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await card.waitFor();
    expect(await beacon.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Next');
    await page.keyboard.press('Enter');
    await card.getByText('And here').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    expect(await said()).toEqual(['seen one', 'seen two', 'dismissed two', 'end']);
    await page.context().close();
  });

  test('a checklist is opened, ticked and closed', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser, { body });
    await show([makeChecklist()]);
    const launcher = page.getByRole('button', { name: 'First steps, 1 of 3 done' });
    await launcher.focus();
    await page.keyboard.press('Enter');
    await card.waitFor();
    expect(await focused(page)).toBe('First steps');
    for (let tabs = 0; tabs < 10; tabs += 1) {
      await page.keyboard.press('Tab');
      if ((await focused(page)) === 'Mark as done: Choose a plan') break;
    }
    await page.keyboard.press('Space');
    // It stays where it was, though all has been made anew.
    expect(await focused(page)).toBe('Mark as not done: Choose a plan');
    expect(await card.getByRole('status').textContent()).toBe('2 of 3 done');
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    expect(await focused(page)).toBe('First steps, 2 of 3 done');
    expect(await said()).toEqual(['seen account', 'answered plan "done"']);
    await page.context().close();
  });

  test.for([
    { name: 'posts', shown: makePosts(), label: 'What’s new, 1 new', inside: 'The newest post' },
    { name: 'a resource center', shown: [makeCenter()], label: 'Help', inside: 'Ask us' },
  ])(
    '$name are opened, scrolled and closed',
    async ({ shown, label, inside }, { browser, pages }) => {
      const { page, card, show } = await pages.open(browser, { body });
      await show(shown);
      const launcher = page.getByRole('button', { name: label });
      await launcher.focus();
      await page.keyboard.press('Enter');
      await card.getByText(inside).waitFor();
      await page.keyboard.press('Tab');
      // What scrolls is a stop of its own, with a name.
      expect(await focused(page)).toBe(label.split(',')[0]);
      await page.keyboard.press('Escape');
      await expect.poll(() => card.count()).toBe(0);
      expect((await focused(page)).split(',')[0]).toBe(label.split(',')[0]);
      await page.context().close();
    },
  );

  test('what is typed is not taken for a shortcut of the page', async ({ browser, pages }) => {
    const { page, card, show } = await pages.open(browser, { body });
    await page.evaluate(() => {
      Object.assign(window, { keys: [] });
      document.addEventListener('keydown', ({ key }) => {
        (window as unknown as { keys: string[] }).keys.push(key);
      });
    });
    await show([makeSurvey({ steps: makeSurvey().steps.filter(({ id }) => id === 'text') })]);
    await card.getByRole('textbox').focus();
    await page.keyboard.type('gk/');
    expect(await card.getByRole('textbox').inputValue()).toBe('gk/');
    expect(await page.evaluate('window.keys')).toEqual([]);
    await page.context().close();
  });
});

test.for([
  {
    shown: [makeChecklist({ theme: { heading: 'Erste Woche' } })],
    name: 'Erste Woche, 1 of 3 done',
  },
  { shown: makePosts({ theme: { heading: 'Neues' } }), name: 'Neues, 1 new' },
  { shown: [makeCenter({ theme: { heading: 'Hilfe' } })], name: 'Hilfe' },
])('$name is what its customer calls it', async ({ shown, name }, { browser, pages }) => {
  const { page, card, show } = await pages.open(browser);
  await show(shown);
  await page.getByRole('button', { name, exact: true }).click();
  const [heading = ''] = name.split(',');
  expect(await card.getAttribute('aria-label')).toBe(heading);
  await card.getByRole('heading', { name: heading, level: 2 }).waitFor();
  const renamed = shown.map((one) => ({ ...one, theme: { ...one.theme, heading: 'Other' } }));
  await show(renamed);
  await card.getByRole('heading', { name: 'Other', level: 2 }).waitFor();
  await page.getByRole('button', { name: /^Other/ }).waitFor();
  await page.context().close();
});
