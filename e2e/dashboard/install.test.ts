import { expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { startPageServer } from '../fixtures/page-server.ts';
import { trackedNames } from '../fixtures/read-events.ts';
import { script } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

test('the snippet of the page starts the SDK on what was said above and below it', async ({
  browser,
  maya,
  muster,
  onTestFinished,
}) => {
  await maya.visit('install', 'Install');
  const snippet = await maya.page.locator('pre', { hasText: '<script>' }).innerText();

  const site = await startPageServer();
  const visitor = await browser.newContext();
  onTestFinished(async () => {
    await visitor.close();
    await site.close();
  });
  // A tag manager may have spoken before.
  const above = script(`window.jimo = [];
    jimo.push(['do', 'identify', ['pasted']], ['do', 'track', ['above']]);`);
  const below = script("jimo.push(['do', 'track', ['below']]);");
  site.files.set('/', { body: buildPage(above + snippet, below) });
  const page = await visitor.newPage();
  await page.goto(site.origin);
  await expect.poll(() => trackedNames(muster, 'pasted')).toEqual(['above', 'below']);
});
