import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { countEvents, lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';

const track = (name: string) => ['do', 'track', [name]];

describe('Two tabs', () => {
  test('are one anonymous visitor in one session', async ({ site, muster }) => {
    const first = await site.visit();
    await waitForStart(first);
    await say(first, track('a'));
    const second = await site.visit('/second');
    await waitForStart(second);
    await say(second, track('b'));
    await say(first, track('c'));
    await expect
      .poll(async () => {
        const id = lastBrowserId(site.proxy);
        return (await trackedNames(muster, id, 'anonymous')).sort();
      })
      .toEqual(['a', 'b', 'c']);
    const id = lastBrowserId(site.proxy);
    expect(await countEvents(muster, 'session started', id, 'anonymous')).toBe(1);
    expect(await countEvents(muster, 'page viewed', id, 'anonymous')).toBe(2);
    expect((await muster.profile(id, 'anonymous'))?.sessions).toBe(1);
    expect(new Set(site.proxy.commands().map(({ as }) => as)).size).toBe(1);
  });

  test('opened at one moment are one visitor, too', async ({ site, muster }) => {
    const pages = await Promise.all(['/1', '/2', '/3'].map((path) => site.visit(path)));
    await Promise.all(pages.map((page, index) => say(page, track(`t${index}`))));
    await expect
      .poll(() => site.proxy.commands().filter(({ type }) => type === 'track').length)
      .toBeGreaterThanOrEqual(3);
    const id = lastBrowserId(site.proxy);
    await expect
      .poll(async () => (await trackedNames(muster, id, 'anonymous')).sort())
      .toEqual(['t0', 't1', 't2']);
    expect((await muster.profile(id, 'anonymous'))?.sessions).toBe(1);
  });

  test('are the same user after a login in one', async ({ site, muster }) => {
    const first = await site.visit();
    const second = await site.visit('/second');
    await ask(first, ['do', 'identify', ['shared']]);
    await expect.poll(() => ask(second, ['get', 'user:id'])).toBe('shared');
    await say(second, track('from the second'));
    await expect.poll(() => trackedNames(muster, 'shared')).toEqual(['from the second']);
    expect((await muster.profile('shared'))?.sessions).toBe(1);
  });

  test('that both log the same user in make one of her', async ({ site, muster }) => {
    const [first, second] = await Promise.all([site.visit('/1'), site.visit('/2')]);
    await Promise.all([
      say(first, track('a'), ['do', 'identify', ['both']], track('b')),
      say(second, track('c'), ['do', 'identify', ['both']], track('d')),
    ]);
    await expect
      .poll(async () => (await trackedNames(muster, 'both')).sort())
      .toEqual(['a', 'b', 'c', 'd']);
    expect((await muster.profile('both'))?.sessions).toBe(1);
  });

  test('that log two users in at one moment mix nothing of theirs', async ({ site, muster }) => {
    const [first, second] = await Promise.all([site.visit('/1'), site.visit('/2')]);
    await Promise.all([waitForStart(first), waitForStart(second)]);
    const set = (plan: string) => ['set', 'user:attributes', [{ plan }]];
    await Promise.all([
      say(first, ['do', 'identify', ['one']], set('one'), track('one')),
      say(second, ['do', 'identify', ['other']], set('other'), track('other')),
    ]);
    await expect.poll(() => trackedNames(muster, 'one')).toEqual(['one']);
    await expect.poll(() => trackedNames(muster, 'other')).toEqual(['other']);
    expect((await muster.profile('one'))?.attributes.plan?.value).toBe('one');
    expect((await muster.profile('other'))?.attributes.plan?.value).toBe('other');
  });

  test('notice the logout in one', async ({ site, muster }) => {
    const first = await site.visit();
    const second = await site.visit('/second');
    await ask(first, ['do', 'identify', ['leaver']]);
    await expect.poll(() => ask(second, ['get', 'user:id'])).toBe('leaver');
    await ask(first, ['do', 'user:reset']);
    await expect.poll(() => ask(second, ['get', 'user:id'])).toBeFalsy();
    await say(second, track('after'));
    await say(first, track('after, too'));
    await expect
      .poll(async () => (await trackedNames(muster, lastBrowserId(site.proxy), 'anonymous')).sort())
      .toEqual(['after', 'after, too']);
    expect(await trackedNames(muster, 'leaver')).toEqual([]);
  });

  test('each send their own, and one takes over what the other leaves', async ({
    site,
    muster,
  }) => {
    const first = await site.visit();
    const second = await site.visit('/second');
    await ask(first, ['do', 'identify', ['pair']]);
    await ask(second, ['get', 'user:id']);
    site.proxy.meet(...Array(50).fill({ kind: 'cutBefore' }));
    await say(first, track('a1'), track('a2'));
    await say(second, track('b1'));
    await first.close({ runBeforeUnload: true });
    site.proxy.forget();
    await say(second, track('b2'));
    await expect
      .poll(async () => (await trackedNames(muster, 'pair')).sort())
      .toEqual(['a1', 'a2', 'b1', 'b2']);
  });
});
