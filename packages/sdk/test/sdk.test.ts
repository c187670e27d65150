import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestBrowser } from './page.ts';

const minute = 60_000;
const identity = 'muster.p.identity';

describe('Commands', () => {
  it.each([
    ['do', 'boosted:refresh', []],
    ['do', 'boosted:trigger', [{ evolutionId: 'e' }]],
    ['do', 'boosted:hash-change', []],
    ['do', 'widget:open', []],
    ['do', 'widget:close', []],
    ['do', 'widget:show', []],
    ['do', 'widget:hide', []],
    ['do', 'widget:resetLastOpenDate', []],
    ['do', 'rc:open', []],
    ['do', 'rc:close', []],
    ['do', 'user:reset', []],
    ['do', 'storage:reset', []],
    ['on', 'experience:answered', [() => undefined]],
    ['off', 'experience:answered', [() => undefined]],
  ])('%s %s is known and resolves', async (...command) => {
    const browser = createTestBrowser();
    const page = browser.open();
    const result = page.push(command);
    await browser.clock.advance(1000);
    await expect(result).resolves.toBeUndefined();
    expect(page.complaints).toEqual([]);
  });

  it('that are none are reported, and the next is run', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const told: unknown[] = [];
    await page.say(['on', 'error', [(error: unknown) => told.push(error)]]);
    await page.say(['do', 'explode'], 5, ['do', 'track', []], ['do', 'track', ['x']]);
    await browser.clock.advance(100);
    expect(page.complaints).toEqual([
      'do explode: unknown command',
      '[object Number] is not a command',
      'do track: [object Undefined] is not the name of an event',
    ]);
    expect(told).toHaveLength(3);
    expect(browser.arrived().at(-1)).toMatchObject({ type: 'track', event: 'x' });
  });

  it.each([
    ['do', 'widget:opne'],
    ['do', 'widget:'],
    ['do', 'rc:show'],
    ['do', 'rc:toggle', []],
  ])('%s %s, which only looks like one for what is shown, is reported', async (...command) => {
    const browser = createTestBrowser();
    const page = browser.open();
    await page.say(command);
    expect(page.complaints).toEqual([`${command[0]} ${command[1]}: unknown command`]);
    expect(page.told.map(([name]) => name)).not.toContain(`${command[0]} ${command[1]}`);
  });

  it('that hide the widget are kept until there is one', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    await page.say(['do', 'widget:hide'], ['do', 'widget:open'], ['do', 'track', ['x']]);
    await browser.clock.advance(1000);
    browser.server.shown.push({ id: 'post' });
    await page.say(['do', 'boosted:refresh']);
    await browser.clock.advance(1000);
    const names = page.told.map(([name]) => name);
    expect(names).toContain('do widget:hide');
    expect(names).not.toContain('do widget:open');
    expect(names).not.toContain('do track');
  });

  it('remember when the widget was last opened', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    expect(await page.say(['get', 'widget:lastOpenDate'])).toBeNull();
    await page.say(['do', 'widget:open']);
    expect(await page.say(['get', 'widget:lastOpenDate'])).toBe('2026-01-01T00:00:00.001Z');
    await page.say(['do', 'user:reset']);
    expect(await page.say(['get', 'widget:lastOpenDate'])).toBeNull();
  });

  it('in great number leave the browser time for others', async () => {
    const browser = createTestBrowser();
    let reads = 0;
    const now = browser.clock.now;
    browser.clock.now = () => now() + reads++ * 0.01;
    const page = browser.open();
    for (let i = 0; i < 5000; i += 1) void page.push(['do', 'track', [`${i}`]]);
    const runAtOnce = reads;
    expect(runAtOnce).toBeLessThan(20_000);
    await browser.clock.advance(10_000);
    const events = browser.arrived().filter(({ type }) => type === 'track');
    expect(events.map(({ event }) => event)).toEqual(
      Array.from({ length: 5000 }, (_, i) => `${i}`),
    );
  });

  it('keep the type of a value, and say what is left out', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    await page.say(['set', 'user:attributes', [{ plan: 'pro', seats: Number.NaN, old: null }]]);
    await browser.clock.advance(100);
    expect(browser.arrived().at(-1)).toMatchObject({ values: { plan: 'pro', old: null } });
    expect(page.complaints).toEqual([
      'set user:attributes: "seats" is NaN, no value; it is left out',
    ]);
  });

  it('of Segment need no id, and take a number for one', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const event = { event: 'Bought', timestamp: new Date(0), properties: { cart: { items: 2 } } };
    await page.say(['do', 'segmentio:track', [event]]);
    await page.say(['do', 'segmentio:track', [{ ...event, messageId: 7, timestamp: undefined }]]);
    await browser.clock.advance(100);
    const sent = browser.arrived().filter(({ type }) => type === 'segmentTrack');
    const timestamp = '1970-01-01T00:00:00.000Z';
    expect(sent).toMatchObject([
      { event: 'Bought', timestamp, properties: { 'cart.items': 2 } },
      { messageId: '7', timestamp: null },
    ]);
    expect(sent[0]).not.toHaveProperty('messageId');
  });

  it('remove with null', async () => {
    const page = createTestBrowser().open();
    await page.say(['set', 'user:attributes', [{ plan: 'pro', seats: 5 }]]);
    await page.say(['set', 'user:attributes', [{ plan: null }]]);
    expect(await page.say(['get', 'jimer:attributes'])).toEqual({ seats: 5 });
  });

  it('remove nothing when a value that was named cannot be sent', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const options = { removeUnspecified: true };
    await page.say(['set', 'user:attributes', [{ plan: 'pro' }, options]]);
    await page.say(['set', 'user:attributes', [{ seats: Number.NaN }, options]]);
    await browser.clock.advance(100);
    const sent = browser.arrived().filter(({ type }) => type === 'attributes');
    expect(sent).toMatchObject([{ removeUnspecified: true }, { removeUnspecified: false }]);
    expect(await page.say(['get', 'user:attributes'])).toEqual({ plan: 'pro' });
  });
});

