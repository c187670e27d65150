// How long the builder takes from a press to the next paint in a tree of 100 conditions, on a processor
// slowed down four times, and what the page does in it on average (in ms, popups closed again and all):
// `npx tsx e2e/builder/measure-interactions.ts`. It reports; it asserts nothing.
import type { Condition, Group, TreeNode } from '@muster/conditions';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../fixtures/launch-browser.ts';
import { serveBuilder } from './builder-page.ts';

const rounds = 5;
const slowdown = 4;

/** Ten groups of ten, AND and OR in turn. */
const tree: Group = group('all', 10, (at) =>
  group(at % 2 === 0 ? 'any' : 'all', 10, (inner) => condition(at * 10 + inner)),
);

const interactions: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  nothing: async (page) => {
    await page.locator('.row').nth(44).focus();
    await page.keyboard.press('F8');
  },
  'toggle a group': (page) => press(page, '.pill', 3),
  'select a row': async (page) => {
    await page.locator('.row').nth(44).focus();
    await page.keyboard.press('Space');
  },
  'duplicate a row': async (page) => {
    await page.locator('.row').nth(55).focus();
    await page.keyboard.press('Control+d');
  },
  'move a row': async (page) => {
    await page.locator('.row').nth(55).focus();
    await page.keyboard.press('Alt+ArrowDown');
  },
  'remove a row': (page) => press(page, '.row-remove', 20),
  'type a digit': async (page) => {
    await page.locator('.operand-number').first().focus();
    await page.keyboard.press('7');
  },
  'open an operator': async (page) => {
    await press(page, '.choice-quiet', 30);
    await page.keyboard.press('Escape');
  },
  'open Add': async (page) => {
    await press(page, '[data-add]', -1);
    await page.keyboard.press('Escape');
  },
  undo: async (page) => {
    await page.locator('.row').nth(10).focus();
    await page.keyboard.press('Control+z');
  },
  'wrap the root': async (page) => {
    await page.locator('.logic-root').focus();
    await page.keyboard.press('g');
  },
};

const browser = await launchBrowser();
const pages = await serveBuilder();
const page = await pages.open(browser, { tree, flags: ['counts'] });
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
await page.evaluate(() => {
  const slowest = { ms: 0 };
  Object.assign(globalThis, { slowest });
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) slowest.ms = Math.max(slowest.ms, duration);
  });
  observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
});

console.log(
  `100 conditions, processor ${slowdown}× slower, ${rounds} times each; ms to the next paint`,
);
for (const [name, interact] of Object.entries(interactions)) {
  const times: number[] = [];
  const before = await readWork();
  for (let round = 0; round < rounds; round++) {
    await interact(page);
    times.push(await takeSlowest(page));
  }
  times.sort((one, other) => one - other);
  const median = times[Math.floor(rounds / 2)];
  const after = await readWork();
  const work = Object.entries(after).map(
    ([what, seconds]) => `${what} ${Math.round(((seconds - (before[what] ?? 0)) * 1000) / rounds)}`,
  );
  console.log(`${name.padEnd(18)} median ${median}, slowest ${times.at(-1)} (${work.join(', ')})`);
}
await browser.close();
await pages.close();

/** Presses one of those, where it is, without what a test's click has the page look for in the press itself. */
async function press(measured: Page, selector: string, at: number): Promise<void> {
  const what = measured.locator(selector).nth(at);
  await what.scrollIntoViewIfNeeded();
  const box = await what.boundingBox();
  if (!box) throw new Error(`There is no ${selector} to press.`);
  await measured.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** What the page has worked on so far, in seconds. */
async function readWork(): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  const wanted = {
    script: 'ScriptDuration',
    style: 'RecalcStyleDuration',
    layout: 'LayoutDuration',
  };
  return Object.fromEntries(
    Object.entries(wanted).map(([what, name]) => [
      what,
      metrics.find((metric) => metric.name === name)?.value ?? 0,
    ]),
  );
}

/** The slowest event since it was last asked, in steps of 8 ms, as browsers tell it; 0 is under 16. */
async function takeSlowest(measured: Page): Promise<number> {
  return measured.evaluate(async () => {
    // Two frames: the first paints what the event did, the second comes after it was noted.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 50));
    const { slowest } = globalThis as unknown as { slowest: { ms: number } };
    const { ms } = slowest;
    slowest.ms = 0;
    return ms;
  });
}

function condition(at: number): Condition {
  const kinds: readonly Condition[] = [
    {
      type: 'attribute',
      source: 'custom',
      key: 'seats',
      kind: 'number',
      operator: 'gt',
      value: at,
    },
    {
      type: 'attribute',
      source: 'custom',
      key: `plan_${at}`,
      kind: 'string',
      operator: 'is',
      value: ['Pro', 'Team'],
    },
    {
      type: 'event',
      source: 'app',
      name: 'report_exported',
      count: { operator: 'atLeast', value: at },
    },
    { type: 'segment', segmentId: 'vip' },
  ];
  return kinds[at % kinds.length] as Condition;
}

function group(match: 'all' | 'any', length: number, child: (at: number) => TreeNode): Group {
  return { type: 'group', match, children: Array.from({ length }, (_, at) => child(at)) };
}
