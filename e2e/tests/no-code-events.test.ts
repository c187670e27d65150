import type { SegmentBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import { publish, waitForText } from '../fixtures/experiences.ts';
import { test as base } from '../fixtures/journey.ts';
import { countEvents, trackedNames } from '../fixtures/read-events.ts';
import { script } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';
import {
  changeEvent,
  defineEvent,
  goOn,
  noCodeNames,
  onPage,
  openTracked,
} from '../fixtures/tracked-events.ts';

/** A server on which every page reports `ready` when it looks for no-code events. */
const test = base.extend('ready', { scope: 'file', auto: true }, async ({ muster }) => {
  await defineEvent(muster, 'ready', [onPage('/')]);
});

describe('A page reports', () => {
  test('a click on an element or in it, once a view, before the page hears of it', async ({
    site,
    muster,
  }) => {
    await defineEvent(muster, 'click_export', [{ type: 'clicked', selector: '#export' }]);
    const body = `<button id="export"><b>Export</b></button><button>Other</button>${script(`
      document.getElementById('export').onclick = (event) => {
        event.stopImmediatePropagation();
        event.currentTarget.remove();
      };`)}`;
    const page = await openTracked({ site, muster }, 'clicker', body);
    await page.getByRole('button', { name: 'Other' }).click();
    expect(await noCodeNames(muster, 'clicker')).toEqual([]);
    await page.locator('b').click();
    await expect.poll(() => noCodeNames(muster, 'clicker')).toEqual(['click_export']);
    const events = await muster.events('clicker');
    const event = events.find(({ name }) => name === 'click_export');
    expect(event).toMatchObject({ source: 'app', properties: { url: `${site.origin}/` } });
  });

  test('a click by the keyboard, and each again on the next view', async ({ site, muster }) => {
    await defineEvent(muster, 'click_menu', [{ type: 'clicked', selector: '[data-menu]' }]);
    const body = `<button data-menu="a">Menu</button><a href="/next">Next</a>`;
    const page = await openTracked({ site, muster }, 'typist', body);
    await page.getByRole('button').press('Enter');
    await page.getByRole('button').click();
    await expect.poll(() => noCodeNames(muster, 'typist')).toEqual(['click_menu']);
    await goOn({ page, muster }, 'typist', '/second');
    await page.getByRole('button').press('Space');
    await page.getByRole('button').press('Space');
    const expected = ['ready', 'click_menu', 'ready', 'click_menu'];
    await expect.poll(() => trackedNames(muster, 'typist')).toEqual(expected);
    expect(await countEvents(muster, 'page viewed', 'typist')).toBe(2);
  });

  test('a pointer that stays over an element, and none that was elsewhere', async ({
    site,
    muster,
  }) => {
    await defineEvent(muster, 'hover_price', [{ type: 'hovered', selector: '.price' }]);
    await defineEvent(muster, 'hover_other', [{ type: 'hovered', selector: '.hidden' }]);
    const page = await openTracked(
      { site, muster },
      'hoverer',
      '<p class="price">5 €</p><p class="hidden" hidden>none</p>',
    );
    await page.locator('.price').hover();
    await expect.poll(() => noCodeNames(muster, 'hoverer')).toEqual(['hover_price']);
  });

  test('fields that are filled in, and nothing of what is in them', async ({ site, muster }) => {
    await defineEvent(muster, 'fill_name', [{ type: 'filled', selector: 'input[name="name"]' }]);
    await defineEvent(muster, 'fill_terms', [{ type: 'filled', selector: '#terms' }]);
    await defineEvent(muster, 'fill_note', [{ type: 'filled', selector: '#note' }]);
    await defineEvent(muster, 'fill_plan', [{ type: 'filled', selector: 'select' }]);
    await defineEvent(muster, 'fill_empty', [{ type: 'filled', selector: '#empty' }]);
    const body = `<form><input name="name"><input name="prefilled" value="x"><input id="empty">
      <input type="checkbox" id="terms"><select><option value="">-</option><option>Pro</option></select>
      </form><div id="note" contenteditable></div>`;
    const page = await openTracked({ site, muster }, 'filler', body);
    await page.locator('input[name="name"]').pressSequentially('a secret');
    expect(await noCodeNames(muster, 'filler')).toEqual([]);
    await page.locator('#empty').pressSequentially('  ');
    await page.locator('#terms').check();
    await page.locator('select').selectOption('Pro');
    await page.locator('#note').pressSequentially('another secret');
    await page.locator('#empty').focus();
    const expected = ['fill_name', 'fill_note', 'fill_plan', 'fill_terms'];
    await expect.poll(async () => (await noCodeNames(muster, 'filler')).sort()).toEqual(expected);
    expect(JSON.stringify(site.proxy.commands())).not.toContain('secret');
  });

  test('an element that is there, comes late or by an attribute', async ({ site, muster }) => {
    await defineEvent(muster, 'see_title', [{ type: 'present', selector: 'h1.title' }]);
    await defineEvent(muster, 'see_toast', [{ type: 'present', selector: '.toast' }]);
    await defineEvent(muster, 'see_open', [
      { type: 'present', selector: '[aria-expanded="true"]' },
    ]);
    const body = '<h1 class="title">Hello</h1><button aria-expanded="false">More</button>';
    const page = await openTracked({ site, muster }, 'seer', body);
    await expect.poll(() => noCodeNames(muster, 'seer')).toEqual(['see_title']);
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p class="toast">'));
    await expect.poll(() => noCodeNames(muster, 'seer')).toEqual(['see_title', 'see_toast']);
    await page.evaluate(() =>
      document.querySelector('button')?.setAttribute('aria-expanded', 'true'),
    );
    const expected = ['see_title', 'see_toast', 'see_open'];
    await expect.poll(() => noCodeNames(muster, 'seer')).toEqual(expected);
  });

  test('an address, also one that a script goes to', async ({ site, muster }) => {
    await defineEvent(muster, 'on_cart', [onPage('/cart')]);
    const page = await openTracked({ site, muster }, 'router', '<h1>Shop</h1>');
    await page.evaluate(() => history.pushState(null, '', '/cart?item=1'));
    await expect.poll(() => noCodeNames(muster, 'router')).toEqual(['on_cart']);
    await page.evaluate(() => history.replaceState(null, '', '/cart?item=2'));
    await expect.poll(() => noCodeNames(muster, 'router')).toEqual(['on_cart', 'on_cart']);
    const properties = (await muster.events('router')).find(({ name }) => name === 'on_cart');
    expect(properties?.properties).toEqual({ url: `${site.origin}/cart` });
  });
});

describe('Conditions together', () => {
  test('all have to hold on one view, in any order', async ({ site, muster }) => {
    await defineEvent(muster, 'both', [
      onPage('/both'),
      { type: 'clicked', selector: '#go' },
      { type: 'present', selector: '#done' },
    ]);
    const body = `<button id="go">Go</button>`;
    const page = await openTracked({ site, muster }, 'patient', body, { path: '/before' });
    const addDone = () =>
      page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<i id="done"></i>'));
    await page.getByRole('button').click();
    await addDone();
    await goOn({ page, muster }, 'patient', '/both');
    await page.evaluate(() => document.getElementById('done')?.remove());
    await page.getByRole('button').click();
    expect(await noCodeNames(muster, 'patient')).toEqual([]);
    await addDone();
    await expect.poll(() => noCodeNames(muster, 'patient')).toEqual(['both']);
  });

  test('any of them is enough', async ({ site, muster }) => {
    const conditions = [
      { type: 'clicked', selector: '#one' } as const,
      { type: 'present', selector: '#never' } as const,
      { type: 'filled', selector: '#two' } as const,
    ];
    await defineEvent(muster, 'either', conditions, 'any');
    const body = '<button id="one">One</button><input id="two" aria-label="Two">';
    const page = await openTracked({ site, muster }, 'either', body);
    await page.locator('#two').fill('x');
    await page.getByRole('button').click();
    await expect.poll(() => noCodeNames(muster, 'either')).toEqual(['either']);
  });
});

describe('What is defined', () => {
  test('is gone by in open pages from their next view on', async ({ site, muster }) => {
    const { id } = await defineEvent(muster, 'moving', [{ type: 'clicked', selector: '#first' }]);
    const body = '<button id="first">First</button><button id="second">Second</button>';
    const page = await openTracked({ site, muster }, 'mover', body);
    const conditions = [{ type: 'clicked', selector: '#second' }];
    await changeEvent(muster, id, 2, { conditions });
    const fetched = page.waitForResponse(/tracked-events/);
    await page.evaluate(() => history.pushState(null, '', '/two'));
    await (await fetched).finished();
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: 'Second' }).click();
        return noCodeNames(muster, 'mover');
      })
      .toEqual(['moving']);
    await changeEvent(muster, id, 3, { status: 'paused' });
    const fetchedAgain = page.waitForResponse(/tracked-events/);
    await page.evaluate(() => window.jimo.push(['do', 'boosted:refresh']));
    const definitions = (await fetchedAgain).url();
    // What the page asked for earlier, it has read by the time that it has read this.
    await page.evaluate((url) => fetch(url).then((reply) => reply.json()), definitions);
    await goOn({ page, muster }, 'mover', '/three');
    await page.getByRole('button', { name: 'Second' }).click();
    await page.evaluate(() => window.jimo.push(['get', 'user:segments']));
    expect(await noCodeNames(muster, 'mover')).toEqual(['moving']);
  });

  test('is fetched once for many pages', async ({ site, muster }) => {
    const body = '<h1>Page</h1>';
    await openTracked({ site, muster }, 'reader', body);
    const asked = () => site.proxy.seen.filter(({ path }) => path.includes('tracked-events'));
    expect(asked()).toHaveLength(1);
    const page = await openTracked({ site, muster }, 'reader', body, { path: '/two' });
    await page.evaluate(() => window.jimo.push(['do', 'boosted:refresh']));
    expect(asked()).toHaveLength(1);
  });

  test('makes somebody a member of a segment, and shows her an experience', async ({
    site,
    muster,
  }) => {
    await defineEvent(muster, 'bought_pro', [{ type: 'clicked', selector: '#buy' }]);
    const event = { type: 'event', source: 'app', name: 'bought_pro' } as const;
    const conditions = { type: 'group', match: 'all', children: [event] } as const;
    const segment = await muster.api<SegmentBody>('POST', '/segments', {
      name: 'Buyers of Pro',
      conditions,
    });
    const step = { id: 'one', buttons: [] };
    const showOn = { type: 'event', source: 'app', name: 'bought_pro' } as const;
    await publish(muster, {
      type: 'banner',
      steps: [{ ...step, title: 'Thank you' }],
      target: { showOn },
    });
    await publish(muster, {
      type: 'hint',
      steps: [{ ...step, title: 'For buyers', anchor: { selector: '#buy' } as never }],
      target: { who: { type: 'segments', segmentIds: [segment.id] } },
    });
    const page = await openTracked({ site, muster }, 'buyer', '<button id="buy">Buy</button>');
    expect(await page.getByText('Thank you').count()).toBe(0);
    await page.getByRole('button', { name: 'Buy' }).click();
    await waitForText(page, 'Thank you');
    await expect.poll(() => muster.segmentsOf('buyer')).toEqual(['Buyers of Pro']);
    await page.evaluate(() => window.jimo.push(['do', 'boosted:refresh']));
    await page
      .getByRole('button', { name: 'For buyers' })
      .or(page.getByText('For buyers'))
      .first()
      .waitFor();
  });
});

