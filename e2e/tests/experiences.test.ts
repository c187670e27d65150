import { describe, expect } from 'vitest';
import {
  expectNoText,
  identify,
  onlyFor,
  pageOf,
  publish,
  reactions,
  waitForText,
} from '../fixtures/experiences.ts';
import { test } from '../fixtures/journey.ts';
import { say, script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

describe('A banner', () => {
  test('is shown to the right person, and not to the wrong one', async ({ site, muster }) => {
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'Hello {name | there}', body: 'A **new** thing', buttons: [] }],
      target: { who: onlyFor('right') },
    });
    const right = await site.open(
      buildPage(site.snippet() + identify('right', "{ who: 'right' }")),
    );
    await waitForText(right, 'Hello there');
    await right.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => reactions(muster, 'right')).toEqual(['seen', 'dismissed']);
    const wrong = await site.open(
      buildPage(site.snippet() + script("jimo.push(['do', 'user:reset']);") + identify('wrong')),
    );
    await waitForStart(wrong);
    await expectNoText(wrong, 'Hello');
  });
});

describe('A tour', () => {
  test('goes from step to step, at elements that come late and past one that never does', async ({
    site,
    muster,
  }) => {
    const at = (selector: string, missing: 'wait' | 'skip') => ({
      selector,
      placement: 'auto' as const,
      missing,
    });
    await publish(muster, {
      type: 'tour',
      steps: [
        { id: 'cart', title: 'Your cart', anchor: at('#cart', 'wait') },
        { id: 'gone', title: 'Never there', anchor: at('#nowhere', 'skip') },
        { id: 'late', title: 'It came late', anchor: at('#late', 'wait') },
        { id: 'end', title: 'That was all' },
      ],
      target: { who: onlyFor('tourist') },
    });
    const page = await site.open(
      pageOf(site.snippet(), 'tourist', '<h1>A shop</h1><button id="cart">Cart</button>'),
    );
    const step = (name: string) => page.getByRole('dialog', { name });
    await step('Your cart').waitFor();
    const cart = await page.locator('#cart').boundingBox();
    const card = await step('Your cart').boundingBox();
    expect(Math.abs((card?.y ?? 0) - (cart?.y ?? 0))).toBeLessThan(120);
    await page.keyboard.press('ArrowRight');
    await step('Your cart').waitFor({ state: 'detached' });
    await page.evaluate(() =>
      document.body.append(
        Object.assign(document.createElement('p'), { id: 'late', textContent: 'Late' }),
      ),
    );
    await step('It came late').waitFor();
    await step('It came late').getByRole('button', { name: 'Next' }).click();
    await step('That was all').waitFor();
    // What an earlier step stood at is nothing to the present one, which stays as it is.
    await step('That was all').evaluate((card) => card.setAttribute('data-kept', ''));
    await page.evaluate(() => document.querySelector('#cart')?.remove());
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    expect(await page.locator('[role=dialog][data-kept]').count()).toBe(1);
    await step('That was all').getByRole('button', { name: 'Done' }).click();
    await step('That was all').waitFor({ state: 'detached' });
    await page.evaluate(() => document.querySelector('#late')?.remove());
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expect
      .poll(() => reactions(muster, 'tourist'))
      .toEqual(['seen', 'step seen', 'step seen', 'completed']);
  });

  test('is closed by Escape, and gives the keyboard back', async ({ site, muster }) => {
    await publish(muster, {
      type: 'tour',
      steps: [
        { id: 'one', title: 'Welcome' },
        { id: 'two', title: 'More' },
      ],
      theme: { position: 'center' },
      target: { who: onlyFor('quitter') },
    });
    const page = await site.open(pageOf(site.snippet(), 'quitter'));
    await page.getByRole('dialog', { name: 'Welcome' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => reactions(muster, 'quitter')).toEqual(['seen', 'dismissed']);
  });
});

describe('A hint', () => {
  test('is a beacon at its element, comes with it and goes with it', async ({ site, muster }) => {
    await publish(muster, {
      type: 'hint',
      steps: [
        {
          id: 'one',
          title: 'New: export',
          body: 'Here.',
          anchor: { selector: '#export', placement: 'auto', missing: 'wait' },
        },
      ],
      target: { who: onlyFor('hinted') },
    });
    const page = await site.open(
      pageOf(site.snippet(), 'hinted', '<p>Before</p><button id="export">Export</button>'),
    );
    const beacon = page.getByRole('button', { name: 'New: export' });
    await beacon.waitFor();
    await page.evaluate(() => {
      (document.querySelector('#export') as HTMLElement).hidden = true;
    });
    await beacon.waitFor({ state: 'hidden' });
    await page.evaluate(() => {
      (document.querySelector('#export') as HTMLElement).hidden = false;
    });
    await beacon.click();
    await page.getByRole('dialog', { name: 'New: export' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await beacon.waitFor({ state: 'detached' });
    await expect.poll(() => reactions(muster, 'hinted')).toEqual(['seen', 'dismissed']);
  });
});

describe('The moment', () => {
  const banner = (title: string, who: string, showOn: object) => ({
    type: 'banner' as const,
    steps: [{ id: 'one', title }],
    target: { showOn, who: onlyFor(who), when: { repeat: { type: 'always' as const } } },
  });

  test('may be an event of the page', async ({ site, muster }) => {
    await publish(muster, banner('You bought', 'buyer', { type: 'event', name: 'bought' }));
    const page = await site.open(pageOf(site.snippet(), 'buyer'));
    await waitForStart(page);
    await expectNoText(page, 'You bought');
    await say(page, ['do', 'track', ['bought']]);
    await waitForText(page, 'You bought');
  });

  test('of an event of Segment, which is said twice, comes once', async ({ site, muster }) => {
    const target = banner('You paid', 'payer', { type: 'event', source: 'segment', name: 'Paid' });
    await publish(muster, target);
    const page = await site.open(pageOf(site.snippet(), 'payer'));
    await waitForStart(page);
    await expectNoText(page, 'You paid');
    // As Segment's destination does.
    const pay = (messageId: string) =>
      page.evaluate((id) => {
        window.jimo.push(['do', 'segmentio:track', [{ event: 'Paid', messageId: id }]]);
        window.dispatchEvent(new Event('jimo-segmentio-track:Paid'));
      }, messageId);
    await pay('payment-1');
    await waitForText(page, 'You paid');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => reactions(muster, 'payer')).toEqual(['seen', 'dismissed']);
    await expectNoText(page, 'You paid');
    await pay('payment-2');
    await waitForText(page, 'You paid');
    // A page that raises only the event of the window is heard, too.
    await page.getByRole('button', { name: 'Close' }).click();
    await expectNoText(page, 'You paid');
    await page.evaluate(() => window.dispatchEvent(new Event('jimo-segmentio-track:Paid')));
    await waitForText(page, 'You paid');
  });

  test('may be when somebody is about to leave', async ({ site, muster }) => {
    await publish(muster, banner('Do not go', 'leaver', { type: 'leave' }));
    const page = await site.open(pageOf(site.snippet(), 'leaver'));
    await waitForStart(page);
    await expectNoText(page, 'Do not go');
    // Until what watches has been loaded.
    await expect
      .poll(async () => {
        await page.evaluate(() => {
          document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, relatedTarget: null }));
        });
        return page.getByText('Do not go').count();
      })
      .toBeGreaterThan(0);
    await waitForText(page, 'Do not go');
  });

  test('may be what the page asks for, whoever she is, and only if it is live', async ({
    site,
    muster,
  }) => {
    const { id } = await publish(muster, banner('By hand', 'nobody', { type: 'manual' }));
    const page = await site.open(pageOf(site.snippet(), 'asker'));
    await waitForStart(page);
    await expectNoText(page, 'By hand');
    await say(page, ['do', 'boosted:trigger', [{ evolutionId: id }]]);
    await waitForText(page, 'By hand');
  });

  test('may be an address that names it', async ({ site, muster }) => {
    const { id } = await publish(muster, banner('By link', 'nobody', { type: 'url' }));
    site.server.files.set('/linked', { body: pageOf(site.snippet(), 'linked') });
    const page = await site.visitor.newPage();
    await page.goto(`${site.origin}/linked?muster=${id}`);
    await waitForText(page, 'By link');
  });

  test('comes with the route that is meant, and what is on no route is shown on none', async ({
    site,
    muster,
  }) => {
    await publish(muster, {
      ...banner('Prices', 'router', { type: 'open' }),
      target: {
        who: onlyFor('router'),
        where: { urls: [{ operator: 'is', not: false, value: '/prices' }] },
      },
    });
    const page = await site.open(pageOf(site.snippet(), 'router'));
    await waitForStart(page);
    await expectNoText(page, 'Prices');
    await page.evaluate(() => history.pushState({}, '', '/prices'));
    await waitForText(page, 'Prices');
  });
});

