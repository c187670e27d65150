import { expect } from 'vitest';
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { admin, test } from '../fixtures/dashboard.ts';

const settings = { MUSTER_ADMIN_EMAIL: admin.email, MUSTER_ADMIN_PASSWORD: admin.password };

const anybody = (userId: string) => ({ type: 'identify', userId, traits: { seen: true } });

test('a server that is killed and comes back is noticed by an open page, which catches up', async ({
  browser,
  onTestFinished,
}) => {
  const folder = await makeDataFolder();
  let server: RunningServer = await startServer(folder, settings);
  const context = await browser.newContext({ baseURL: server.url });
  onTestFinished(async () => {
    await context.close();
    await server.stop();
    await removeDataFolder(folder);
  });
  await server.call('POST', '/sse/webhook', anybody('before'));
  await context.request.post('/api/session', {
    data: admin,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const page = await context.newPage();
  await page.goto('/p/demo/users');
  await page.getByRole('link', { name: 'before' }).waitFor();

  await server.stop('SIGKILL');
  await page.getByRole('searchbox').fill('after');
  await page.getByText('The server does not answer.').waitFor();
  server = await startServer(folder, { ...settings, PORT: new URL(server.url).port });
  await server.call('POST', '/sse/webhook', anybody('after'));
  await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'after' }).waitFor();
  expect(await page.getByRole('link', { name: 'before' }).count()).toBe(0);
});

test('code that could not be loaded takes nothing down, and comes with a reload', async ({
  browser,
  onTestFinished,
}) => {
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
  const page = await context.newPage();
  await page.goto('/p/demo/segments/new');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Half done');

  await server.stop('SIGKILL');
  await page.getByRole('button', { name: 'Badge none. Edit' }).click();
  server = await startServer(folder, { ...settings, PORT: new URL(server.url).port });
  await page.getByText('A part of this page is missing.').waitFor();
  expect(await name.inputValue()).toBe('Half done');
  await page.keyboard.press('Escape');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('button', { name: 'Badge none. Edit' }).click();
  await page.getByPlaceholder('Search emoji').waitFor();

  // A page whose code cannot be had is shown as soon as it can.
  await server.stop('SIGKILL');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Install' }).click();
  server = await startServer(folder, { ...settings, PORT: new URL(server.url).port });
  await page.getByRole('heading', { name: 'Install' }).waitFor();
});
