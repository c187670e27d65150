import type { Condition, Group, TreeNode } from '@muster/conditions';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './builder-test.ts';
import { sampleTree } from './sample-tree.ts';

const [a, b, c] = ['Free', 'Pro', 'Team'].map(plan) as [Condition, Condition, Condition];

test('operands are chosen among what is there, or typed', async ({ browser, pages }) => {
  const page = await pages.open(browser);
  await add(page, 'plan');
  expect(await page.getByText('Give at least one value.').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
  await press(page, 'Enter');
  await page.getByRole('option', { name: 'Enterprise 489' }).waitFor();
  await press(page, 'ArrowDown', 'Enter');
  await page.keyboard.type('Ultra');
  await page.getByRole('option', { name: 'Use “Ultra”' }).waitFor();
  await press(page, 'Enter', 'Escape');
  await expect.poll(() => focused(page)).toBe('plan is any of: Pro or Ultra');
  await page.getByText('“Ultra” is not a value of plan yet.').waitFor();
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(false);

  await add(page, 'seats');
  await page.keyboard.type('1,5');
  await expect.poll(() => lastOf(page)).toMatchObject({ key: 'seats', kind: 'number', value: 1.5 });
  await page.keyboard.type('x');
  expect(await page.getByText('Give a number.').isVisible()).toBe(true);
  // One run of typing is undone at once.
  await page.getByRole('group', { name: /^seats/ }).focus();
  await press(page, 'Control+z');
  await expect.poll(() => lastOf(page)).toMatchObject({ key: 'seats', value: null });

  await add(page, 'trial_ends');
  await page.getByRole('button', { name: 'trial_ends: operator' }).click();
  await page.getByRole('option', { name: 'on', exact: true }).click();
  await page.getByLabel('trial_ends on: day').fill('2026-03-29');
  await expect.poll(() => lastOf(page)).toMatchObject({ operator: 'on', value: '2026-03-29' });
  await page.getByRole('button', { name: 'trial_ends on: add a time of day' }).click();
  await page.getByLabel('trial_ends on: time').fill('18:30');
  await expect.poll(() => lastOf(page)).toMatchObject({ value: '2026-03-29T18:30' });

  await add(page, 'features');
  await press(page, 'Enter');
  await page.keyboard.type('5');
  await page.getByRole('option', { name: '“5” 1' }).click();
  await page.keyboard.type('5');
  await page.getByRole('option', { name: '5 2', exact: true }).click();
  await press(page, 'Escape');
  await expect.poll(() => lastOf(page)).toMatchObject({ operator: 'includesAny', value: ['5', 5] });
  await page.context().close();
});

test('an event is counted within a window, where its properties are so', async ({
  browser,
  pages,
}) => {
  const page = await pages.open(browser);
  await add(page, 'purchase');
  await press(page, 'Enter');
  await page.getByRole('button', { name: 'purchase: count: at least' }).click();
  await page.getByRole('option', { name: 'between' }).click();
  await page.getByLabel('purchase: times at most').fill('3');
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'purchase: when: ever' }).click();
  await page.getByRole('button', { name: 'purchase: time: ever' }).click();
  await page.getByRole('option', { name: 'in the last' }).click();
  await page.getByLabel('purchase in the last: how many').fill('2');
  await page.getByRole('button', { name: 'purchase in the last: unit: days' }).click();
  await page.getByRole('option', { name: 'weeks' }).click();
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'purchase: add a condition on its properties' }).click();
  await page.getByRole('option', { name: /^dollars/ }).click();
  await page.getByRole('button', { name: 'purchase where dollars: operator' }).click();
  await page.getByRole('option', { name: '≥' }).click();
  await page.getByLabel('purchase where dollars ≥').fill('50');
  await expect
    .poll(() => lastOf(page))
    .toEqual({
      type: 'event',
      source: 'api',
      name: 'purchase',
      count: { operator: 'between', value: [1, 3] },
      window: { operator: 'inLast', amount: 2, unit: 'week' },
      where: [{ key: 'dollars', kind: 'number', operator: 'gte', value: 50 }],
    });
  await page.getByRole('button', { name: 'purchase: operator: occurred' }).click();
  await page.getByRole('option', { name: 'did not occur' }).click();
  await expect.poll(() => lastOf(page)).toMatchObject({ not: true, window: { unit: 'week' } });
  expect(await page.locator('.formula').textContent()).toBe(
    'purchase did not occur in 2 wk where dollars ≥ 50',
  );
  await page.context().close();
});

