import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestBrowser, type TestPage } from './page.ts';

const tab = fc.nat(2);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ open: fc.constant(true) }) },
  { weight: 3, arbitrary: fc.record({ tab, identify: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ tab, reset: fc.constant(true) }) },
  { weight: 3, arbitrary: fc.record({ tab, track: fc.constant(true) }) },
  { weight: 4, arbitrary: fc.record({ wait: fc.nat(120) }) },
);

describe('Tabs of one browser', () => {
  it('agree in the end who it is, and lose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const browser = createTestBrowser();
        const tabs: TestPage[] = [browser.open(), browser.open()];
        let said = 0;
        for (const next of steps) {
          if ('wait' in next) await browser.clock.advance(next.wait);
          else if ('open' in next) {
            if (tabs.length < 3) tabs.push(browser.open());
          } else {
            const page = tabs[next.tab % tabs.length];
            if ('identify' in next) void page?.push(['do', 'identify', [next.identify]]);
            else if ('reset' in next) void page?.push(['do', 'user:reset']);
            else void page?.push(['do', 'track', [`${said++}`]]);
          }
        }
        await browser.clock.advance(5000);
        const users = await Promise.all(tabs.map((page) => page.say(['get', 'user:id'])));
        expect(new Set(users).size).toBe(1);
        const events = browser.arrived().filter(({ type }) => type === 'track');
        expect(events.map(({ event }) => Number(event)).sort((a, b) => a - b)).toEqual(
          Array.from({ length: said }, (_, i) => i),
        );
        expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
        const stored = JSON.parse(browser.localStorage.getItem('muster.p.identity') ?? '');
        expect(browser.server.userByAs.get(stored.as) ?? null).toBe(users[0]);
      }),
      { numRuns: 300 },
    );
  });
});
