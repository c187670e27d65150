import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { trackedNames } from '../fixtures/read-events.ts';
import { script, waitForStart } from '../fixtures/say.ts';
import type { Site } from '../fixtures/site.ts';
import { buildPage } from '../fixtures/snippet.ts';

const tagManager = readFileSync(new URL('../pages/tag-manager.js', import.meta.url), 'utf8');

/** Opens a page whose head has nothing but the tag manager. */
async function openPage(site: Site, tags: string): Promise<Page> {
  const headers = { 'content-type': 'text/javascript' };
  site.server.files.set('/manager.js', { body: tagManager, headers });
  const head = script(`window.tagManagerTags = ${tags};`);
  return site.open(buildPage(head, '<script src="/manager.js"></script>'));
}

const push = (page: Page, entry: Record<string, unknown>) =>
  page.evaluate((given) => {
    (window as unknown as { dataLayer: { push(entry: unknown): void } }).dataLayer.push(given);
  }, entry);

const loader = (site: Site) => JSON.stringify(site.snippet());

describe('A tag manager', () => {
  test('loads the SDK and pushes from HTML tags', async ({ site, muster }) => {
    const login = `<script>
      jimo.push(["do", "identify", ["{{user id}}"]]);
      jimo.push(["set", "user:attributes", [{ plan: "{{plan}}", seats: "{{seats}}", trial: "{{trial}}", size: {{seats}}, paying: {{trial}} }]]);
      jimo.push('["do", "track", ["a text"]]');
      jimo.push(["do", "track", ["{{event}}"]]);
    </script>`;
    const page = await openPage(
      site,
      `[{ on: 'all pages', html: ${loader(site)} }, { on: 'login', html: ${JSON.stringify(login)} }]`.replaceAll(
        '</script>',
        '<\\/script>',
      ),
    );
    await push(page, { event: 'login', 'user id': 4711, plan: 'Pro', seats: 5, trial: true });
    await expect.poll(() => trackedNames(muster, '4711')).toEqual(['a text', 'login']);
    const attributes = (await muster.profile('4711'))?.attributes ?? {};
    const values = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, v.value]));
    // Never coerced: what a tag wrote in quotes is text.
    expect(values).toEqual({ plan: 'Pro', seats: '5', trial: 'true', size: 5, paying: true });
    expect(site.complaints).toEqual([]);
  });

  test('loads the SDK and pushes from a template', async ({ site, muster }) => {
    const url = JSON.stringify(`${site.proxy.url}/jimo-invader.js`);
    const page = await openPage(
      site,
      `[{ on: 'all pages', template: ({ createQueue, injectScript, setInWindow }) => {
          setInWindow('JIMO_PROJECT_ID', 'demo');
          createQueue('jimo')(['do', 'track', ['page ready']]);
          injectScript(${url});
        } },
        { on: 'login', template: ({ createQueue, data }) => {
          const push = createQueue('jimo');
          push(['do', 'identify', [data['user id']]]);
          push(['set', 'user:attributes', [{ seats: data.seats }]]);
        } },
        { on: 'sale', template: ({ createQueue, data }) => createQueue('jimo')(['do', 'track', ['sale', { value: data.value }]]) }]`,
    );
    await push(page, { event: 'login', 'user id': 'templated', seats: 5 });
    await waitForStart(page);
    await push(page, { event: 'sale', value: 12.5 });
    await expect.poll(() => trackedNames(muster, 'templated')).toEqual(['page ready', 'sale']);
    expect((await muster.profile('templated'))?.attributes.seats?.value).toBe(5);
    const sale = (await muster.events('templated')).find(({ name }) => name === 'sale');
    expect(sale?.properties).toEqual({ value: 12.5 });
  });

  test('whose tag fires again on every page of an app starts the SDK once', async ({
    site,
    muster,
  }) => {
    const page = await openPage(
      site,
      `[{ on: 'all pages', html: ${loader(site)} }, { on: 'history', html: ${loader(site)} }]`.replaceAll(
        '</script>',
        '<\\/script>',
      ),
    );
    await waitForStart(page);
    await page.evaluate(() => window.jimo.push(['do', 'identify', ['refired']]));
    for (const path of ['/a', '/b']) {
      await page.evaluate((to) => history.pushState({}, '', to), path);
      await push(page, { event: 'history' });
      await page.evaluate((to) => void window.jimo.push(['do', 'track', [to]]), path);
    }
    await waitForStart(page);
    await expect.poll(() => trackedNames(muster, 'refired')).toEqual(['/a', '/b']);
    expect((await muster.profile('refired'))?.sessions).toBe(1);
    const views = (await muster.events('refired')).filter(({ name }) => name === 'page viewed');
    expect(views).toHaveLength(3);
  });
});
