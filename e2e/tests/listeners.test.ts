import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { ask, say, waitForStart } from '../fixtures/say.ts';

const isPro = {
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'plan',
      kind: 'string',
      operator: 'is',
      value: ['Pro'],
    },
  ],
};

describe('A listener', () => {
  test('hears who was identified, until it is taken off', async ({ site }) => {
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      window.kept = [];
      const listener = (...heard: unknown[]) => window.kept.push(heard);
      void window.jimo.push(['on', 'user:identified', [listener]]);
      Object.assign(window, { listener });
    });
    await say(page, ['do', 'identify', ['heard']]);
    await expect.poll(() => page.evaluate(() => JSON.stringify(window.kept))).toContain('heard');
    await page.evaluate(() => {
      const { listener } = window as unknown as { listener: unknown };
      void window.jimo.push(['off', 'user:identified', [listener]]);
      return window.jimo.push(['do', 'identify', ['unheard']]);
    });
    expect(await page.evaluate(() => window.jimo.push(['get', 'user:id']))).toBe('unheard');
    expect(await page.evaluate(() => JSON.stringify(window.kept))).not.toContain('unheard');
  });

  test('may throw, and the others are heard all the same', async ({ site }) => {
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      window.kept = [];
      void window.jimo.push([
        'on',
        'user:identified',
        [
          () => {
            throw new Error('a mistake of the page');
          },
        ],
      ]);
      void window.jimo.push(['on', 'user:identified', [() => window.kept.push('second')]]);
    });
    await say(page, ['do', 'identify', ['thrown']]);
    await expect.poll(() => page.evaluate(() => window.kept)).toEqual(['second']);
    await expect.poll(() => site.complaints.join()).toContain('a mistake of the page');
  });

  test('hears when the segments of the user change', async ({ site, muster }) => {
    await muster.api('POST', '/segments', { name: 'Pros', conditions: isPro });
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      window.kept = [];
      const keep = (heard: unknown) => window.kept.push(heard);
      void window.jimo.push(['on', 'segments:changed', [keep]]);
    });
    await say(page, ['do', 'identify', ['changer']]);
    expect(await ask(page, ['get', 'user:segments'])).toEqual([]);
    await say(page, ['set', 'user:attributes', [{ plan: 'Pro' }]]);
    await expect.poll(() => page.evaluate(() => JSON.stringify(window.kept))).toContain('Pros');
  });

  test('hears of it at once where something else has moved the user', async ({ site, muster }) => {
    await muster.api('POST', '/segments', { name: 'Pros', conditions: isPro });
    const page = await site.visit();
    await waitForStart(page);
    await say(page, ['do', 'identify', ['moved']]);
    await page.evaluate(() => {
      window.kept = [];
      const keep = (heard: unknown) => window.kept.push(heard);
      void window.jimo.push(['on', 'segments:changed', [keep]]);
    });
    const listening = () =>
      site.proxy.seen.filter(({ path, status }) => path.endsWith('/moves') && status === 200);
    await expect.poll(() => listening().length, { timeout: 20_000 }).toBe(1);
    const plan = async (value: string) =>
      muster.call('POST', '/sse/webhook', [
        { type: 'identify', userId: 'moved', traits: { plan: value } },
      ]);
    const heard = () => page.evaluate(() => JSON.stringify(window.kept));
    await plan('Pro');
    await expect.poll(heard, { timeout: 20_000 }).toContain('"entered":[{');
    await plan('Free');
    await expect.poll(heard, { timeout: 20_000 }).toContain('"left":[{');
    expect(site.complaints).toEqual([]);
  });

  test('may wait for each event that there is', async ({ site }) => {
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(async () => {
      for (const name of [
        'experience:seen',
        'experience:completed',
        'experience:dismissed',
        'experience:answered',
        'segments:changed',
        'user:identified',
        'error',
      ]) {
        const listener = () => {};
        void window.jimo.push(['on', name, [listener]]);
        await window.jimo.push(['off', name, [listener]]);
      }
    });
    expect(site.complaints).toEqual([]);
  });

  test('hears of errors', async ({ site }) => {
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      window.kept = [];
      void window.jimo.push(['on', 'error', [(heard: unknown) => window.kept.push(String(heard))]]);
      void window.jimo.push(['do', 'fly']);
    });
    await expect.poll(() => page.evaluate(() => window.kept.length)).toBe(1);
  });
});
