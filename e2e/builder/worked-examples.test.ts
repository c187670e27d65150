import type { Condition, Group, TreeNode } from '@muster/conditions';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './builder-test.ts';

// The two examples that people must be able to make, click by click and key by key.

const name = isNotEmpty('native', 'name');
const id = isNotEmpty('native', 'id');
const email = isNotEmpty('native', 'email');
const externalEmail = isNotEmpty('custom', 'external_email');
const first = and(name, id, or(email, externalEmail));
const second = and(or(name, email, externalEmail), id);

test('1 and 2 with the mouse', async ({ browser, pages }) => {
  const page = await pages.open(browser);
  await addByMouse(page, 'Add…', 'Name');
  await addByMouse(page, 'Add…', 'Id');
  await button(page, 'Add…').click();
  await page.getByRole('option', { name: 'New logic group' }).click();
  await addByMouse(page, 'Add… to group 3', 'Email');
  await button(page, 'AND: All of these must match. Switch to OR').click();
  await addByMouse(page, 'Add… to group 3', 'external_email');
  expect(await treeOf(page)).toEqual(first);
  await button(page, 'Apply').click();
  expect(await read(page, '#applied')).toEqual(first);

  await page
    .getByRole('group', { name: 'All conditions: all of 3' })
    .hover({ position: { x: 4, y: 4 } });
  await button(page, 'Turn these 4 conditions into a group').first().click();
  expect(await treeOf(page)).toEqual(and(first));
  await button(page, 'AND: All of these 3 must match. Switch to OR').click();
  await button(page, 'Remove: Id is not empty').click();
  await addByMouse(page, 'Add…', 'Id');
  expect(await treeOf(page)).toEqual(and(or(name, or(email, externalEmail)), id));
  await page.getByRole('group', { name: 'Email is not empty', exact: true }).hover();
  await button(page, 'Ungroup these 2 conditions').click();
  expect(await treeOf(page)).toEqual(second);
  await page.context().close();
});

test('1 and 2 with the keyboard alone', async ({ browser, pages }) => {
  const page = await pages.open(browser);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await tabTo(page, 'Add…');
  await addByKeys(page, 'Name');
  await tabTo(page, 'Add…');
  await addByKeys(page, 'Id');
  await tabTo(page, 'Add…');
  // Up from the first entry is the last one: New logic group.
  await press('Enter', 'ArrowUp', 'Enter');
  // The new group has the keyboard at its own place to add.
  await expect.poll(() => focused(page)).toBe('Add… to group 3');
  await addByKeys(page, 'Email');
  await tabTo(page, 'AND: All of these must match. Switch to OR', 'Shift+Tab');
  await press('Space');
  await tabTo(page, 'Add… to group 3');
  await addByKeys(page, 'external_email');
  expect(await treeOf(page)).toEqual(first);
  await press('Control+Enter');
  expect(await read(page, '#applied')).toEqual(first);

  await tabTo(page, 'All conditions: all of 3', 'Shift+Tab');
  await press('g');
  expect(await treeOf(page)).toEqual(and(first));
  await press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Group: all of 3');
  await press('Tab', 'Space');
  await tabTo(page, 'Id is not empty');
  await press('Backspace');
  // To the outermost place to add: the last one.
  await tabTo(page, 'Add…');
  await addByKeys(page, 'Id');
  expect(await treeOf(page)).toEqual(and(or(name, or(email, externalEmail)), id));
  await tabTo(page, 'Email is not empty', 'Shift+Tab');
  await press('Shift+G');
  expect(await treeOf(page)).toEqual(second);

  await press('Control+z');
  expect(await treeOf(page)).toEqual(and(or(name, or(email, externalEmail)), id));
  await press('Control+Shift+z');
  expect(await treeOf(page)).toEqual(second);
  await page.context().close();
});

async function addByMouse(page: Page, add: string, field: string) {
  await button(page, add).click();
  await page.getByRole('option', { name: field, exact: false }).first().click();
  await page
    .getByRole('button', { name: `${field}: operator` })
    .last()
    .click();
  await page.getByRole('option', { name: 'is not empty' }).click();
}

/** Add has the keyboard: finds the field by typing, and chooses its operator by its first letters. */
async function addByKeys(page: Page, field: string) {
  await page.keyboard.press('Enter');
  await page.keyboard.type(field);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(`${field} is any of: Choose…`);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(`${field}: operator: is not empty`);
}

/** Tabs until something of that name has the keyboard. */
async function tabTo(page: Page, wanted: string, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  for (let presses = 0; presses < 80; presses++) {
    if ((await focused(page)) === wanted) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Nothing called ${wanted} can be reached by ${key}.`);
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}

function button(page: Page, label: string) {
  return page.getByRole('button', { name: label, exact: true });
}

function treeOf(page: Page): Promise<unknown> {
  return read(page, '#tree');
}

async function read(page: Page, output: string): Promise<unknown> {
  return JSON.parse((await page.locator(output).textContent()) ?? '');
}

function isNotEmpty(source: 'native' | 'custom', key: string): Condition {
  return { type: 'attribute', source, key, kind: 'string', operator: 'empty', not: true };
}

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}