test('rows are selected, grouped, moved, copied and removed by keyboard', async ({
  browser,
  pages,
}) => {
  const page = await pages.open(browser, { tree: and(a, b, c) });
  await row(page, 'plan is any of Free').focus();
  await press(page, 'Space', 'ArrowDown', 'ArrowDown', 'Space', 'g');
  await expect.poll(() => tree(page)).toEqual(and(and(a, c), b));
  await expect.poll(() => said(page)).toBe('Put 2 items into a new group.');
  await expect.poll(() => focused(page)).toBe('Group: all of 2');
  await press(page, 'Alt+ArrowDown');
  await expect.poll(() => tree(page)).toEqual(and(b, and(a, c)));
  await expect.poll(() => focused(page)).toBe('Group: all of 2');
  await row(page, 'plan is any of Pro').focus();
  await press(page, 'Alt+ArrowDown');
  await expect.poll(() => tree(page)).toEqual(and(and(b, a, c)));
  await expect.poll(() => said(page)).toBe('Moved to place 1 of 3, group level 2.');
  await press(page, 'Control+d');
  await expect.poll(() => tree(page)).toEqual(and(and(b, b, a, c)));
  await press(page, 'Backspace');
  await expect.poll(() => tree(page)).toEqual(and(and(b, a, c)));
  await expect.poll(() => focused(page)).toBe('plan is any of Free');
  await press(page, 'Shift+G');
  await expect.poll(() => tree(page)).toEqual(and(b, a, c));
  for (let undone = 0; undone < 6; undone++) await press(page, 'Control+z');
  await expect.poll(() => tree(page)).toEqual(and(a, b, c));
  expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  await press(page, 'Control+Shift+z');
  await expect.poll(() => tree(page)).toEqual(and(and(a, c), b));
  await page.context().close();
});

test('a group is copied from one tree and pasted into another', async ({ browser, pages }) => {
  const page = await pages.open(browser, { tree: and(or(a, b), c) });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await row(page, 'Group: any of 2').focus();
  await press(page, 'Control+c');
  await page.waitForFunction(() =>
    document.querySelector('[aria-live]')?.textContent?.startsWith('Copied'),
  );
  await row(page, 'plan is any of Team').focus();
  await press(page, 'Control+v');
  await expect.poll(() => tree(page)).toEqual(and(or(a, b), c, or(a, b)));
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(or(a, b));

  await page.evaluate(() =>
    navigator.clipboard.writeText('{"type":"group","match":"some","children":[]}'),
  );
  await press(page, 'Control+v');
  const refusal = await page.getByRole('alert').textContent();
  expect(refusal).toContain('match: Expected all or any, found "some".');
  expect(refusal).toContain('children: A group needs at least one condition or group in it.');
  await expect.poll(() => tree(page)).toEqual(and(or(a, b), c, or(a, b)));
  await page.context().close();
});

test('rows and groups are dragged', async ({ browser, pages }) => {
  const page = await pages.open(browser, { tree: and(a, or(b, c)) });
  await drag(page, row(page, 'plan is any of Free'), row(page, 'plan is any of Team'), 'below');
  await expect.poll(() => tree(page)).toEqual(and(or(b, c, a)));
  await drag(
    page,
    row(page, 'plan is any of Pro'),
    page.getByRole('button', { name: 'Add…', exact: true }),
    'on',
  );
  await expect.poll(() => tree(page)).toEqual(and(or(c, a), b));
  await row(page, 'plan is any of Team').hover();
  const handle = row(page, 'Group: any of 2').locator('.group-handle');
  await dragBy(page, handle, row(page, 'plan is any of Pro'), 'below');
  await expect.poll(() => tree(page)).toEqual(and(b, or(c, a)));
  await page.context().close();
});

test('who may only read sees everything and can change nothing', async ({ browser, pages }) => {
  const page = await pages.open(browser, { tree: sampleTree, flags: ['readonly', 'counts'] });
  expect(await page.locator('.row').count()).toBe(10);
  const enabled = page.locator('.builder').locator('button:enabled, input:enabled');
  expect(await enabled.count()).toBe(0);
  await row(page, 'plan is any of Pro or Team').focus();
  await press(page, 'Backspace', 'g', 'Control+d');
  await expect.poll(() => tree(page)).toEqual(sampleTree);
  await page.context().close();
});

