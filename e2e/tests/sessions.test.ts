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

describe('A session', () => {
  test('goes on while less than thirty minutes pass without a word', async ({ site, muster }) => {
    const page = await openAt(site, Date.now());
    await say(page, ['do', 'identify', ['busy']]);
    for (const name of ['a', 'b', 'c']) {
      await page.clock.runFor(29 * minutes);
      void ask(page, ['do', 'track', [name]]);
    }
    await page.clock.runFor(1000);
    await expect.poll(() => trackedNames(muster, 'busy')).toHaveLength(3);
    expect(await sessionsOf(site, 'busy')).toBe(1);
  });

  test('is another one after thirty minutes', async ({ site, muster }) => {
    const page = await openAt(site, Date.now());
    await say(page, ['do', 'identify', ['idle']]);
    await page.clock.runFor(31 * minutes);
    void ask(page, ['do', 'track', ['back']]);
    await page.clock.runFor(1000);
    await expect.poll(() => trackedNames(muster, 'idle')).toEqual(['back']);
    expect(await sessionsOf(site, 'idle')).toBe(2);
  });

  test('is not split by midnight', async ({ site, muster }) => {
    const beforeMidnight = new Date();
    beforeMidnight.setUTCHours(23, 50, 0, 0);
    const page = await openAt(site, beforeMidnight.getTime());
    await say(page, ['do', 'identify', ['late']]);
    await page.clock.runFor(20 * minutes);
    void ask(page, ['do', 'track', ['after midnight']]);
    await page.clock.runFor(1000);
    await expect.poll(() => trackedNames(muster, 'late')).toEqual(['after midnight']);
    expect(await sessionsOf(site, 'late')).toBe(1);
  });
});
