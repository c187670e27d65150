import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { trackedNames } from '../fixtures/read-events.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';
import type { Site } from '../fixtures/site.ts';
import { buildPage } from '../fixtures/snippet.ts';

const minutes = 60_000;

/** A page whose clock stands at this time until it is moved. */
async function openAt(site: Site, time: string | number): Promise<Page> {
  site.server.files.set('/', { body: buildPage(site.snippet()) });
  const page = await site.visitor.newPage();
  await page.clock.install({ time });
  await page.goto(site.origin);
  await page.clock.runFor(100);
  await waitForStart(page);
  return page;
}

const sessionsOf = async (site: Site, id: string) => (await site.muster.profile(id))?.sessions;

/**
 * Says something and waits until it has arrived: a request takes time of this world, and is given up after
 * thirty seconds of the page's, which pass at once when its clock is moved.
 */
async function deliver(page: Page, command: unknown): Promise<void> {
  await say(page, command);
  await page.clock.runFor(100);
  await ask(page, ['get', 'widget:unreadCount']);
}

describe('A session', () => {
  test('goes on while less than thirty minutes pass without a word', async ({ site, muster }) => {
    const page = await openAt(site, Date.now());
    await deliver(page, ['do', 'identify', ['busy']]);
    for (const name of ['a', 'b', 'c']) {
      await page.clock.runFor(29 * minutes);
      await deliver(page, ['do', 'track', [name]]);
    }
    await expect.poll(() => trackedNames(muster, 'busy')).toHaveLength(3);
    expect(await sessionsOf(site, 'busy')).toBe(1);
  });

  test('is another one after thirty minutes', async ({ site, muster }) => {
    const page = await openAt(site, Date.now());
    await deliver(page, ['do', 'identify', ['idle']]);
    await page.clock.runFor(31 * minutes);
    await deliver(page, ['do', 'track', ['back']]);
    await expect.poll(() => trackedNames(muster, 'idle')).toEqual(['back']);
    expect(await sessionsOf(site, 'idle')).toBe(2);
  });

  test('is not split by midnight', async ({ site, muster }) => {
    const beforeMidnight = new Date();
    beforeMidnight.setUTCHours(23, 50, 0, 0);
    const page = await openAt(site, beforeMidnight.getTime());
    await deliver(page, ['do', 'identify', ['late']]);
    await page.clock.runFor(20 * minutes);
    await deliver(page, ['do', 'track', ['after midnight']]);
    await expect.poll(() => trackedNames(muster, 'late')).toEqual(['after midnight']);
    expect(await sessionsOf(site, 'late')).toBe(1);
  });
});
