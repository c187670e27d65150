import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../src/stream.ts';
import { createBrowser } from './browser.ts';
import type { Fault } from './model-server.ts';

const as = 'a'.repeat(22);
const track = (event: string) => ({ type: 'track', event, properties: {} }) as const;
const minute = 60_000;

const fault = fc.constantFrom<Fault>(
  'none',
  'request lost',
  'answer lost',
  '503',
  '429',
  'login page',
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }).map((count) => ({ say: count })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 90_000 }).map((ms) => ({ wait: ms })) },
  { weight: 2, arbitrary: fc.constant({ reload: true }) },
  { weight: 2, arbitrary: fc.constant({ identify: true }) },
  { weight: 1, arbitrary: fc.constant({ online: true }) },
);

describe('What a page says', () => {
  it('arrives once and in order, whatever the network does and however often it is reloaded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step), fc.array(fault), async (steps, faults) => {
        const browser = createBrowser();
        browser.faults.push(...faults);
        let page = browser.open();
        const said: string[] = [];
        for (const next of steps) {
          if ('say' in next) {
            for (let i = 0; i < next.say; i += 1) {
              said.push(`${said.length}`);
              page.add(as, browser.clock.now(), track(said.at(-1) ?? ''));
            }
          } else if ('wait' in next) await browser.clock.advance(next.wait);
          else if ('identify' in next) {
            page.add(as, browser.clock.now(), { type: 'identify', userId: 'u' });
          } else if ('online' in next) page.retryNow();
          else {
            page.leave();
            await browser.clock.advance(1);
            page = browser.open();
          }
        }
        browser.faults.length = 0;
        await browser.clock.advance(5 * minute);
        const events = browser.server.applied.filter(({ type }) => type === 'track');
        expect(events.map(({ event }) => event)).toEqual(said);
        expect(browser.localStorage.length).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is handed over in order, too, by a page that has taken over from several', async () => {
    const browser = createBrowser();
    browser.faults.push('429', 'request lost');
    for (const name of ['first', 'second']) {
      const page = browser.open();
      page.add(as, browser.clock.now(), track(name));
      page.leave();
      await browser.clock.advance(1);
    }
    browser.open().leave();
    await browser.clock.advance(1);
    browser.open();
    await browser.clock.advance(5 * minute);
    expect(browser.server.applied.map((command) => command.event)).toEqual(['first', 'second']);
  });

  it('waits for company of 20 or for 50 ms', async () => {
    const { open, clock, server } = createBrowser();
    const page = open();
    for (let i = 0; i < 19; i += 1) page.add(as, 0, track('x'));
    await clock.advance(1);
    expect(server.applied).toHaveLength(0);
    page.add(as, 0, track('x'));
    await clock.advance(1);
    expect(server.applied).toHaveLength(20);
    page.add(as, 0, track('x'));
    await clock.advance(50);
    expect(server.applied).toHaveLength(21);
  });

  it('is asked about when it has arrived, in one request', async () => {
    const bodies: string[] = [];
    const browser = createBrowser();
    const http = {
      post: async (_url: string, body: string) => {
        bodies.push(body);
        return browser.server.receive(body, 'none');
      },
      beacon: () => true,
    };
    const page = browser.open({ http });
    page.add(as, 0, track('x'));
    const answer = page.ask(as, '"ask":["segments"]', true);
    await browser.clock.advance(1);
    await expect(answer).resolves.toMatchObject({ segments: [{ id: 'of nobody', name: '' }] });
    expect(bodies).toHaveLength(1);
  });

  it('is asked about only when all of it has arrived', async () => {
    const browser = createBrowser();
    const page = browser.open();
    for (let i = 0; i < 1100; i += 1) page.add(as, browser.clock.now(), track('x'));
    let arrived = 0;
    void page.ask(as, '"ask":["segments"]', true).then(() => {
      arrived = browser.server.applied.length;
    });
    await browser.clock.advance(1000);
    expect(arrived).toBe(1100);
  });

  it('that is refused as a whole is dropped and told, and the next is sent', async () => {
    const browser = createBrowser();
    const answers = [{ status: 422, retryAfter: null, body: { detail: 'No stream.' } }];
    const post = async (_url: string, body: string) =>
      answers.shift() ?? browser.server.receive(body, 'none');
    const page = browser.open({ http: { post, beacon: () => true } });
    const outcomes: Outcome[] = [];
    page.add(as, 0, { type: 'identify', userId: 'u' }, (outcome) => outcomes.push(outcome));
    page.add(as, 0, track('next'));
    await browser.clock.advance(100);
    expect(outcomes).toEqual([{ userId: null, rejection: expect.anything() }]);
    expect(browser.refusals.join()).toContain('No stream.');
    expect(browser.server.applied.map(({ event }) => event)).toEqual(['next']);
  });

  it('with an id that is somebody else’s is said with a new one', async () => {
    const browser = createBrowser();
    browser.server.userByAs.set(as, 'somebody else');
    const conflicts: string[][] = [];
    const renamed = 'b'.repeat(22);
    const page = browser.open({
      onConflict(from, userId) {
        conflicts.push([from, userId]);
        return renamed;
      },
    });
    const outcomes: Outcome[] = [];
    page.add(as, 0, track('before'));
    page.add(as, 0, { type: 'identify', userId: 'u' }, (outcome) => outcomes.push(outcome));
    page.add(as, 0, track('after'));
    await browser.clock.advance(100);
    expect(conflicts).toEqual([[as, 'u']]);
    expect(outcomes).toEqual([{ userId: 'u', rejection: undefined }]);
    const sent = browser.server.applied.map(({ as: from, event }) => [from, event]);
    expect(sent).toEqual([
      [as, 'before'],
      [renamed, undefined],
      [renamed, 'after'],
    ]);
  });
});

