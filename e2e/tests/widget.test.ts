import { describe, expect } from 'vitest';
import { expectNoText, onlyFor, pageOf, publish } from '../fixtures/experiences.ts';
import { test } from '../fixtures/journey.ts';
import type { Muster } from '../fixtures/muster.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';

const post = (muster: Muster, who: string, urls: string[] = []) =>
  publish(muster, {
    type: 'post',
    steps: [{ id: 'one', title: 'A new post' }],
    target: {
      who: onlyFor(who),
      where: { urls: urls.map((value) => ({ operator: 'is' as const, not: false, value })) },
    },
  });

describe('The changelog widget', () => {
  test('was last opened when its visitor opened it by its launcher', async ({ site, muster }) => {
    await post(muster, 'opener');
    const page = await site.open(pageOf(site.snippet(), 'opener'));
    const launcher = page.getByRole('button', { name: /^What’s new/ });
    await launcher.waitFor();
    expect(await ask(page, ['get', 'widget:lastOpenDate'])).toBeNull();
    await launcher.click();
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => ask(page, ['get', 'widget:lastOpenDate'])).toMatch(/^\d{4}-\d\d-\d\dT/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('stays hidden where the page has hidden it before it came, until it is shown', async ({
    site,
    muster,
  }) => {
    await post(muster, 'hider', ['/news']);
    const page = await site.open(
      pageOf(site.snippet(), 'hider', undefined, "jimo.push(['do', 'widget:hide'])"),
    );
    await waitForStart(page);
    await expectNoText(page, 'A new post');
    const launcher = page.getByRole('button', { name: /^What’s new/ });
    await page.evaluate(() => history.pushState({}, '', '/news'));
    // Opened by the page's own button, it is there; its launcher is not.
    await say(page, ['do', 'widget:open']);
    await page.getByRole('dialog').waitFor();
    expect(await launcher.isVisible()).toBe(false);
    await say(page, ['do', 'widget:show']);
    await launcher.waitFor();
  });

  test('does not open later, by itself, when it was opened where there was none', async ({
    site,
    muster,
  }) => {
    // Something else is shown here, so that what shows things is there.
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'A banner' }],
      target: { who: onlyFor('early') },
    });
    await post(muster, 'early', ['/news']);
    const page = await site.open(pageOf(site.snippet(), 'early'));
    await page.getByText('A banner').first().waitFor();
    await say(page, ['do', 'widget:open'], ['do', 'boosted:refresh']);
    await expectNoText(page, 'A new post');
    await page.evaluate(() => history.pushState({}, '', '/news'));
    await page.getByRole('button', { name: /^What’s new/ }).waitFor();
    await expectNoText(page, 'A new post');
  });

  test('comes again on the same page when its reader is in Who again', async ({ site, muster }) => {
    await post(muster, 'changing');
    const page = await site.open(pageOf(site.snippet(), 'changing'));
    const launcher = page.getByRole('button', { name: /^What’s new/ });
    const become = (who: string) =>
      say(page, ['set', 'user:attributes', [{ who }, { refetchBoosted: true }]]);
    await launcher.waitFor();
    await become('another');
    await launcher.waitFor({ state: 'detached' });
    await become('changing');
    await launcher.waitFor();
  });

  test('speaks to whoever comes next in her language', async ({ site, muster }) => {
    await post(muster, 'german');
    const page = await site.open(
      pageOf(site.snippet(), 'german', undefined, "jimo.push(['set', 'user:language', ['de']])"),
    );
    await page.getByRole('button', { name: /^Neuigkeiten/ }).waitFor();
    await say(
      page,
      ['do', 'user:reset'],
      ['do', 'identify', ['english']],
      ['set', 'user:attributes', [{ who: 'german' }, { refetchBoosted: true }]],
    );
    await page.getByRole('button', { name: /^What’s new/ }).waitFor();
  });

  test('stays hidden on every page of an app', async ({ site, muster }) => {
    await post(muster, 'shy', ['/news']);
    const page = await site.open(pageOf(site.snippet(), 'shy'));
    await waitForStart(page);
    const go = (path: string) => page.evaluate((to) => history.pushState({}, '', to), path);
    const launcher = page.getByRole('button', { name: /^What’s new/, includeHidden: true });
    await go('/news');
    await launcher.waitFor();
    await say(page, ['do', 'widget:hide']);
    await launcher.waitFor({ state: 'hidden' });
    await go('/other');
    await launcher.waitFor({ state: 'detached' });
    await go('/news');
    await launcher.waitFor({ state: 'attached' });
    expect(await launcher.isVisible()).toBe(false);
  });
});
