import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { countEvents, trackedNames } from '../fixtures/read-events.ts';
import { ask, say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

const isArray = () => Array.isArray(window.jimo);
const identify = (id: string) => `jimo.push(['do', 'identify', ['${id}']]);`;
const track = (name: string) => `jimo.push(['do', 'track', ['${name}']]);`;

describe('The SDK starts', () => {
  test('on what was pushed before it came, in that order', async ({ site, muster }) => {
    const commands = script(`${track('a')} ${identify('start-1')} ${track('b')}
      window.kept = [Array.isArray(window.jimo)];`);
    const page = await site.open(buildPage(site.snippet() + commands));
    await waitForStart(page);
    expect(await page.evaluate(() => window.kept)).toEqual([true]);
    await say(page, ['do', 'track', ['c']]);
    await expect.poll(() => trackedNames(muster, 'start-1')).toEqual(['a', 'b', 'c']);
    expect(await countEvents(muster, 'session started', 'start-1')).toBe(1);
    expect(await countEvents(muster, 'page viewed', 'start-1')).toBe(1);
    expect(await countEvents(muster, 'identified', 'start-1')).toBe(1);
    expect(site.complaints).toEqual([]);
  });

  test.for(['/jimo-invader.js', '/any/where/jimo-invader.js', '/sdk/v1.js'])(
    'from %s',
    async (path, { site, muster }) => {
      const id = `start-from-${path}`;
      const page = await site.open(buildPage(site.snippet({ path }) + script(identify(id))));
      await waitForStart(page);
      await expect.poll(() => muster.profile(id)).toMatchObject({ id, sessions: 1 });
    },
  );

  test('late, long after the page has loaded', async ({ site, muster }) => {
    const head = script(`window.jimo = []; window.JIMO_PROJECT_ID = 'demo';
      ${identify('late')} ${track('before')}`);
    const page = await site.open(buildPage(head));
    await page.waitForLoadState('load');
    expect(await page.evaluate(isArray)).toBe(true);
    await page.addScriptTag({ url: `${site.proxy.url}/sdk/v1.js` });
    await waitForStart(page);
    await say(page, ['do', 'track', ['then']]);
    await expect.poll(() => trackedNames(muster, 'late')).toEqual(['before', 'then']);
  });

  test('without a buffer, as a blocking script in the head', async ({ site, muster }) => {
    const head = `${script("window.JIMO_PROJECT_ID = 'demo';")}
      <script src="${site.proxy.url}/sdk/v1.js"></script>`;
    await site.open(buildPage(head, script(`${identify('blocking')} ${track('seen')}`)));
    await expect.poll(() => trackedNames(muster, 'blocking')).toEqual(['seen']);
  });

  test('once, when the script is there twice', async ({ site, muster }) => {
    const head = site.snippet() + script(identify('twice') + track('first'));
    const again = `<script src="${site.proxy.url}/sdk/v1.js"></script>`;
    const page = await site.open(buildPage(head, `${again}${script(track('second'))}${again}`));
    await waitForStart(page);
    await expect.poll(() => trackedNames(muster, 'twice')).toEqual(['first', 'second']);
    expect(await countEvents(muster, 'session started', 'twice')).toBe(1);
    expect(await countEvents(muster, 'page viewed', 'twice')).toBe(1);
  });

  test('and takes over the buffer of a second snippet', async ({ site, muster }) => {
    const head = site.snippet() + script(identify('snippets') + track('first'));
    const page = await site.open(buildPage(head));
    await waitForStart(page);
    await page.evaluate((url) => {
      (window as { jimo: unknown }).jimo = [];
      void window.jimo.push(['do', 'track', ['second']]);
      const again = document.createElement('script');
      again.src = url;
      document.head.append(again);
    }, `${site.proxy.url}/sdk/v1.js`);
    await waitForStart(page);
    await say(page, ['do', 'track', ['third']]);
    const all = ['first', 'second', 'third'];
    await expect.poll(() => trackedNames(muster, 'snippets')).toEqual(all);
    expect(await countEvents(muster, 'session started', 'snippets')).toBe(1);
  });

  test('when a page that asked to wait says so, and not before', async ({ site, muster }) => {
    const head = site.snippet({ manualInit: true }) + script(identify('manual') + track('held'));
    const page = await site.open(buildPage(head));
    await page.waitForFunction(() => window.jimoInit !== undefined);
    expect(await page.evaluate(isArray)).toBe(true);
    const startedAt = await page.evaluate(() => {
      const now = Date.now();
      window.jimoInit?.();
      window.jimoInit?.();
      return now;
    });
    await waitForStart(page);
    await expect.poll(() => trackedNames(muster, 'manual')).toEqual(['held']);
    expect(await countEvents(muster, 'session started', 'manual')).toBe(1);
    const sessions = site.proxy.commands().filter(({ type }) => type === 'session');
    expect(sessions.every(({ at }) => at >= startedAt)).toBe(true);
    await page.evaluate(() => window.jimoInit?.());
    await say(page, ['do', 'track', ['on']]);
    await expect.poll(() => trackedNames(muster, 'manual')).toEqual(['held', 'on']);
    expect(await countEvents(muster, 'session started', 'manual')).toBe(1);
  });

  test('and speaks to the server that the page names', async ({ site, muster }) => {
    const source = await (await fetch(`${site.proxy.url}/sdk/v1.js`)).text();
    site.server.files.set('/own/copy.js', {
      body: source,
      headers: { 'content-type': 'text/javascript' },
    });
    const head = script(`window.jimo = []; window.JIMO_PROJECT_ID = 'demo';
      window.JIMO_API_HOST = '${site.proxy.url}'; ${identify('hosted')}`);
    await site.open(buildPage(`${head}<script src="/own/copy.js"></script>`));
    await expect.poll(() => muster.profile('hosted')).toMatchObject({ id: 'hosted' });
  });

  test('with ten thousand commands waiting, each of which counts once', async ({
    site,
    muster,
  }) => {
    const head = script(`window.jimo = []; window.JIMO_PROJECT_ID = 'demo'; ${identify('many')}
      for (let n = 1; n <= 10000; n += 1) jimo.push(['do', 'track', ['step', { n: n }]]);
      jimo.push(['set', 'user:name', ['Done']]);`);
    await site.open(buildPage(`${head}<script src="${site.proxy.url}/sdk/v1.js"></script>`));
    await expect
      .poll(async () => (await muster.profile('many'))?.name, { interval: 500 })
      .toBe('Done');
    const steps = (await muster.events('many')).filter(({ name }) => name === 'step');
    const numbers = steps.map(({ properties }) => Number(properties.n)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(site.complaints).toEqual([]);
  });

  test('and says what is wrong with a page that names no project', async ({ site }) => {
    const head = script(`window.jimo = []; ${track('lost')}`);
    await site.open(buildPage(`${head}<script src="${site.proxy.url}/sdk/v1.js"></script>`));
    await expect.poll(() => site.complaints.join()).toContain('JIMO_PROJECT_ID');
    expect(site.proxy.posts()).toEqual([]);
  });

  test('and says what is wrong with a project that is not there', async ({ site }) => {
    const page = await site.open(buildPage(site.snippet({ project: 'nobodys' })));
    await waitForStart(page);
    await expect.poll(() => site.complaints.join('\n')).toContain('no such project');
  });
});

describe('A push', () => {
  test('takes several commands, and brings the result of the last', async ({ site }) => {
    const page = await site.visit();
    await waitForStart(page);
    const result = await page.evaluate(() =>
      window.jimo.push(
        ['do', 'identify', ['several']],
        ['set', 'user:name', ['S']],
        ['get', 'user:id'],
      ),
    );
    expect(result).toBe('several');
    expect(await ask(page, ['get', 'user:attributes'])).toEqual({});
  });
});