describe('A queue that is left behind', () => {
  it('by a page that crashed is taken over when that has been silent for five minutes', async () => {
    const browser = createBrowser();
    browser.faults.push(...Array<Fault>(3).fill('request lost'));
    const crashed = browser.open();
    crashed.add(as, browser.clock.now(), { type: 'identify', userId: 'u' });
    await browser.clock.advance(10);
    crashed.crash();
    const busy = browser.open();
    await browser.clock.advance(minute);
    busy.add(as, browser.clock.now(), track('own'));
    await browser.clock.advance(minute);
    expect(browser.server.applied.map(({ type }) => type)).toEqual(['track']);
    await browser.clock.advance(5 * minute);
    browser.open();
    await browser.clock.advance(minute);
    expect(browser.server.applied.map(({ type }) => type)).toEqual(['track', 'identify']);
    expect(browser.localStorage.length).toBe(0);
  });

  it('is sent on by one page only', async () => {
    const browser = createBrowser();
    const left = browser.open({
      http: { post: async () => ({ status: 0, retryAfter: null, body: 0 }), beacon: () => false },
    });
    left.add(as, browser.clock.now(), track('x'));
    left.leave();
    browser.open();
    browser.open();
    await browser.clock.advance(100);
    expect(browser.server.applied).toHaveLength(1);
  });

  it('is sent on though the site clears its storage meanwhile', async () => {
    const browser = createBrowser();
    const left = browser.open();
    browser.faults.push('request lost', '503');
    left.add(as, browser.clock.now(), track('x'));
    left.leave();
    browser.open();
    await browser.clock.advance(100);
    browser.localStorage.clear();
    await browser.clock.advance(minute);
    expect(browser.server.applied).toHaveLength(1);
  });

  it('for more than seven days is dropped with a warning', async () => {
    const browser = createBrowser();
    const offline = {
      post: async () => ({ status: 0, retryAfter: null, body: 0 }),
      beacon: () => false,
    };
    const left = browser.open({ http: offline });
    left.add(as, browser.clock.now(), track('old'));
    await browser.clock.advance(minute);
    left.add(as, browser.clock.now(), track('young'));
    left.leave();
    await browser.clock.advance(7 * 24 * 60 * minute - 1000);
    browser.open();
    await browser.clock.advance(100);
    expect(browser.server.applied.map(({ event }) => event)).toEqual(['young']);
    expect(browser.warnings).toEqual(['dropped: older than 7 days']);
  });

  it('is bounded, the oldest first, with a warning', async () => {
    const browser = createBrowser();
    const offline = {
      post: async () => ({ status: 0, retryAfter: null, body: 0 }),
      beacon: () => false,
    };
    const left = browser.open({ http: offline });
    for (let i = 0; i < 30; i += 1) left.add(as, browser.clock.now(), track(`${i}`.repeat(50_000)));
    left.leave();
    browser.open();
    await browser.clock.advance(1000);
    const events = browser.server.applied.map(({ event }) => event?.length);
    expect(events.length).toBeGreaterThan(2);
    expect(events.length).toBeLessThan(10);
    expect(browser.server.applied.at(-1)?.event).toBe('29'.repeat(50_000));
    expect(browser.warnings).toContain('too much waits for a reload');
  });

  it.each([['nonsense'], [''], ['x 1 [{"seq":1}]'], ['x [1,2'], ['{}']])(
    'and spoilt by hand (%s) is cleared away',
    async (text) => {
      const browser = createBrowser();
      browser.localStorage.setItem(`p.queue.${'q'.repeat(22)}`, text);
      browser.localStorage.setItem('p.queue.short', text);
      const page = browser.open();
      page.add(as, browser.clock.now(), track('x'));
      await browser.clock.advance(1000);
      expect(browser.server.applied).toHaveLength(1);
      expect(browser.localStorage.length).toBe(0);
    },
  );

  it('needs no storage while the page lives', async () => {
    const browser = createBrowser(undefined, undefined);
    browser.localStorage.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    browser.faults.push('503', 'answer lost');
    const page = browser.open();
    page.add(as, browser.clock.now(), track('x'));
    await browser.clock.advance(minute);
    page.leave();
    page.resume();
    page.add(as, browser.clock.now(), track('y'));
    await browser.clock.advance(minute);
    expect(browser.server.applied.map(({ event }) => event)).toEqual(['x', 'y']);
  });
});

describe('A page that comes back from the cache', () => {
  it('goes on with its queue unless another has taken it over', async () => {
    const browser = createBrowser();
    browser.faults.push('request lost', 'request lost');
    const page = browser.open();
    page.add(as, browser.clock.now(), track('1'));
    await browser.clock.advance(60);
    page.leave();
    const other = browser.open();
    await browser.clock.advance(100);
    other.leave();
    page.resume();
    page.add(as, browser.clock.now(), track('2'));
    await browser.clock.advance(minute);
    expect(browser.server.applied.map(({ event }) => event)).toEqual(['1', '2']);
  });
});
