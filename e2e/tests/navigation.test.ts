import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, passInstant, say, script } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

describe('A page view', () => {
  test('is told for each page of a single-page app, with its own address', async ({
    site,
    muster,
  }) => {
    const page = await site.visit('/shop');
    await ask(page, ['do', 'identify', ['spa']]);
    await page.evaluate(() => {
      document.title = 'Shoes';
      history.pushState({}, '', '/shop/shoes?size=40');
    });
    await passInstant(page);
    await page.evaluate(() => {
      document.title = 'Boots';
      history.pushState({}, '', '/shop/boots');
    });
    await passInstant(page);
    await page.evaluate(() => history.back());
    await page.waitForURL('**/shop/shoes?size=40');
    await passInstant(page);
    await page.evaluate(() => {
      window.location.hash = '#reviews';
    });
    const urls = async () =>
      (await muster.events('spa'))
        .filter(({ name }) => name === 'page viewed')
        .map(({ properties }) => String(properties.url).replace(site.origin, ''));
    await expect
      .poll(urls)
      .toEqual([
        '/shop',
        '/shop/shoes?size=40',
        '/shop/boots',
        '/shop/shoes?size=40',
        '/shop/shoes?size=40#reviews',
      ]);
    expect((await muster.profile('spa'))?.sessions).toBe(1);
  });

  test('has the title and the referrer of its moment', async ({ site, muster }) => {
    site.server.files.set('/from', {
      body: '<!doctype html><title>From</title><a href="/to">to</a>',
    });
    site.server.files.set('/to', { body: buildPage(site.snippet()) });
    const page = await site.visitor.newPage();
    await page.goto(`${site.origin}/from`);
    await page.click('a');
    await ask(page, ['do', 'identify', ['referred']]);
    await expect
      .poll(async () =>
        (await muster.events('referred')).find(({ name }) => name === 'page viewed'),
      )
      .toMatchObject({
        properties: { url: `${site.origin}/to`, title: 'A shop', referrer: `${site.origin}/from` },
      });
  });

  test('is the one where it was pushed, not where it was sent', async ({ site, muster }) => {
    const page = await site.visit('/one');
    await ask(page, ['do', 'identify', ['moved']]);
    await page.evaluate(() => {
      history.pushState({}, '', '/two');
      history.pushState({}, '', '/three');
    });
    await expect
      .poll(
        async () =>
          (await muster.events('moved')).filter(({ name }) => name === 'page viewed').length,
      )
      .toBe(3);
    const pages = site.proxy.commands().filter(({ type }) => type === 'page');
    const paths = pages.map(({ url }) => new URL(String(url)).pathname);
    expect([...new Set(paths)]).toEqual(['/one', '/two', '/three']);
  });

  test('is not told by replacing the same address', async ({ site, muster }) => {
    const page = await site.visit('/same');
    await ask(page, ['do', 'identify', ['same']]);
    await page.evaluate(() => {
      for (let n = 0; n < 5; n += 1) history.replaceState({ n }, '', window.location.href);
    });
    await say(page, ['do', 'track', ['done']]);
    await expect.poll(() => trackedNames(muster, 'same')).toEqual(['done']);
    const views = (await muster.events('same')).filter(({ name }) => name === 'page viewed');
    expect(views).toHaveLength(1);
  });
});

describe('A page that comes back from the back/forward cache', () => {
  test('goes on where it was', async ({ site, muster }) => {
    site.server.files.set('/away', { body: '<!doctype html><title>Away</title><p>Away' });
    const restored = script(`addEventListener('pageshow', function (event) {
      if (event.persisted) {
        document.title = 'Restored';
        jimo.push(['do', 'track', ['restored']]);
      }
    });`);
    const page = await site.open(buildPage(site.snippet() + restored));
    await ask(page, ['do', 'identify', ['cached']]);
    await say(page, ['do', 'track', ['before']]);
    await page.goto(`${site.origin}/away`);
    await expect.poll(() => trackedNames(muster, 'cached')).toEqual(['before']);
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => trackedNames(muster, 'cached')).toEqual(['before', 'restored']);
    expect((await muster.profile('cached'))?.sessions).toBe(1);
  });

  test('knows that she has logged out meanwhile', async ({ site, muster }) => {
    const restored = script(`addEventListener('pageshow', function (event) {
      if (event.persisted) jimo.push(['do', 'track', ['restored']]);
    });`);
    const page = await site.open(buildPage(site.snippet() + restored));
    await ask(page, ['do', 'identify', ['gone']]);
    site.server.files.set('/logout', { body: buildPage(site.snippet()) });
    await page.goto(`${site.origin}/logout`);
    await ask(page, ['do', 'user:reset']);
    await page.goBack({ waitUntil: 'commit' });
    await expect
      .poll(async () => trackedNames(muster, lastBrowserId(site.proxy), 'anonymous'))
      .toEqual(['restored']);
    expect(await trackedNames(muster, 'gone')).toEqual([]);
  });
});
