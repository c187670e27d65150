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
});
