import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { admin, test } from '../fixtures/dashboard.ts';
import { makeFile, makePeople, waitForStep } from '../fixtures/import-wizard.ts';

const settings = { MUSTER_ADMIN_EMAIL: admin.email, MUSTER_ADMIN_PASSWORD: admin.password };

const anybody = (userId: string) => ({ type: 'identify', userId, traits: { seen: true } });

test('a server that is killed and comes back is noticed by an open page, which catches up', async ({
  browser,
  onTestFinished,
}) => {
  const { page, server, kill, restart } = await openHouse(browser, onTestFinished);
  await server().call('POST', '/sse/webhook', anybody('before'));
  await page.goto('/p/demo/users');
  await page.getByRole('link', { name: 'before' }).waitFor();

  await kill();
  await page.getByRole('searchbox').fill('after');
  await page.getByText('The server does not answer.').waitFor();
  await restart();
  await server().call('POST', '/sse/webhook', anybody('after'));
  await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'after' }).waitFor();
  expect(await page.getByRole('link', { name: 'before' }).count()).toBe(0);
});

test('code that could not be loaded takes nothing down, and comes with a reload', async ({
  browser,
  onTestFinished,
}) => {
  const { page, kill, restart } = await openHouse(browser, onTestFinished);
  await page.goto('/p/demo/segments/new');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Half done');

  await kill();
  await page.getByRole('button', { name: 'Badge none. Edit' }).click();
  await restart();
  await page.getByText('A part of this page is missing.').waitFor();
  expect(await name.inputValue()).toBe('Half done');
  await page.keyboard.press('Escape');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('button', { name: 'Badge none. Edit' }).click();
  await page.getByPlaceholder('Search emoji').waitFor();

  // A page whose code cannot be had is shown as soon as it can.
  await kill();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Install' }).click();
  await restart();
  await page.getByRole('heading', { name: 'Install' }).waitFor();
});

test('a wizard that is open while the server is killed goes on where it was', async ({
  browser,
  onTestFinished,
}) => {
  const { page, server, kill, restart } = await openHouse(browser, onTestFinished);
  await page.goto('/p/demo/imports/new');
  await page.getByText(/at most \d+ MB/).waitFor();
  const file = makeFile('people.csv', makePeople(3, 'kept'));
  await page.locator('input[type=file]').setInputFiles(file);
  await waitForStep(page, 'How the file is read');
  await page.getByRole('link', { name: 'Columns' }).click();
  await page.getByLabel('Attribute for plan').waitFor();

  await kill();
  await page.getByLabel('Attribute for plan').fill('tariff');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').first().waitFor();
  await restart();
  await page.getByRole('button', { name: 'Continue' }).click();
  await waitForStep(page, 'What the import does');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('list', { name: 'What would happen' }).waitFor();
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await page.getByText('What was chosen').waitFor();
  await expect
    .poll(async () => {
      const { attributes } = await server().call<{ attributes?: { tariff?: { value: string } } }>(
        'GET',
        '/api/projects/demo/users/kept-1',
      );
      return attributes?.tariff?.value;
    })
    .toBe('Team');
});

/** A server with a data folder of its own, and a page of somebody who is signed in at it. */
async function openHouse(browser: Browser, onTestFinished: (end: () => Promise<void>) => void) {
  const folder = await makeDataFolder();
  let server: RunningServer = await startServer(folder, settings);
  const context = await browser.newContext({ baseURL: server.url });
  onTestFinished(async () => {
    await context.close();
    await server.stop();
    await removeDataFolder(folder);
  });
  await context.request.post('/api/session', {
    data: admin,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  return {
    page: await context.newPage(),
    /** The one that runs now. */
    server: () => server,
    kill: () => server.stop('SIGKILL'),
    /** At the same address. */
    async restart() {
      server = await startServer(folder, { ...settings, PORT: new URL(server.url).port });
    },
  };
}