describe('Listeners', () => {
  it('do not stop each other', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const called: string[] = [];
    const bad = () => {
      called.push('bad');
      throw new Error('of the page');
    };
    const good = () => called.push('good');
    await page.say(['on', 'user:identified', [bad]], ['on', 'user:identified', [good]]);
    await page.say(['do', 'identify', ['u', bad]]);
    expect(called).toEqual(['bad', 'good', 'bad']);
    await page.say(['off', 'user:identified', [bad]], ['do', 'identify', ['u']]);
    expect(called).toEqual(['bad', 'good', 'bad', 'good']);
  });

  it('hear of segments that change', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const changes: unknown[] = [];
    await page.say(['on', 'segments:changed', [(change: unknown) => changes.push(change)]]);
    await page.say(['do', 'track', ['x']]);
    await browser.clock.advance(200);
    expect(changes).toEqual([]);
    await page.say(['do', 'identify', ['u']]);
    await browser.clock.advance(200);
    expect(changes).toMatchObject([{ entered: [{ id: 'of u' }], left: [{ id: 'of nobody' }] }]);
  });
});

describe('Identity', () => {
  it('in a buffer that says two people gives each what her callback sets', async () => {
    const browser = createTestBrowser();
    await browser.open().say(['do', 'identify', ['a']]);
    const page = browser.open();
    const set = (plan: string) => () => page.push(['set', 'user:attributes', [{ plan }]]);
    await page.say(
      ['do', 'identify', ['a', set('of a')]],
      ['do', 'user:reset'],
      ['do', 'identify', ['b', set('of b')]],
    );
    await browser.clock.advance(1000);
    const plans = browser.arrived().filter(({ type }) => type === 'attributes');
    const owners = plans.map(({ as, ...rest }) => [browser.server.userByAs.get(as), rest]);
    expect(owners).toMatchObject([
      ['a', { values: { plan: 'of a' } }],
      ['b', { values: { plan: 'of b' } }],
    ]);
    expect(await page.say(['get', 'user:attributes'])).toEqual({ plan: 'of b' });
  });

  it('does not show what a callback sets of somebody else', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const set = () => page.push(['set', 'user:attributes', [{ plan: 'of a' }]]);
    await page.say(['do', 'identify', ['a', set]], ['do', 'user:reset']);
    await page.say(['do', 'identify', ['b']]);
    await browser.clock.advance(1000);
    const owner = browser.arrived().find(({ type }) => type === 'attributes')?.as ?? '';
    expect(browser.server.userByAs.get(owner)).toBe('a');
    expect(await page.say(['get', 'user:attributes'])).toEqual({});
  });

  it('is the present one in a page that comes back, from its first word on', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    await page.say(['do', 'identify', ['u']]);
    await browser.clock.advance(1000);
    page.leave();
    await browser.open().say(['do', 'user:reset']);
    await browser.clock.advance(1000);
    page.comeBack(() => void page.push(['do', 'track', ['back']]));
    await browser.clock.advance(1000);
    const back = browser.arrived().filter(({ event }) => event === 'back');
    expect(back.map(({ as }) => browser.server.userByAs.get(as))).toEqual([undefined]);
  });

  it('runs a callback that waits when the page goes', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    const set = () => page.push(['set', 'user:email', ['a@b.c']]);
    void page.push(['do', 'identify', ['u', set]]);
    page.leave();
    browser.open();
    await browser.clock.advance(1000);
    const sent = browser.arrived().filter(({ type }) => type === 'native');
    expect(sent.map(({ as }) => browser.server.userByAs.get(as))).toEqual(['u']);
  });

  it('is one in tabs that open at the same moment', async () => {
    const browser = createTestBrowser();
    const openedAt = browser.clock.now();
    const pages = [browser.open(), browser.open(), browser.open()];
    for (const page of pages) void page.push(['do', 'track', ['x']]);
    await browser.clock.advance(1000);
    const arrived = browser.arrived();
    expect(new Set(arrived.map(({ as }) => as)).size).toBe(1);
    // Each may begin the session: the server counts one of them.
    const sessions = arrived.filter(({ type }) => type === 'session');
    expect(new Set(sessions.map(({ at }) => at))).toEqual(new Set([openedAt]));
    expect(arrived.filter(({ type }) => type === 'track')).toHaveLength(3);
  });

  it('that ends in one tab ends in the others', async () => {
    const browser = createTestBrowser();
    const one = browser.open();
    const two = browser.open();
    await one.say(['do', 'identify', ['u']], ['set', 'user:attributes', [{ plan: 'pro' }]]);
    await browser.clock.advance(1000);
    expect(await two.say(['get', 'user:id'])).toBe('u');
    expect(await two.say(['get', 'user:attributes'])).toEqual({ plan: 'pro' });
    await one.say(['do', 'user:reset']);
    await browser.clock.advance(1000);
    expect(await two.say(['get', 'user:id'])).toBeNull();
    expect(await two.say(['get', 'user:attributes'])).toEqual({});
    await two.say(['do', 'track', ['x']]);
    await browser.clock.advance(1000);
    expect(browser.server.userByAs.has(browser.arrived().at(-1)?.as ?? '')).toBe(false);
  });

  it('that ends in one tab has the others ask what may be shown', async () => {
    const browser = createTestBrowser();
    const [one, two] = [browser.open(), browser.open()];
    await one.say(['do', 'identify', ['u']]);
    browser.server.shown.push({ id: 'for u' });
    await two.say(['do', 'boosted:refresh']);
    await browser.clock.advance(1000);
    expect(two.told.at(-1)).toEqual(['answer', [{ id: 'for u' }]]);
    two.told.length = 0;
    browser.server.shown.length = 0;
    await one.say(['do', 'user:reset']);
    await browser.clock.advance(1000);
    expect(two.told).toEqual([['answer', []]]);
  });

  it('leaves nothing of who was there before to who comes next', async () => {
    const browser = createTestBrowser();
    const one = browser.open();
    const two = browser.open();
    await one.say(['do', 'identify', ['a']]);
    await browser.clock.advance(1000);
    await two.say(['set', 'user:attributes', [{ salary: 5 }]]);
    await one.say(['do', 'identify', ['b']]);
    await browser.clock.advance(1000);
    expect(await two.say(['get', 'user:attributes'])).toEqual({});
    expect(await one.say(['get', 'user:attributes'])).toEqual({});
  });

  it('that the server knows is not said again on every page', async () => {
    const browser = createTestBrowser();
    await browser.open().say(['do', 'identify', ['u']]);
    await browser.open().say(['do', 'identify', ['u']]);
    await browser.clock.advance(1000);
    expect(browser.arrived().filter(({ type }) => type === 'identify')).toHaveLength(1);
  });

  it.each([[''], [' '], [null], [undefined], ['undefined'], ['null'], [{}], [Number.NaN]])(
    'is not taken from a page that has none yet (%j)',
    async (userId) => {
      const browser = createTestBrowser();
      const page = browser.open();
      const errors: unknown[] = [];
      await page.say(['do', 'identify', [userId, (error: unknown) => errors.push(error)]]);
      expect(errors).toEqual([expect.any(Error)]);
      expect(page.complaints).toEqual(['do identify: no user id']);
      expect(await page.say(['get', 'user:id'])).toBeNull();
    },
  );
});

