import { expect } from 'vitest';
import { test } from '../builder/builder-test.ts';
import { sampleTree } from '../builder/sample-tree.ts';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';

test.for(['light', 'dark'] as const)(
  'nothing is wrong by axe: %s',
  async (theme, { browser, pages }) => {
    const page = await pages.open(browser, { tree: sampleTree, theme, flags: ['counts'] });
    expect(await checkAccessibility(page)).toEqual([]);

    await page.getByRole('button', { name: 'Add…', exact: true }).click();
    await page.getByRole('option', { name: 'Name', exact: false }).first().hover();
    expect(await checkAccessibility(page, '.popup')).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'plan is any of: Pro or Team' }).click();
    await page.getByRole('option', { name: /Enterprise/ }).waitFor();
    expect(await checkAccessibility(page, '.popup')).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'plan: operator: is any of' }).click();
    expect(await checkAccessibility(page, '.popup')).toEqual([]);
    await page.keyboard.press('Escape');

    // Selected rows, a refusal, and a condition that is not complete.
    await page.getByRole('group', { name: 'plan is any of Pro or Team' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('group', { name: 'All conditions: all of 6' }).focus();
    await page.keyboard.press('Shift+G');
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Add…', exact: true }).click();
    await page.keyboard.type('external');
    await page.keyboard.press('Enter');
    expect(await checkAccessibility(page)).toEqual([]);
    await page.context().close();
  },
);

test.for([320, 360, 1000])(
  'nothing is cut off or out of reach at %i px',
  async (width, { browser, pages }) => {
    const page = await pages.open(browser, { tree: sampleTree, flags: ['counts'], width });
    expect(await checkAccessibility(page)).toEqual([]);
    const tooWide = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.className),
    );
    expect(tooWide).toEqual([]);
    await page.context().close();
  },
);

test('markup, other scripts and 700 characters are shown as what they are', async ({
  browser,
  pages,
}) => {
  const hostile = ['<img src=x onerror=alert(1)>', 'مرحبا', '👩‍👩‍👧‍👦', 'x'.repeat(700), ' '];
  const tree = {
    type: 'group' as const,
    match: 'all' as const,
    children: hostile.map((text) => ({
      type: 'attribute' as const,
      source: 'custom' as const,
      key: text.slice(0, 200),
      kind: 'string' as const,
      operator: 'is',
      value: [text],
    })),
  };
  for (const width of [360, 1000]) {
    const page = await pages.open(browser, { tree, width });
    expect(await page.locator('.value-chip').allTextContents()).toEqual([
      ...hostile.slice(0, 4),
      '“ ”',
    ]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  }
});
