import type { TrackedEventBody } from '@muster/protocol';
import type { Browser, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { admin, test as base } from '../fixtures/dashboard.ts';
import type { Muster } from '../fixtures/muster.ts';
import { startPageServer } from '../fixtures/page-server.ts';
import { buildPage, buildSnippet } from '../fixtures/snippet.ts';

const test = base.extend('shop', { scope: 'file' }, async ({ muster }, { onCleanup }) => {
  const server = await startPageServer();
  onCleanup(() => server.close());
  const body = `<main><ul><li><button class="a" data-testid="export">Export <b>now</b></button></li>
    <li><button class="a">Other</button></li></ul><label>Name <input name="name"></label></main>
    <script>document.querySelector('.a').onclick = () => document.body.append('Exported!');</script>`;
  server.files.set('/reports', { body: buildPage(buildSnippet(muster.url), body) });
  return server;
});

/** The dashboard, signed in, at an event of this code name; every page of its browser may be opened. */
async function openEditor(browser: Browser, muster: Muster, codeName: string) {
  const body = {
    name: `Event ${codeName}`,
    codeName,
    conditions: [{ type: 'clicked', selector: '#x' }],
  };
  const { id } = await muster.api<TrackedEventBody>('POST', '/tracked-events', body);
  const context = await browser.newContext({ baseURL: muster.url });
  const headers = { 'sec-fetch-site': 'same-origin' };
  await context.request.post(`${muster.url}/api/session`, { data: admin, headers });
  const page = await context.newPage();
  await page.goto(`${muster.url}/p/demo/events/no-code/${id}`);
  await page.getByRole('heading', { name: 'Try it on a page' }).waitFor();
  return { id, context, page };
}

async function openLive(page: Page, address: string): Promise<Page> {
  await page.getByLabel('Address of the page').fill(address);
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Open the page' }).click();
  const live = await opened;
  await live.getByRole('region', { name: 'Muster picker' }).waitFor();
  await page.getByText('The page is open.').waitFor();
  return live;
}

describe('The picker', () => {
  test('brings a selector from the page, says what holds there, and that it happened', async ({
    browser,
    muster,
    shop,
  }) => {
    const { id, context, page } = await openEditor(browser, muster, 'picked_export');
    const live = await openLive(page, `${shop.origin}/reports`);
    await page.getByRole('button', { name: 'Pick on the page' }).click();
    await live.getByText('Click the element that counts').waitFor();
    await live.locator('b').click();
    // What was clicked was picked, not used.
    expect(await live.getByText('Exported!').count()).toBe(0);
    const field = page.getByLabel('Condition 1: CSS selector');
    await expect.poll(() => field.inputValue()).toBe('[data-testid="export"] b');
    await page.getByText('Not yet').waitFor();
    await live.locator('b').click();
    await page.getByText('Holds now').waitFor();
    await page.getByText('It has happened on the page: 1×.').waitFor();
    // Trying reports nothing: it is a draft.
    expect((await muster.api<TrackedEventBody>('GET', `/tracked-events/${id}`)).status).toBe(
      'draft',
    );
    await live.keyboard.press('Escape');
    await live.getByRole('region', { name: 'Muster picker' }).waitFor({ state: 'detached' });
    await context.close();
  });

  test('says how many elements a selector matches', async ({ browser, muster, shop }) => {
    const { context, page } = await openEditor(browser, muster, 'picked_several');
    const live = await openLive(page, `${shop.origin}/reports`);
    await page.getByLabel('Condition 1: CSS selector').fill('button.a');
    await page.getByText('Not yet').waitFor();
    await live.getByRole('button', { name: 'Other' }).click();
    await page.getByText('It has happened on the page: 1×.').waitFor();
    await context.close();
  });

  test('opens for nobody who has no token, or one of another page or another day', async ({
    browser,
    muster,
    shop,
  }) => {
    const { context, page } = await openEditor(browser, muster, 'picked_never');
    const headers = { 'sec-fetch-site': 'same-origin', origin: muster.url };
    const reply = await context.request.post(`${muster.url}/api/projects/demo/event-picker`, {
      headers,
      data: { url: `${shop.origin}/reports` },
    });
    const { url } = (await reply.json()) as { url: string };
    const token = url.split('muster-pick=')[1] ?? '';
    const other = await startPageServer();
    other.files.set('/reports', shop.files.get('/reports') as { body: string });
    const forged = `${token.slice(0, -2)}AA`;
    for (const address of [
      `${shop.origin}/reports`,
      `${shop.origin}/reports#muster-pick=`,
      `${shop.origin}/reports#muster-pick=${forged}`,
      `${other.origin}/reports#muster-pick=${token}`,
    ]) {
      const visit = await context.newPage();
      const asked = visit.waitForResponse(/commands/);
      await visit.goto(address);
      await (await asked).finished();
      await visit.evaluate(() => window.jimo.push(['get', 'widget:unreadCount']));
      expect(await visit.getByRole('region', { name: 'Muster picker' }).count()).toBe(0);
      const loaded = await visit.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => name),
      );
      expect(loaded.filter((name) => name.includes('picker'))).toEqual([]);
      await visit.close();
    }
    await other.close();
    await page.close();
    await context.close();
  });
});
