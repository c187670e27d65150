import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { apiKey, projectId } from '../../apps/server/test/muster-process.ts';
import { demoSegments } from '../demo-page/demo-segments.ts';
import { createMusterApi } from '../demo-page/muster-api.ts';
import { prepareProject } from '../demo-page/prepare-project.ts';
import { readSettings } from '../demo-page/read-settings.ts';
import { type Demo, serveDemo } from '../demo-page/serve-demo.ts';
import { test as journey } from '../fixtures/journey.ts';

const test = journey.extend('demo', async ({ site }, { onCleanup }) => {
  const settings = { musterUrl: site.proxy.url, projectId, apiKey, port: 0 };
  await prepareProject(createMusterApi(settings), demoSegments);
  const demo = await serveDemo(settings);
  onCleanup(() => demo.close());
  return demo;
});

async function openShop(visitor: { newPage(): Promise<Page> }, demo: Demo): Promise<Page> {
  const page = await visitor.newPage();
  await page.goto(demo.url);
  return page;
}

/** The segments that the page shows somebody to be in. */
const shown = (page: Page) =>
  page.$$eval('.segments .in strong', (names) => names.map(({ textContent }) => textContent));

const logIn = (page: Page, id: string) => page.selectOption('#person', id);

describe('The demo shop', () => {
  test('shows how segments change with what a person does', async ({ site, muster, demo }) => {
    const page = await openShop(site.visitor, demo);
    await expect.poll(() => shown(page)).toEqual(['Anonymous visitors']);

    await logIn(page, 'ada');
    await expect.poll(() => shown(page)).toEqual([]);
    await page.click('text=Membership');
    await page.click('text=Choose Pro');
    await expect.poll(() => shown(page)).toEqual(['Paying members']);

    await page.click('nav >> text=Shop');
    await page.click('[aria-label="Buy Reading lamp"]');
    await expect.poll(() => shown(page)).toEqual(['Paying members', 'Buyers']);
    await page.click('[aria-label="Buy Fountain pen"]');
    await expect.poll(() => shown(page)).toEqual(['Paying members', 'Buyers', 'Big spenders']);

    await page.click('nav >> text=Invite');
    await page.fill('#guest', 'friend@example.test');
    await page.click('form >> text=Invite');
    await expect.poll(() => shown(page)).toContain('Advocates');

    expect(await muster.profile('ada')).toMatchObject({
      name: 'Ada Moreau',
      email: 'ada@example.test',
      attributes: { plan: { value: 'Pro', source: 'SDK' } },
    });
    expect((await muster.segmentsOf('ada')).sort()).toEqual([
      'Demo: Advocates',
      'Demo: Big spenders',
      'Demo: Buyers',
      'Demo: Paying members',
    ]);

    await page.selectOption('#person', '');
    await expect.poll(() => shown(page)).toEqual(['Anonymous visitors']);
    expect(site.complaints).toEqual([]);
  });

  test('shows each command, and the snippet', async ({ site, demo }) => {
    const page = await openShop(site.visitor, demo);
    await logIn(page, 'bo');
    const said = () => page.$$eval('.said code', (codes) => codes.map((code) => code.textContent));
    await expect.poll(said).toContain('["do", "identify", ["bo", function () { … }]]');
    await expect.poll(said).toContain('["set", "user:attributes", [{ plan: "Pro" }]]');
    expect(await page.textContent('details pre')).toContain(`${site.proxy.url}/sdk/v1.js`);
    expect(await page.content()).not.toContain(apiKey);
  });

  test('knows on the next load who is logged in', async ({ site, muster, demo }) => {
    const page = await openShop(site.visitor, demo);
    await logIn(page, 'cleo');
    await expect.poll(async () => (await muster.profile('cleo'))?.name).toBe('Cleo Okafor');
    await page.reload();
    await expect.poll(() => shown(page)).toContain('Paying members');
    expect((await muster.profile('cleo'))?.sessions).toBe(1);
  });

  test.for([360, 1280])('fits into %i pixels', async (width, { site, demo }) => {
    const page = await site.visitor.newPage();
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/', '/products/lamp', '/membership', '/invite']) {
      await page.goto(demo.url + path);
      await page.waitForSelector('.segments li');
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect([path, overflow]).toEqual([path, 0]);
    }
  });

  test('makes its segments once', async ({ muster, demo }) => {
    expect(demo.url).toContain('127.0.0.1');
    const settings = { musterUrl: muster.url, projectId, apiKey, port: 0 };
    expect(await prepareProject(createMusterApi(settings), demoSegments)).toEqual([]);
    const segments = await muster.api<{ segments: { name: string }[] }>('GET', '/segments');
    const names = segments.segments
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Demo: '));
    expect(names).toHaveLength(demoSegments.length);
  });
});

describe('The demo command', () => {
  test('takes what the first walk of the README uses, unless it is told', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const walk = (name: string) => new RegExp(`${name}=(\\S+)`).exec(readme)?.[1];
    expect(readSettings({})).toEqual({
      musterUrl: 'http://127.0.0.1:4400',
      projectId: walk('MUSTER_PROJECT_ID'),
      apiKey: walk('MUSTER_API_KEY'),
      port: 4500,
    });
    const given = { MUSTER_URL: 'http://m/', MUSTER_PROJECT_ID: 'p', KEY: 'k', DEMO_PORT: '0' };
    expect(readSettings(given)).toEqual({
      musterUrl: 'http://m',
      projectId: 'p',
      apiKey: 'k',
      port: 0,
    });
  });

  test('says what to do when it cannot begin', async ({ muster, site }) => {
    const begin = (change: Record<string, string>) =>
      prepareProject(
        createMusterApi({ musterUrl: muster.url, projectId, apiKey, port: 0, ...change }),
        demoSegments,
      );
    await expect(begin({ apiKey: 'wrong' })).rejects.toThrow('Set MUSTER_API_KEY');
    await expect(begin({ projectId: 'wrong' })).rejects.toThrow('Set MUSTER_PROJECT_ID');
    site.proxy.setDown(true);
    await expect(begin({ musterUrl: site.proxy.url })).rejects.toThrow('npm start');
    const port = Number(new URL(muster.url).port);
    const settings = { musterUrl: muster.url, projectId, apiKey, port };
    await expect(serveDemo(settings)).rejects.toThrow('DEMO_PORT');
  });
});
