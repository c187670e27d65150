import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test as journey } from '../fixtures/journey.ts';
import { lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

/** In a project where browsers must prove who they are. */
const test = journey.extend('secret', { scope: 'file' }, ({ muster }) =>
  muster.command('verification', 'on'),
);

const sign = (secret: string, userId: string) =>
  createHmac('sha256', secret).update(userId).digest('hex');

/** What the callback of an identify was given: once for each time that it was called. */
function identify(page: Page, userId: string, signature?: string): Promise<unknown[]> {
  return page.evaluate(
    async ([id, proof]) => {
      const heard: unknown[] = [];
      const callback = (error: unknown) => heard.push(error ? String(error) : null);
      await window.jimo.push(['do', 'identify', [id, callback, proof]]);
      await window.jimo.push(['get', 'user:id']);
      return heard;
    },
    [userId, signature],
  );
}

describe('Where browsers must prove who they are, an identify', () => {
  test('with the signature of the user id is taken', async ({ site, muster, secret }) => {
    const page = await site.visit();
    await waitForStart(page);
    await say(page, ['do', 'track', ['before']]);
    expect(await identify(page, 'ada', sign(secret, 'ada'))).toEqual([null]);
    await say(page, ['do', 'track', ['then']]);
    await expect.poll(() => trackedNames(muster, 'ada')).toEqual(['before', 'then']);
    expect(await ask(page, ['get', 'user:id'])).toBe('ada');
    expect(site.complaints).toEqual([]);
  });

  test.for<[string, (secret: string) => string | undefined]>([
    ['without a signature', () => undefined],
    ['with the signature of another user', (secret) => sign(secret, 'eve')],
    ['with the signature of another secret', () => sign('guessed', 'victim')],
    ['with nonsense for a signature', () => 'nonsense'],
    ['with an empty signature', () => ''],
  ])('%s is refused, and the page is told', async ([name, proof], { site, muster, secret }) => {
    const page = await site.visit();
    await waitForStart(page);
    const heard = await identify(page, 'victim', proof(secret));
    expect([name, heard]).toEqual([name, [expect.stringMatching(/\S/)]]);
    expect(await ask(page, ['get', 'user:id'])).toBeFalsy();
    await say(page, ['do', 'track', ['as nobody']], ['set', 'user:attributes', [{ mine: true }]]);
    await expect
      .poll(() => trackedNames(muster, lastBrowserId(site.proxy), 'anonymous'))
      .toEqual(['as nobody']);
    expect(await muster.profile('victim')).toBeNull();
    await expect.poll(() => site.complaints.length).toBe(1);
  });

  test('from the buffer of a page that never hangs, either', async ({ site, muster, secret }) => {
    const head =
      site.snippet() +
      script(`window.kept = [];
      jimo.push(['do', 'identify', ['hers', function (error) { kept.push(Boolean(error)); }]]);
      jimo.push(['do', 'identify', ['hers', function (error) { kept.push(Boolean(error)); },
        '${sign(secret, 'hers')}']]);
      jimo.push(['do', 'track', ['proved']]);`);
    const page = await site.open(buildPage(head));
    await expect.poll(() => page.evaluate(() => window.kept)).toEqual([true, false]);
    await expect.poll(() => trackedNames(muster, 'hers')).toEqual(['proved']);
  });
});