test('the first category is called as the page calls it, and what is not there is not offered', async ({
  browser,
  pages,
}) => {
  const page = await pages.open(browser, { query: { label: 'Properties' } });
  await page.getByRole('button', { name: 'Add…', exact: true }).click();
  const categories = page.getByRole('group', { name: 'Categories' }).getByRole('button');
  expect(await categories.allTextContents()).toEqual([
    'Everything',
    'Properties',
    'Experiences',
    'Segments',
    'Custom attributes',
    'Events',
    'Segment.io traits',
    'PostHog events',
    'API events',
  ]);
  await categories.filter({ hasText: 'Segments' }).click();
  expect(await page.getByRole('option').allTextContents()).toEqual([
    expect.stringContaining('VIP'),
    expect.stringContaining('About to leave'),
    expect.stringContaining('New logic group'),
  ]);
  await page.context().close();
});

async function add(page: Page, field: string) {
  await page.getByRole('button', { name: 'Add…', exact: true }).click();
  await page.keyboard.type(field);
  await press(page, 'Enter');
}

type Locator = ReturnType<Page['locator']>;
type Place = 'above' | 'below' | 'on';

function drag(page: Page, from: Locator, to: Locator, place: Place) {
  return dragBy(page, from.locator('.row-handle'), to, place);
}

const movesOfHand = 10;

/**
 * Drags as a person would: moves what is held over the place until that is marked, and lets go. Where nothing is
 * marked, a busy browser has not taken the press for the beginning of a drag; where the page hears of no drop, it
 * has ended the drag for another reason. Then it is taken up anew. What is dropped must arrive.
 */
async function dragBy(page: Page, handle: Locator, to: Locator, place: Place) {
  const share = { above: 0.2, below: 0.8, on: 0.5 }[place];
  const marks = {
    above: to.and(page.locator('[data-drop="before"]')),
    below: to.and(page.locator('[data-drop="after"]')),
    on: page.locator('[data-drop="end"]', { has: to }),
  };
  const isMarked = async () => {
    for (let moves = 0; moves < movesOfHand; moves += 1) {
      const box = await to.boundingBox();
      if (!box) return false;
      const [x, y] = [box.x + box.width / 3 + (moves % 2) * 2, box.y + box.height * share];
      await page.mouse.move(x, y, { steps: 5 });
      if ((await marks[place].count()) === 1) return true;
    }
    await page.mouse.move(1, 1, { steps: 5 });
    return false;
  };
  await expect
    .poll(async () => {
      await page.evaluate(() => {
        delete document.body.dataset.heardDrop;
        const hear = () => document.body.setAttribute('data-heard-drop', '');
        addEventListener('drop', hear, { capture: true, once: true });
      });
      await handle.hover();
      await page.mouse.down();
      const mayDrop = await isMarked();
      await page.mouse.up();
      return mayDrop && page.evaluate(() => 'heardDrop' in document.body.dataset);
    })
    .toBe(true);
}

async function press(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

function row(page: Page, name: string) {
  return page.getByRole('group', { name, exact: true });
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}

function said(page: Page): Promise<string | null> {
  return page.locator('[aria-live="polite"]').textContent();
}

async function tree(page: Page): Promise<Group> {
  return JSON.parse((await page.locator('#tree').textContent()) ?? '');
}

async function lastOf(page: Page): Promise<unknown> {
  return (await tree(page)).children.at(-1);
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

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

test('what is typed right after a menu is opened goes to the menu', async ({ browser, pages }) => {
  const page = await pages.open(browser);
  const button = page.getByRole('button', { name: 'Add…', exact: true });
  const focused = await button.evaluate(async (element: HTMLElement) => {
    element.click();
    // React works when the listeners have run; nothing is drawn before we look.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return document.activeElement?.getAttribute('aria-label');
  });
  expect(focused).toBe('What to ask about');
  await page.context().close();
});

test('the line of what is alone in its group meets the connector', async ({ browser, pages }) => {
  const page = await pages.open(browser, { tree: and(or(b, c)) });
  const apart = await page
    .locator('.logic-root > .logic-list > .logic-item')
    .evaluate((item: HTMLElement) => {
      const pill = document.querySelector('.logic-root > .logic-rail > .pill');
      const { top = 0, height = 0 } = pill?.getBoundingClientRect() ?? {};
      const line = Number.parseFloat(getComputedStyle(item, '::after').top) + 1;
      return top + height / 2 - (item.getBoundingClientRect().top + line);
    });
  expect(Math.abs(apart)).toBeLessThan(2);
  await page.context().close();
});
