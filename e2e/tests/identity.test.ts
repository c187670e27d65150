import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { countEvents, lastBrowserId, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

const track = (name: string) => ['do', 'track', [name]];
const set = (values: Record<string, unknown>) => ['set', 'user:attributes', [values]];

describe('A visitor', () => {
  test('is the same anonymous one on the next day', async ({ site, muster }) => {
    const page = await site.visit();
    await waitForStart(page);
    await say(page, track('first day'));
    await expect.poll(() => site.proxy.commands().length).toBeGreaterThan(0);
    const id = lastBrowserId(site.proxy);
    await expect.poll(() => trackedNames(muster, id, 'anonymous')).toEqual(['first day']);
    await page.close({ runBeforeUnload: true });
    const next = await site.visitor.newPage();
    await next.clock.install({ time: Date.now() + 26 * 3_600_000 });
    await next.goto(site.origin);
    await waitForStart(next);
    await next.clock.runFor(1000);
    await expect.poll(async () => (await muster.profile(id, 'anonymous'))?.sessions).toBe(2);
    expect(lastBrowserId(site.proxy)).toBe(id);
  });

  test('who logs in takes along what she did before', async ({ site, muster }) => {
    await muster.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'ada', traits: { plan: 'Pro' } },
    ]);
    const page = await site.visit();
    await waitForStart(page);
    await say(page, track('looked'), set({ plan: 'Free', theme: 'dark' }));
    await expect.poll(() => site.proxy.commands().length).toBeGreaterThan(0);
    const anonymous = lastBrowserId(site.proxy);
    await ask(page, ['do', 'identify', ['ada']]);
    await say(page, track('bought'));
    await expect.poll(() => trackedNames(muster, 'ada')).toEqual(['looked', 'bought']);
    const profile = await muster.profile('ada');
    expect(profile?.attributes).toMatchObject({ plan: { value: 'Pro' }, theme: { value: 'dark' } });
    expect(profile?.sessions).toBe(1);
    expect(await muster.profile(anonymous, 'anonymous')).toMatchObject({ id: 'ada' });
  });

  test('is A, then B, then out, then nobody known, and nothing is mixed', async ({
    site,
    muster,
  }) => {
    const page = await site.visit();
    await waitForStart(page);
    await say(page, ['do', 'identify', ['A']], set({ who: 'A' }), track('as A'));
    await say(page, ['do', 'identify', ['B']], set({ who: 'B' }), track('as B'));
    await say(page, ['do', 'user:reset'], track('as nobody'), set({ who: 'nobody' }));
    await expect.poll(() => trackedNames(muster, 'B')).toEqual(['as B']);
    expect(await trackedNames(muster, 'A')).toEqual(['as A']);
    expect((await muster.profile('A'))?.attributes.who?.value).toBe('A');
    expect((await muster.profile('B'))?.attributes.who?.value).toBe('B');
    const nobody = async () => trackedNames(muster, lastBrowserId(site.proxy), 'anonymous');
    await expect.poll(nobody).toEqual(['as nobody']);
    const id = lastBrowserId(site.proxy);
    expect(await muster.profile(id, 'anonymous')).toMatchObject({ id: null });
    const ids = ['A', 'B'].map((user) => countEvents(muster, 'identified', user));
    expect(await Promise.all(ids)).toEqual([1, 1]);
  });

  test('who is identified on every page is so once', async ({ site, muster }) => {
    const head = site.snippet() + script("jimo.push(['do', 'identify', ['again']]);");
    const page = await site.open(buildPage(head));
    await waitForStart(page);
    await ask(page, ['get', 'user:id']);
    for (const name of ['a', 'b']) {
      await page.reload();
      await waitForStart(page);
      await say(page, track(name));
    }
    await expect.poll(() => trackedNames(muster, 'again')).toEqual(['a', 'b']);
    expect((await muster.profile('again'))?.sessions).toBe(1);
    expect(await countEvents(muster, 'page viewed', 'again')).toBe(3);
    expect(new Set(site.proxy.commands().map(({ as }) => as)).size).toBe(1);
  });

  test('is told in the callback, whose sets are hers', async ({ site, muster }) => {
    const head =
      site.snippet() +
      script(`window.kept = [];
      jimo.push(['set', 'user:attributes', [{ before: 1 }]]);
      jimo.push(['do', 'identify', ['called', function (error) {
        kept.push(error || 'done');
        jimo.push(['set', 'user:email', ['called@example.test']]);
        jimo.push(['set', 'user:attributes', [{ inside: 2 }]]);
      }]]);
      jimo.push(['set', 'user:attributes', [{ after: 3 }]]);`);
    const page = await site.open(buildPage(head));
    await expect
      .poll(async () => Object.keys((await muster.profile('called'))?.attributes ?? {}).sort())
      .toEqual(['after', 'before', 'inside']);
    expect((await muster.profile('called'))?.email).toBe('called@example.test');
    expect(await page.evaluate(() => window.kept)).toEqual(['done']);
  });

  test('whose callback comes when another is here sets nothing on that one', async ({
    site,
    muster,
  }) => {
    const page = await site.visit();
    await ask(page, ['get', 'user:id']);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.proxy.meet({ kind: 'hold', until });
    await page.evaluate(() => {
      const identify = (id: string) => {
        const callback = () => {
          void window.jimo.push(['set', 'user:name', [id]]);
          void window.jimo.push(['set', 'user:attributes', [{ [id]: true }, false, true]]);
        };
        void window.jimo.push(['do', 'identify', [id, callback]]);
      };
      identify('quick A');
      void window.jimo.push(['do', 'track', ['as A']]);
      void window.jimo.push(['do', 'user:reset']);
      identify('quick B');
      void window.jimo.push(['do', 'track', ['as B']]);
    });
    release();
    for (const id of ['quick A', 'quick B']) {
      await expect.poll(async () => (await muster.profile(id))?.name).toBe(id);
      await expect.poll(async () => (await muster.profile(id))?.traits[id]?.value).toBe(true);
      expect(Object.keys((await muster.profile(id))?.traits ?? {})).toEqual([id]);
      expect(await trackedNames(muster, id)).toEqual([`as ${id.at(-1)}`]);
    }
  });

  test('who comes back as A after B meets her own again', async ({ site, muster }) => {
    const page = await site.visit();
    await waitForStart(page);
    await say(page, ['do', 'identify', ['back A']], track('one'));
    await say(page, ['do', 'identify', ['back B']], track('two'));
    await say(page, ['do', 'identify', ['back A']], track('three'));
    await expect.poll(() => trackedNames(muster, 'back A')).toEqual(['one', 'three']);
    expect(await trackedNames(muster, 'back B')).toEqual(['two']);
  });

  test('who logs in on two devices is one user', async ({ site, muster, browser }) => {
    const page = await site.visit();
    await ask(page, ['do', 'identify', ['devices']]);
    await say(page, track('desk'));
    const phone = await browser.newContext();
    const other = await phone.newPage();
    await other.goto(site.origin);
    await waitForStart(other);
    await say(other, track('phone'), ['do', 'identify', ['devices']]);
    await expect
      .poll(async () => (await trackedNames(muster, 'devices')).sort())
      .toEqual(['desk', 'phone']);
    expect((await muster.profile('devices'))?.sessions).toBe(2);
    await phone.close();
  });
});