const breakers: [name: string, head: string, body?: string][] = [
  [
    'breaks the helpers of arrays and their iterators',
    `for (const name of ['map', 'forEach', 'filter', 'reduce', 'some', 'every', 'find', 'includes', 'indexOf',
      'concat', 'slice', 'splice', 'join', 'push', 'pop', Symbol.iterator])
      Array.prototype[name] = function () { throw new Error('Array.prototype'); };`,
  ],
  ['has another JSON', "window.JSON = { stringify() { return 'no'; }, parse() { return 'no'; } };"],
  ['has a fetch that refuses', "window.fetch = () => Promise.reject(new Error('no'));"],
  ['has no Promise', 'delete window.Promise;'],
  ['has no MutationObserver', 'delete window.MutationObserver;'],
  [
    'has a MutationObserver that throws',
    "window.MutationObserver = function () { throw new Error('no'); };",
  ],
  ['stops the clocks', 'Date.now = () => 5; performance.now = () => 0;'],
  [
    'has elements under the names of methods',
    '',
    `<form name="querySelector"><input name="matches"><input name="closest"><input name="parentNode">
     <input name="nodeType"></form><img name="body" alt="">`,
  ],
  [
    'stops every click where it can',
    `document.addEventListener('click', (event) => event.stopImmediatePropagation(), true);`,
  ],
];

