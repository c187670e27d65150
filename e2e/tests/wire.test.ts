import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { countEvents, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

describe('On the wire', () => {
  test('a call is one that no browser asks permission for, and shows no cookies', async ({
    site,
    muster,
  }) => {
    const page = await site.open(
      buildPage(script("document.cookie = 'session=secret; path=/';") + site.snippet()),
    );
    await ask(page, ['do', 'identify', ['simple']]);
    await say(page, ['do', 'track', ['a']]);
    await expect.poll(() => trackedNames(muster, 'simple')).toEqual(['a']);
    const calls = site.proxy.posts().map(({ headers }) => ({
      origin: headers.origin,
      type: headers['content-type']?.split(';')[0],
      cookie: headers.cookie,
    }));
    for (const call of calls) {
      expect(call).toEqual({ origin: site.origin, type: 'text/plain', cookie: undefined });
    }
  });

  test('many commands are few calls', async ({ site, muster }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['thrifty']]);
    const before = site.proxy.posts().length;
    await page.evaluate(() => {
      for (let n = 0; n < 200; n += 1) void window.jimo.push(['do', 'track', ['step', { n }]]);
    });
    await expect.poll(() => trackedNames(muster, 'thrifty')).toHaveLength(200);
    expect(site.proxy.posts().length - before).toBeLessThanOrEqual(10);
  });

  test('a page that goes uses a beacon', async ({ site, muster }) => {
    site.server.files.set('/next', { body: '<!doctype html><title>Next</title>' });
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['beaconed']]);
    const before = site.proxy.posts().length;
    // While the next page is slow to come, the present one sends as ever: that is not answered.
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.proxy.meet({ kind: 'hold', until });
    await page.evaluate(() => {
      void window.jimo.push(['do', 'track', ['on the way out']]);
      window.location.href = '/next';
    });
    const modes = () =>
      site.proxy
        .posts()
        .slice(before)
        .map(({ headers }) => headers['sec-fetch-mode']);
    // A beacon asks for no answer that the page could read.
    await expect.poll(modes).toContain('no-cors');
    release();
    await expect.poll(() => trackedNames(muster, 'beaconed')).toEqual(['on the way out']);
  });

  test('a frame of the same site is the same visitor', async ({ site, muster }) => {
    site.server.files.set('/inner', { body: buildPage(site.snippet()) });
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = '/inner';
      document.body.append(frame);
    });
    const inner = await page.waitForSelector('iframe').then((element) => element.contentFrame());
    if (inner === null) throw new Error('The frame has no page.');
    await waitForStart(inner);
    await ask(page, ['do', 'identify', ['framer']]);
    await say(page, ['do', 'track', ['outer']]);
    await say(inner, ['do', 'track', ['the frame']]);
    await expect
      .poll(async () => (await trackedNames(muster, 'framer')).sort())
      .toEqual(['outer', 'the frame']);
    expect(await countEvents(muster, 'session started', 'framer')).toBe(1);
  });
});
