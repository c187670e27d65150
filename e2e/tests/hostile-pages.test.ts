import { describe, expect } from 'vitest';
import { test } from '../fixtures/journey.ts';
import { startPageServer } from '../fixtures/page-server.ts';
import { trackedNames } from '../fixtures/read-events.ts';
import { say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

/** What these pages all say, in code that none of their tricks reaches. */
const speech = (id: string) =>
  `window.jimo[0] = ['do', 'identify', ['${id}']];
   window.jimo[1] = ['set', 'user:attributes', [{ plan: 'Pro', list: ['a', 'b'], n: 5 }]];
   window.jimo[2] = ['do', 'track', ['bought', { price: 5, sizes: ['s', 'm'] }]];`;

const tricks: [name: string, before: string, after?: string][] = [
  [
    'breaks the helpers of arrays',
    `for (const name of ['map', 'forEach', 'filter', 'reduce', 'some', 'every', 'find', 'flat',
      'flatMap', 'includes', 'indexOf', 'concat', 'slice', 'splice', 'join', 'at', 'entries', 'keys'])
      Array.prototype[name] = function () { throw new Error('Array.prototype.' + name); };`,
  ],
  [
    'replaces the helpers of arrays by others of the same name',
    `Array.prototype.map = function () { return this; };
     Array.prototype.filter = function () { return []; };
     Array.prototype.forEach = function (call) { for (let i = 0; i < this.length; i++) call(i, this[i]); };
     Array.prototype.find = function () { return undefined; };
     Array.prototype.from = function () { return []; };
     Array.from = function () { return []; };`,
  ],
  [
    'gives everything a toJSON, as Prototype.js 1.6 does',
    `Array.prototype.toJSON = function () { return '[' + this.join(',') + ']'; };
     String.prototype.toJSON = function () { return '"' + this + '"'; };
     Number.prototype.toJSON = function () { return String(this); };
     Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };`,
  ],
  [
    'adds to every object and every array',
    `Object.prototype.extend = function () { return this; };
     Object.prototype.plan = 'Inherited';
     Array.prototype.last = function () { return this[this.length - 1]; };`,
  ],
  ['has no Promise', 'delete window.Promise;'],
  ['has a Promise that throws', "window.Promise = function () { throw new Error('Promise'); };"],
  [
    'has a Promise that never calls back, without resolve and all',
    'window.Promise = function () { this.then = function () {}; };',
  ],
  ['freezes the buffer', '', 'Object.freeze(window.jimo);'],
  [
    'lets nobody replace the buffer',
    '',
    "Object.defineProperty(window, 'jimo', { value: window.jimo, writable: false, configurable: false });",
  ],
  ['has another JSON', "window.JSON = { stringify() { return 'no'; }, parse() { return 'no'; } };"],
  [
    'stops the clocks and chance',
    'Math.random = () => 0.5; performance.now = () => 0; delete crypto.randomUUID;',
  ],
];

describe('A page that', () => {
  test.for(tricks)('%s is served', async ([name, before, after = ''], { site, muster }) => {
    const id = `hostile ${name}`;
    const head = script(`${before}
      window.jimo = []; window.JIMO_PROJECT_ID = 'demo'; ${speech(id)} ${after}`);
    const later = script(`document.onclick = function () {
      window.jimo.push(['do', 'track', ['again']]);
    };`);
    const page = await site.open(
      buildPage(`${head}<script src="${site.proxy.url}/sdk/v1.js"></script>`, later),
    );
    await expect.poll(() => trackedNames(muster, id)).toEqual(['bought']);
    const event = (await muster.events(id)).find((candidate) => candidate.name === 'bought');
    expect(event?.properties).toEqual({ price: 5, sizes: ['s', 'm'] });
    const attributes = (await muster.profile(id))?.attributes ?? {};
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    expect(values.sort()).toEqual([
      ['list', ['a', 'b']],
      ['n', 5],
      ['plan', 'Pro'],
    ]);
    // A click needs nothing of the page, whose own tools may be as broken for us.
    await page.mouse.click(5, 5);
    await expect.poll(() => trackedNames(muster, id)).toEqual(['bought', 'again']);
  });

  test('allows only named scripts and servers is served', async ({ site, muster }) => {
    const policy = `default-src 'none'; script-src ${site.proxy.url} 'nonce-n'; connect-src ${site.proxy.url};
      style-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
    const html = buildPage(
      `<script nonce="n">
        window.kept = [];
        addEventListener('securitypolicyviolation', (event) => kept.push(event.violatedDirective + ' ' + event.blockedURI));
        window.jimo = []; window.JIMO_PROJECT_ID = 'demo'; ${speech('policy')}
      </script><script async src="${site.proxy.url}/sdk/v1.js"></script>`,
    ).replace('<link rel="icon" href="data:,">', '');
    const page = await site.open(html, '/', {
      'content-security-policy': policy.replace(/\s+/g, ' '),
    });
    await expect.poll(() => trackedNames(muster, 'policy')).toEqual(['bought']);
    const violations = await page.evaluate(() => window.kept as string[]);
    expect(violations.filter((text) => !text.includes('favicon'))).toEqual([]);
  });

  test('may keep nothing in the browser is served', async ({ site, muster }) => {
    // An opaque origin: localStorage, sessionStorage and cookies throw.
    const headers = { 'content-security-policy': 'sandbox allow-scripts' };
    const head = site.snippet() + script(speech('nostore'));
    const page = await site.open(buildPage(head), '/', headers);
    await expect.poll(() => trackedNames(muster, 'nostore')).toEqual(['bought']);
    await say(
      page,
      ['do', 'track', ['again']],
      ['do', 'user:reset'],
      ['do', 'track', ['anonymous']],
    );
    await expect.poll(() => trackedNames(muster, 'nostore')).toEqual(['bought', 'again']);
  });

  test('has a full storage is served', async ({ site, muster }) => {
    const head =
      script(`Storage.prototype.setItem = function () {
        throw new DOMException('full', 'QuotaExceededError');
      };`) +
      site.snippet() +
      script(speech('full'));
    await site.open(buildPage(head));
    await expect.poll(() => trackedNames(muster, 'full')).toEqual(['bought']);
  });

  test('has nonsense of others in its storage is served', async ({ site, muster }) => {
    const page = await site.visit();
    await waitForStart(page);
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{"not":["what');
      for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, '[[[');
    });
    await page.close({ runBeforeUnload: true });
    await site.open(buildPage(site.snippet() + script(speech('garbled'))));
    await expect.poll(() => trackedNames(muster, 'garbled')).toEqual(['bought']);
  });

  test('is a frame in a page of another origin is served', async ({ site, muster }) => {
    const outer = await startPageServer();
    site.server.files.set('/inner', {
      body: buildPage(site.snippet() + script(speech('framed'))),
    });
    outer.files.set('/', { body: buildPage('', `<iframe src="${site.origin}/inner"></iframe>`) });
    const page = await site.visitor.newPage();
    await page.goto(outer.origin);
    await expect.poll(() => trackedNames(muster, 'framed')).toEqual(['bought']);
    await outer.close();
  });

  test('is a sandboxed frame is served', async ({ site, muster }) => {
    site.server.files.set('/inner', {
      body: buildPage(site.snippet() + script(speech('sandboxed'))),
    });
    await site.open(buildPage('', '<iframe sandbox="allow-scripts" src="/inner"></iframe>'));
    await expect.poll(() => trackedNames(muster, 'sandboxed')).toEqual(['bought']);
  });

  test('has an element called jimo is served', async ({ site, muster }) => {
    const body = `<div id="jimo"></div>${site.snippet()}${script(speech('element'))}`;
    await site.open(buildPage('', body));
    await expect.poll(() => trackedNames(muster, 'element')).toEqual(['bought']);
  });
});