describe('A page that', () => {
  test.for(breakers)('%s is served', async ([name, head, more = ''], { site, muster }) => {
    const code = name.replace(/\W+/g, '_');
    await defineEvent(muster, `click_${code}`, [{ type: 'clicked', selector: `#go_${code}` }]);
    await defineEvent(muster, `see_${code}`, [{ type: 'present', selector: `.late_${code}` }]);
    const form = `<form id="f_${code}"><input name="matches"><button type="button" id="go_${code}">Go</button></form>`;
    const addLater = script(`document.onkeydown = () => {
      const late = document.createElement('p');
      late.className = 'late_${code}';
      document.getElementById('f_${code}').append(late);
    };`);
    const page = await openTracked({ site, muster }, code, more + form + addLater, {
      head: script(head),
    });
    await page.mouse.move(1, 1);
    await page.locator(`#go_${code}`).click();
    await expect.poll(() => noCodeNames(muster, code)).toEqual([`click_${code}`]);
    await page.keyboard.press('a');
    await expect.poll(() => noCodeNames(muster, code)).toEqual([`click_${code}`, `see_${code}`]);
  });

  test('allows only named scripts and servers is served', async ({ site, muster }) => {
    await defineEvent(muster, 'click_strict', [{ type: 'clicked', selector: '#strict' }]);
    const { url } = site.proxy;
    const policy = `default-src 'none'; script-src ${url} 'nonce-n'; connect-src ${url};
      style-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
    const html = buildPage(
      `<script nonce="n">window.jimo = [['do', 'identify', ['strict']]]; window.JIMO_PROJECT_ID = 'demo';</script>
       <script src="${url}/sdk/v1.js"></script>`,
      '<button id="strict">Go</button>',
    );
    const headers = { 'content-security-policy': policy.replace(/\s+/g, ' ') };
    const page = await site.open(html, '/strict', headers);
    await expect
      .poll(async () => (await muster.events('strict')).map(({ name }) => name))
      .toContain('ready');
    await page.getByRole('button').click();
    await expect.poll(() => noCodeNames(muster, 'strict')).toEqual(['click_strict']);
    expect(site.complaints.filter((text) => !text.includes("'data:,'"))).toEqual([]);
  });

  test('has shadow trees is seen into where they are open, and frames are not', async ({
    site,
    muster,
  }) => {
    await defineEvent(muster, 'click_inner', [{ type: 'clicked', selector: 'button.inner' }]);
    await defineEvent(muster, 'fill_inner', [{ type: 'filled', selector: 'input.inner' }]);
    await defineEvent(muster, 'click_host', [{ type: 'clicked', selector: 'x-closed' }]);
    await defineEvent(muster, 'click_framed', [{ type: 'clicked', selector: 'button.framed' }]);
    const body = `<x-open></x-open><x-closed></x-closed><iframe srcdoc="<button class='framed'>Framed</button>"></iframe>
      ${script(`
        const open = document.querySelector('x-open').attachShadow({ mode: 'open' });
        open.innerHTML = '<button class="inner">Inner</button><input class="inner" aria-label="Field"><input class="other" aria-label="Other">';
        const closed = document.querySelector('x-closed').attachShadow({ mode: 'closed' });
        closed.innerHTML = '<button class="inner2">Closed</button>';`)}`;
    const page = await openTracked({ site, muster }, 'shadows', body);
    await page.frameLocator('iframe').getByRole('button').click();
    await page.getByRole('button', { name: 'Inner' }).click();
    await page.getByLabel('Field').pressSequentially('x');
    await page.getByLabel('Other').focus();
    const { x = 0, y = 0 } = (await page.locator('x-closed').boundingBox()) ?? {};
    await page.mouse.click(x + 5, y + 5);
    const expected = ['click_host', 'click_inner', 'fill_inner'];
    await expect.poll(async () => (await noCodeNames(muster, 'shadows')).sort()).toEqual(expected);
  });
});
