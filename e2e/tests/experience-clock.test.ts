import type { NewExperience } from '@muster/protocol';
import { describe, expect } from 'vitest';
import {
  change,
  expectNoText,
  onlyFor,
  pageOf,
  publish,
  waitForText,
} from '../fixtures/experiences.ts';
import { test as base } from '../fixtures/journey.ts';
import { startMovingMuster } from '../fixtures/moving-clock.ts';
import { waitForStart } from '../fixtures/say.ts';
import type { Site } from '../fixtures/site.ts';

// Each moves the clock of the file's one server on: what one says of a time is of the present one.

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads there what a fixture needs.
  .extend('muster', { scope: 'file' }, async ({}, { onCleanup }) => {
    const muster = await startMovingMuster();
    onCleanup(() => muster.remove());
    return muster;
  });

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type When = Partial<NewExperience['target']['when']>;

const banner = (who: string, title: string, when: When) => ({
  type: 'banner' as const,
  steps: [{ id: 'one', title }],
  target: { who: onlyFor(who), when },
});

/** What she is shown when she opens a page, and closes, so that it is not open on the next. */
async function visit(site: Site, who: string) {
  const page = await site.open(pageOf(site.snippet(), who));
  await waitForStart(page);
  return {
    async sees(title: string) {
      await waitForText(page, title);
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByText(title).waitFor({ state: 'detached' });
      await expectNoText(page, 'Nothing of this kind');
      await page.close();
    },
    async seesNothing() {
      await expectNoText(page, 'Banner');
      await page.close();
    },
  };
}

describe('In a page', () => {
  test('what is shown once is, and never again', async ({ site, muster }) => {
    await publish(muster, banner('once', 'Banner once', { repeat: { type: 'once' } }));
    await (await visit(site, 'once')).sees('Banner once');
    await muster.moveClock(400 * day);
    await (await visit(site, 'once')).seesNothing();
  });

  test('what is shown every time comes with every page', async ({ site, muster }) => {
    await publish(muster, banner('always', 'Banner always', { repeat: { type: 'always' } }));
    await (await visit(site, 'always')).sees('Banner always');
    await (await visit(site, 'always')).sees('Banner always');
  });

  test('what is shown every three days waits for them to pass', async ({ site, muster }) => {
    const repeat = { type: 'everyDays' as const, days: 3 };
    await publish(muster, banner('days', 'Banner of days', { repeat }));
    await (await visit(site, 'days')).sees('Banner of days');
    await muster.moveClock(3 * day - 5 * minute);
    await (await visit(site, 'days')).seesNothing();
    await muster.moveClock(6 * minute);
    await (await visit(site, 'days')).sees('Banner of days');
    await (await visit(site, 'days')).seesNothing();
  });

  test('what the rate limit holds back comes when it has passed', async ({ site, muster }) => {
    const when: When = { ignoresRateLimit: false };
    await publish(muster, banner('limit', 'Banner first', { ...when, priority: 2 }));
    await publish(muster, banner('limit', 'Banner second', { ...when, priority: 1 }));
    await (await visit(site, 'limit')).sees('Banner first');
    await (await visit(site, 'limit')).seesNothing();
    await muster.moveClock(4 * hour - 5 * minute);
    await (await visit(site, 'limit')).seesNothing();
    await muster.moveClock(6 * minute);
    await (await visit(site, 'limit')).sees('Banner second');
  });

  test('what is scheduled comes at its start, and goes at its end', async ({ site, muster }) => {
    const at = (ms: number) => new Date(muster.now() + ms).toISOString();
    const repeat = { type: 'always' as const };
    const when = { repeat, start: at(hour), end: at(2 * hour) };
    await publish(muster, banner('timed', 'Banner of an hour', when));
    await (await visit(site, 'timed')).seesNothing();
    await muster.moveClock(hour + minute);
    await (await visit(site, 'timed')).sees('Banner of an hour');
    await muster.moveClock(hour);
    await (await visit(site, 'timed')).seesNothing();
  });

  test('what is paused is out of sight until it is live again', async ({ site, muster }) => {
    const when = { repeat: { type: 'always' as const } };
    const made = await publish(muster, banner('paused', 'Banner on and off', when));
    await (await visit(site, 'paused')).sees('Banner on and off');
    await change(muster, made, { status: 'paused' });
    await (await visit(site, 'paused')).seesNothing();
    await change(muster, made, { status: 'live' });
    await (await visit(site, 'paused')).sees('Banner on and off');
  });
});

test('The clock has moved by what was said', async ({ muster }) => {
  const before = muster.now();
  await muster.moveClock(day);
  expect(muster.now() - before).toBeGreaterThanOrEqual(day);
});