test('A page says why something is not shown, where the project lets it', async ({
  site,
  muster,
}) => {
  const { id } = await publish(muster, {
    type: 'banner',
    steps: [{ id: 'one', title: 'For others' }],
    target: { who: onlyFor('others') },
  });
  const page = await site.open(pageOf(site.snippet(), 'curious'));
  await waitForStart(page);
  await expect.poll(() => muster.profile('curious')).not.toBeNull();
  // As a text: what runs the tests has an import of its own.
  const file = JSON.stringify(`${site.proxy.url}/sdk/experiences/explain.js`);
  const explain = () =>
    page.evaluate<unknown>(
      `import(${file}).then(({ explain }) => explain()).catch(({ message }) => message)`,
    );
  expect(await explain()).toContain('do not let pages know why');
  await muster.api('PATCH', '', { explainsInPages: true });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await expect
    .poll(explain)
    .toContainEqual(expect.objectContaining({ experienceId: id, isShown: false }));
  expect(said).toContain(`[muster] ${id} is not shown`);
  expect(said).toContain('✗ who: It is for others.');
});

describe('Whatever the page is', () => {
  test('a strict policy is kept, and no markup of content or values runs', async ({
    site,
    muster,
  }) => {
    const evil = '<img src=x onerror="window.ran = 1"><script>window.ran = 2</script>';
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: `Hi {name}`, body: `${evil} [go](javascript:alert(1))` }],
      target: { who: onlyFor('strict') },
    });
    const page = await site.open(
      pageOf(
        site.snippet(),
        'strict',
        undefined,
        `
        window.violations = [];
        addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
        jimo.push(['set', 'user:name', ['${evil.replaceAll('</', '<\\/')}']]);
      `,
      ).replaceAll('<script>', '<script nonce="n0nce">'),
      '/strict',
      {
        'content-security-policy': `default-src 'none'; script-src 'nonce-n0nce' ${site.proxy.url}; connect-src ${site.proxy.url}; img-src data:`,
      },
    );
    await waitForText(page, 'Hi <img');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.evaluate('window.violations')).toEqual([]);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  test('its style sheets do not reach in', async ({ site, muster }) => {
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'Still here' }],
      target: { who: onlyFor('hostile') },
    });
    const style =
      '<style>* { display: none !important; color: red !important } html, body { display: block !important }</style>';
    const page = await site.open(pageOf(site.snippet() + style, 'hostile'));
    await waitForText(page, 'Still here');
  });

  test('a page that broke matchMedia is spoken for all the same', async ({ site, muster }) => {
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'No media' }],
      target: { who: onlyFor('unmatched') },
    });
    const broken = script("window.matchMedia = () => { throw new Error('broken'); };");
    const page = await site.open(pageOf(broken + site.snippet(), 'unmatched'));
    await waitForText(page, 'No media');
    expect(site.complaints).toEqual([]);
  });
});