describe('Sessions', () => {
  const count = (browser: ReturnType<typeof createTestBrowser>) =>
    browser.arrived().filter(({ type }) => type === 'session').length;

  it('end after half an hour, in all tabs', async () => {
    const browser = createTestBrowser();
    const one = browser.open();
    for (let i = 0; i < 4; i += 1) {
      await browser.clock.advance(29 * minute);
      await one.say(['do', 'track', ['x']]);
    }
    await browser.clock.advance(20 * minute);
    browser.open();
    await browser.clock.advance(20 * minute);
    await one.say(['do', 'track', ['x']]);
    await browser.clock.advance(minute);
    expect(count(browser)).toBe(1);
    await browser.clock.advance(30 * minute);
    await one.say(['do', 'track', ['x']]);
    await browser.clock.advance(minute);
    expect(count(browser)).toBe(2);
  });

  it('are not ended by a clock that is set back by minutes', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    await browser.clock.advance(minute);
    const now = browser.clock.now;
    browser.clock.now = () => now() - 10 * minute;
    browser.open();
    await page.say(['do', 'track', ['x']]);
    await browser.clock.advance(minute);
    expect(count(browser)).toBe(1);
  });
});

describe('Page views', () => {
  it('are reported at the start and when the address changes', async () => {
    const browser = createTestBrowser();
    const page = browser.open();
    page.navigate('https://shop.test/cart');
    page.navigate('https://shop.test/cart');
    page.navigate('https://shop.test/paid');
    await browser.clock.advance(100);
    const views = browser.arrived().filter(({ type }) => type === 'page');
    expect(views).toMatchObject([
      { url: 'https://shop.test/', referrer: '' },
      { url: 'https://shop.test/cart', referrer: 'https://shop.test/' },
      { url: 'https://shop.test/paid', referrer: 'https://shop.test/cart' },
    ]);
  });
});

describe('Whatever stands in storage', () => {
  it('the SDK starts and works', async () => {
    const names = ['identity', 'session', 'values', 'widgetOpened', `queue.${'q'.repeat(22)}`];
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constant('{"as":"aaaaaaaaaaaaaaaaaaaaaa","userId":5,"isSure":"yes"}'),
      fc.constant('{"as":5,"lastAt":"x","page":null}'),
      fc.constant('{"attributes":[1],"traits":"x","language":7,"__proto__":{"a":1}}'),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), async (stored) => {
        const browser = createTestBrowser();
        for (const [name, value] of Object.entries(stored)) {
          browser.localStorage.setItem(`muster.p.${name}`, value);
        }
        const page = browser.open();
        await page.say(['do', 'track', ['x']], ['set', 'user:attributes', [{ a: 1 }]]);
        await browser.clock.advance(1000);
        expect(browser.arrived().filter(({ type }) => type === 'track')).toHaveLength(1);
        expect(await page.say(['get', 'user:attributes'])).toMatchObject({ a: 1 });
        expect(page.complaints).toEqual([]);
        expect(JSON.parse(browser.localStorage.getItem(identity) ?? '').as).toHaveLength(22);
      }),
      { numRuns: 60 },
    );
  });
});
