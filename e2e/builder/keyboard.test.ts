import type { Condition, Group } from '@muster/conditions';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './builder-test.ts';

/** Frames in which something that comes late would take the keyboard away. */
const laterFrames = 30;

test.for(['pointer', 'keyboard'] as const)(
  'a new condition has the keyboard and keeps it, also on a slow machine, picked by %s',
  async (by, { browser, pages }) => {
    const page = await pages.open(browser);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    const steps = await watchFocus(page);
    for (const [field, operand] of [
      ['plan', 'plan is any of: Choose…'],
      ['seats', 'seats ='],
    ] as const) {
      await page.getByRole('button', { name: 'Add…', exact: true }).click();
      await page.keyboard.type(field);
      if (by === 'keyboard') await page.keyboard.press('Enter');
      else await page.getByRole('option', { name: new RegExp(`^${field}`) }).click();
      await page.evaluate(passFrames, laterFrames);
      expect((await steps()).at(-1)).toContain(operand);
      await expect.poll(() => focused(page)).toContain(operand);
    }
    // Once it is there nobody else is given it, not even for a moment.
    const seen = await steps();
    expect(seen.slice(seen.findLastIndex((each) => each.startsWith('seats =')))).toHaveLength(1);
    await page.context().close();
  },
);

test('a popup gives the keyboard back: to its button, or to where it went', async ({
  browser,
  pages,
}) => {
  const page = await pages.open(browser, { tree: and(plan('Pro'), plan('Team')) });
  const operator = page.getByRole('button', { name: 'plan: operator: is any of' }).first();
  await operator.click();
  await page.keyboard.press('Escape');
  await page.evaluate(passFrames, laterFrames);
  await expect.poll(() => focused(page)).toBe('plan: operator: is any of');
  await operator.click();
  await page.getByRole('listbox').waitFor();
  // A second press on it closes what the first opened.
  await operator.click();
  await page.evaluate(passFrames, laterFrames);
  expect(await page.getByRole('listbox').count()).toBe(0);
  await expect.poll(() => focused(page)).toBe('plan: operator: is any of');
  await operator.click();
  await page.getByRole('listbox').waitFor();
  await page
    .getByRole('group', { name: 'plan is any of Team' })
    .click({ position: { x: 2, y: 2 } });
  await page.evaluate(passFrames, laterFrames);
  expect(await page.getByRole('listbox').count()).toBe(0);
  await expect.poll(() => focused(page)).toBe('plan is any of Team');
  await page.context().close();
});

test('what is typed on a button that opens a list is for the list, and for nobody else', async ({
  browser,
  pages,
}) => {
  const page = await pages.open(browser, { tree: and(plan('Pro')) });
  const heard = await page.evaluateHandle(() => {
    const keys: string[] = [];
    addEventListener('keydown', ({ key }) => keys.push(key));
    return keys;
  });
  await page.getByRole('button', { name: 'plan is any of: Pro' }).focus();
  await page.keyboard.press('n');
  await expect.poll(() => page.getByPlaceholder('Search or type a value…').inputValue()).toBe('n');
  expect(await heard.jsonValue()).toEqual([]);
  await page.context().close();
});

test('rows are moved as they are when groups are made and taken away', async ({
  browser,
  pages,
}) => {
  const children = Array.from({ length: 10 }, (_, at) => and(plan(`${at}`), plan(`not ${at}`)));
  const page = await pages.open(browser, { tree: and(...children) });
  const all = page.locator('.row');
  await all.evaluateAll((nodes) => {
    for (const node of nodes) (node as HTMLElement).title = 'The same';
  });
  const same = page.locator('[title="The same"]');
  expect(await same.count()).toBe(20);
  await page.getByRole('group', { name: 'All conditions: all of 10' }).focus();
  await page.keyboard.press('g');
  await expect.poll(() => focused(page)).toBe('All conditions: all of 1');
  expect(await same.count()).toBe(20);
  await page.getByRole('group', { name: 'plan is any of 3' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => focused(page)).toBe('plan is any of 3');
  expect(await same.count()).toBe(20);
  // In the order in which one reads them, by the arrows too.
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Group: all of 1');
  await page.getByRole('group', { name: 'Group: all of 11' }).focus();
  await page.keyboard.press('Shift+G');
  expect(await same.count()).toBe(20);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(await same.count()).toBe(20);
  expect(JSON.parse((await page.locator('#tree').textContent()) ?? '')).toEqual(and(...children));
  await page.context().close();
});

/** Notes who is given the keyboard; returns what reads the notes. */
async function watchFocus(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const notes: string[] = [];
    Object.assign(globalThis, { notes });
    addEventListener('focusin', ({ target }) =>
      notes.push((target as Element).getAttribute('aria-label') ?? ''),
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { notes: string[] }).notes);
}

function passFrames(count: number): Promise<void> {
  return new Promise((done) => {
    const next = (left: number) =>
      left === 0 ? done() : requestAnimationFrame(() => next(left - 1));
    next(count);
  });
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}

function plan(value: string): Condition {
  return {
    type: 'attribute',
    source: 'custom',
    key: 'plan',
    kind: 'string',
    operator: 'is',
    value: [value],
  };
}

function and(...children: Group['children']): Group {
  return { type: 'group', match: 'all', children };
}
