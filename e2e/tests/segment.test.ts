import type { AnalyticsBrowser } from '@segment/analytics-next';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';
import { bundleSegmentPage, writeSettings } from '../fixtures/bundle-segment-page.ts';
import { test } from '../fixtures/journey.ts';
import { lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, script, waitForStart } from '../fixtures/say.ts';
import type { Site } from '../fixtures/site.ts';
import { buildPage } from '../fixtures/snippet.ts';
import type { DestinationSettings } from '../pages/segment-destination.ts';

let bundle: string;

beforeAll(async () => {
  bundle = await bundleSegmentPage();
});

function fillIn(site: Site, settings: Partial<DestinationSettings>): DestinationSettings {
  return {
    projectId: 'demo',
    manualInit: false,
    refetchExperiencesOnTraitsUpdate: false,
    isOlder: false,
    url: `${site.proxy.url}/jimo-invader.js`,
    ...settings,
  };
}

/** Opens a page of a customer who has switched the destination's URL to ours. */
async function openPage(site: Site, settings: Partial<DestinationSettings> = {}): Promise<Page> {
  const headers = { 'content-type': 'text/javascript' };
  site.server.files.set('/segment.js', { body: bundle, headers });
  const library = '<script src="/segment.js"></script>';
  return site.open(buildPage(writeSettings(fillIn(site, settings)) + library));
}

type Call = ['identify' | 'track' | 'group' | 'reset', ...unknown[]];

/** Calls Segment's library, one call after the other. */
async function call(page: Page, ...calls: Call[]): Promise<void> {
  await page.evaluate(async (list) => {
    const { analytics } = window as unknown as { analytics: AnalyticsBrowser };
    for (const [method, ...parameters] of list) {
      const run = analytics[method] as (...given: unknown[]) => Promise<unknown>;
      await run.apply(analytics, parameters);
    }
  }, calls);
}

const traits = { email: 'ada@example.test', plan: 'Pro', company: { name: 'Analytical', size: 2 } };

describe.each([
  ['of today', false],
  ['of before the callback', true],
])("Segment's destination %s", (version, isOlder) => {
  test('brings identify, traits and events to one user', async ({ site, muster }) => {
    const id = `segment ${version}`;
    const page = await openPage(site, { isOlder });
    await call(
      page,
      ['track', 'Looked', { price: 1 }],
      ['identify', id, traits],
      ['track', 'Bought', { price: 5, sizes: ['s'] }],
      ['group', 'acme', { seats: 9 }],
    );
    await expect.poll(() => trackedNames(muster, id)).toEqual(['Looked', 'Bought']);
    await expect
      .poll(async () => (await muster.profile(id))?.traits)
      .toMatchObject({
        plan: { value: 'Pro', source: 'Segment' },
        email: { value: 'ada@example.test' },
        'company.name': { value: 'Analytical' },
        'company.size': { value: 2 },
        'group.id': { value: 'acme' },
        'group.seats': { value: 9 },
      });
    const profile = await muster.profile(id);
    expect(profile).toMatchObject({ email: 'ada@example.test', sessions: 1, attributes: {} });
    const bought = (await muster.events(id)).find(({ name }) => name === 'Bought');
    expect(bought).toMatchObject({ source: 'segment', properties: { price: 5, sizes: ['s'] } });
    expect(site.complaints).toEqual([]);
  });

  test('knows no anonymous visitors with manual init', async ({ site, muster }) => {
    const id = `manual ${version}`;
    const page = await openPage(site, { isOlder, manualInit: true });
    await call(page, ['track', 'Looked'], ['identify', { theme: 'dark' } as unknown as string]);
    expect(site.proxy.posts()).toEqual([]);
    await call(page, ['identify', id, traits], ['track', 'Bought']);
    await waitForStart(page);
    await call(page, ['identify', id, { plan: 'Team' }], ['track', 'Bought more']);
    await expect.poll(() => trackedNames(muster, id)).toEqual(['Looked', 'Bought', 'Bought more']);
    await expect.poll(async () => (await muster.profile(id))?.traits.plan?.value).toBe('Team');
    expect((await muster.profile(id))?.sessions).toBe(1);
    expect(await muster.profile(id)).toMatchObject({ traits: { theme: { value: 'dark' } } });
  });

  test('follows a change of user', async ({ site, muster }) => {
    const page = await openPage(site, { isOlder });
    const [first, second] = [`first ${version}`, `second ${version}`];
    await call(page, ['identify', first, { plan: 'Pro' }], ['track', 'One']);
    await call(page, ['reset'], ['identify', second, { plan: 'Free' }], ['track', 'Two']);
    await expect.poll(() => trackedNames(muster, first)).toEqual(['One']);
    await expect.poll(() => trackedNames(muster, second)).toEqual(['Two']);
    await expect.poll(async () => (await muster.profile(first))?.traits.plan?.value).toBe('Pro');
    await expect.poll(async () => (await muster.profile(second))?.traits.plan?.value).toBe('Free');
  });
});

describe("Segment's destination", () => {
  test('keeps the traits of somebody who has no user id', async ({ site, muster }) => {
    const page = await openPage(site);
    await page.evaluate(async (given) => {
      const { analytics } = window as unknown as { analytics: AnalyticsBrowser };
      await analytics.identify(given);
    }, traits);
    await expect.poll(() => site.proxy.commands().length).toBeGreaterThan(2);
    const id = lastBrowserId(site.proxy);
    await expect
      .poll(() => muster.profile(id, 'anonymous'))
      .toMatchObject({
        id: null,
        email: 'ada@example.test',
        traits: { plan: { value: 'Pro' } },
      });
  });

  test('counts an event once that the page sends again', async ({ site, muster }) => {
    const page = await openPage(site);
    await call(page, ['identify', 'repeated']);
    for (let n = 0; n < 2; n += 1) {
      await call(page, ['track', 'Paid', {}, { messageId: 'payment-1' }]);
    }
    await call(page, ['track', 'Last']);
    await expect.poll(() => trackedNames(muster, 'repeated')).toEqual(['Paid', 'Last']);
  });

  test('tells the page of an event that an experience may wait for', async ({ site }) => {
    const page = await openPage(site);
    await page.evaluate(() => {
      window.kept = [];
      addEventListener('jimo-segmentio-track:Seen', () => window.kept.push('seen'));
    });
    await call(page, ['identify', 'told'], ['track', 'Seen']);
    await expect.poll(() => page.evaluate(() => window.kept)).toEqual(['seen']);
  });

  test('shares a page with the snippet, though it puts a new buffer in its place', async ({
    site,
    muster,
  }) => {
    const settings = fillIn(site, { refetchExperiencesOnTraitsUpdate: true });
    const head =
      site.snippet() + writeSettings(settings) + script("jimo.push(['do', 'track', ['a']]);");
    const page = await site.open(buildPage(head));
    await waitForStart(page);
    await page.addScriptTag({ content: bundle });
    await call(page, ['identify', 'both', { plan: 'Pro' }], ['track', 'b']);
    await ask(page, ['do', 'track', ['c']]);
    await expect.poll(() => trackedNames(muster, 'both')).toEqual(['a', 'b', 'c']);
    expect((await muster.profile('both'))?.sessions).toBe(1);
  });
});
