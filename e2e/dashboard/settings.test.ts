import { expect } from 'vitest';
import { emptyTest as test } from '../fixtures/dashboard.ts';

test('the time zone is found by typing, and can be UTC again', async ({ maya, muster }) => {
  const { page } = maya;
  await maya.visit('settings', 'Settings');
  for (const [typed, zone] of [
    ['auck', 'Pacific/Auckland'],
    ['utc', 'UTC'],
  ] as const) {
    await page.getByRole('combobox', { name: 'Time zone' }).click();
    await page.keyboard.type(typed);
    await page.getByRole('option', { name: zone }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await page.getByText(`Days now begin at midnight in ${zone}`).waitFor();
    expect((await muster.api<{ timeZone: string }>('GET', '')).timeZone).toBe(zone);
  }
});

test('keys that work alone can be turned off, and are still off after a reload', async ({
  maya,
}) => {
  const { page } = maya;
  await maya.visit('users', 'Users');
  await page.keyboard.press('?');
  const keys = page.getByRole('checkbox', { name: 'Let /, N and ? work anywhere on a page' });
  expect(await keys.isChecked()).toBe(true);
  await keys.uncheck();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  await page.keyboard.press('?');
  await page.keyboard.press('n');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/users$/);
});

test('what is typed before the palette has come is in it', async ({ maya }) => {
  const { page } = maya;
  let send = () => {};
  const isSent = new Promise<void>((resolve) => {
    send = resolve;
  });
  await maya.visit('users', 'Users');
  // What its code is called changes with each build: it is what is asked for now.
  await page.route('**/assets/*.js', async (route) => {
    await isSent;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /^Jump to/ });
  // A key of its own anywhere else: `n` makes a segment.
  await page.keyboard.type('inx');
  await page.keyboard.press('Backspace');
  expect(await field.count()).toBe(0);
  send();
  await field.waitFor();
  expect(await field.inputValue()).toBe('in');
  await page.keyboard.type('stall');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Install' }).waitFor();
});
