import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { lastBrowserId } from '../fixtures/read-events.ts';
import { ask, say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

const attribute = (key: string, value: string) => ({
  type: 'attribute',
  source: 'custom',
  key,
  kind: 'string',
  operator: 'is',
  value: [value],
});
const bought = (times: number) => ({
  type: 'event',
  source: 'app',
  name: 'bought',
  count: { operator: 'atLeast', value: times },
});
const all = (...children: unknown[]) => ({ type: 'group', match: 'all', children });

interface Segment {
  id: string;
  name: string;
}

describe('The segments of the user', () => {
  test('are evaluated right after a set and an event of the same page', async ({
    site,
    muster,
  }) => {
    const gold = await muster.api<Segment>('POST', '/segments', {
      name: 'Gold',
      conditions: all(attribute('tier', 'gold')),
    });
    await muster.api('POST', '/segments', {
      name: 'Gold buyers',
      conditions: all({ type: 'segment', segmentId: gold.id }, bought(2)),
    });
    const page = await site.visit();
    const names = async () =>
      (await ask<Segment[]>(page, ['get', 'user:segments'])).map(({ name }) => name);
    await waitForStart(page);
    expect(await names()).toEqual([]);
    await say(page, ['do', 'identify', ['golden']], ['set', 'user:attributes', [{ tier: 'gold' }]]);
    expect(await ask(page, ['get', 'user:segments'])).toEqual([{ id: gold.id, name: 'Gold' }]);
    await say(page, ['do', 'track', ['bought']]);
    expect(await names()).toEqual(['Gold']);
    await say(page, ['do', 'track', ['bought']]);
    expect(await names()).toEqual(['Gold', 'Gold buyers']);
    await say(page, ['set', 'user:attributes', [{ tier: null }]]);
    expect(await names()).toEqual([]);
    expect(await muster.segmentsOf('golden')).toEqual([]);
  });

  test('are those of an anonymous visitor, too', async ({ site, muster }) => {
    await muster.api('POST', '/segments', {
      name: 'Silver',
      conditions: all(attribute('tier', 'silver')),
    });
    const commands = script(`jimo.push(['set', 'user:attributes', [{ tier: 'silver' }]]);
      jimo.push(['get', 'user:segments']);`);
    const page = await site.open(buildPage(site.snippet() + commands));
    await waitForStart(page);
    const segments = await ask<Segment[]>(page, ['get', 'user:segments']);
    expect(segments.map(({ name }) => name)).toEqual(['Silver']);
    expect(await muster.segmentsOf(lastBrowserId(site.proxy), 'anonymous')).toEqual(['Silver']);
  });

  test('are not shown to a browser that names another user', async ({ site, muster }) => {
    await muster.api('POST', '/segments', {
      name: 'Secret',
      conditions: all(attribute('tier', 'secret')),
    });
    await muster.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'victim', anonymousId: 'hers', traits: { tier: 'secret' } },
    ]);
    const page = await site.visit();
    await waitForStart(page);
    for (const as of ['victim', 'hers', 'A'.repeat(22)]) {
      const { status, text } = await page.evaluate(
        async ({ url, as: given }) => {
          const body = JSON.stringify({
            stream: 'B'.repeat(22),
            sentAt: Date.now(),
            as: given,
            commands: [],
            ask: ['segments'],
          });
          const reply = await fetch(url, { method: 'POST', body });
          return { status: reply.status, text: await reply.text() };
        },
        { url: `${site.proxy.url}/sdk/v1/projects/demo/commands`, as },
      );
      expect([as, text]).not.toEqual([as, expect.stringContaining('Secret')]);
      expect([as, status, text]).not.toEqual([as, status, expect.stringContaining('victim')]);
    }
    for (const path of [
      '/users/victim',
      '/users',
      '/segments',
      '/users/victim/segments',
      '/audience',
    ]) {
      const status = await page
        .evaluate(
          async (url) => (await fetch(url)).status,
          `${site.origin.replace(site.origin, site.proxy.url)}/api/projects/demo${path}`,
        )
        .catch(() => 'refused');
      expect([path, status]).toEqual([path, 'refused']);
    }
  });
});

describe('A value that is refused', () => {
  test.for<[key: string, code: string]>([
    ['long', "'x'.repeat(701)"],
    ['nested', '{ a: { b: 1 } }'],
    ['nan', 'NaN'],
    ['infinite', '1 / 0'],
    ['called', 'function () {}'],
    ['wide', "Array(400).fill('long')"],
    ['symbolic', "Symbol('s')"],
  ])(
    'as %s is reported by its key, and the rest of the call is kept',
    async ([key, code], { site, muster }) => {
      const id = `refused ${key}`;
      const commands = script(`jimo.push(['do', 'identify', ['${id}']]);
      jimo.push(['set', 'user:attributes', [{ before: 1, '${key}': ${code}, after: 2 }]]);`);
      await site.open(buildPage(site.snippet() + commands));
      await expect
        .poll(async () => Object.keys((await muster.profile(id))?.attributes ?? {}).sort())
        .toEqual(['after', 'before']);
      await expect.poll(() => site.complaints).toEqual([expect.stringContaining(key)]);
    },
  );

  test('at 700 characters is not', async ({ site, muster }) => {
    const commands = script(`jimo.push(['do', 'identify', ['exact']]);
      jimo.push(['set', 'user:attributes', [{ exact: '🎉'.repeat(700) }]]);`);
    await site.open(buildPage(site.snippet() + commands));
    await expect
      .poll(async () => (await muster.profile('exact'))?.attributes.exact?.value)
      .toBe('🎉'.repeat(700));
    expect(site.complaints).toEqual([]);
  });
});
