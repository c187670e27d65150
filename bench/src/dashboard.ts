// What somebody at the dashboard waits for in a project of a million users and 200 segments, in Chromium:
// the first rows, the answer to Apply, rows under a fast scroll, the list of segments and its counts.
//   npm run bench -- dashboard [--users 1000000] [--events 2000000] [--rounds 7] [--folder <keep it here>]
// The folder is filled once and used again; without one it is made in the system's temporary folder.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  projectId,
  type RunningServer,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { launchBrowser } from '../../e2e/fixtures/launch-browser.ts';
import { untilOther, untilSeen, watchScroll } from './dashboard/watch-page.ts';
import { median } from './measure/statistics.ts';
import { fillFolder, waitForIndex } from './population/fill-folder.ts';
import { makeSegments } from './population/many-segments.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '7' },
    folder: { type: 'string' },
  },
});
const users = Number(values.users);
const rounds = Number(values.rounds);
const segments = 200;
const admin = { email: 'bench@example.test', password: 'a long enough one' };
/** Where the number of all who match stands; it comes with their first page. */
const total = '.users-count';
const viewport = { width: 1440, height: 900 };

/** A browser in which nothing has been loaded yet, signed in. */
async function openContext(browser: Browser, server: RunningServer): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, baseURL: server.url });
  const headers = { 'sec-fetch-site': 'same-origin' };
  const reply = await context.request.post('/api/session', { data: admin, headers });
  if (!reply.ok()) throw new Error(`Signing in: ${reply.status()} ${await reply.text()}`);
  return context;
}

async function makeMissingSegments(server: RunningServer): Promise<void> {
  const path = `/api/projects/${projectId}/segments`;
  const { segments: there } = await server.call<{ segments: unknown[] }>(
    'GET',
    `${path}?audience=skip`,
  );
  for (const segment of makeSegments(segments).slice(there.length)) {
    await server.call('POST', path, segment);
  }
}

/** From the start of the navigation until the first users are painted, everything loaded anew. */
async function openUsers(context: BrowserContext): Promise<{ page: Page; ms: number }> {
  const page = await context.newPage();
  await page.goto(`/p/${projectId}/users`, { waitUntil: 'commit' });
  return { page, ms: await page.evaluate(untilSeen, { selector: '.user-row', count: 1, from: 0 }) };
}

/** From the press of Apply until the list and its number are those of the filter. */
async function applyFilter(page: Page, seats: number): Promise<number> {
  const text = await page.locator(total).textContent();
  await page.locator('.operand-number').fill(String(seats));
  await page.locator('.filter-foot .button-accent').click();
  const from = await page.evaluate(
    () => (globalThis as unknown as { pressedAt: number }).pressedAt,
  );
  return page.evaluate(untilOther, { selector: total, text, from });
}

async function measureFilter(context: BrowserContext): Promise<number[]> {
  const page = await context.newPage();
  const filter = {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'seats',
        kind: 'number',
        operator: 'gt',
        value: 1,
      },
    ],
  };
  await page.addInitScript(() => {
    addEventListener(
      'click',
      () => Object.assign(globalThis, { pressedAt: performance.now() }),
      true,
    );
  });
  await page.goto(`/p/${projectId}/users?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  await page.locator('.user-row').first().waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) took.push(await applyFilter(page, 10 + round));
  await page.close();
  return took;
}

interface ListTimes {
  rows: number;
  /** Until each row has a number, if only an earlier one with its age. */
  numbers: number;
  /** Until each has the present one. */
  counts: number;
}

/** The list of segments, and the time until the last of its numbers stands there. */
async function openSegments(context: BrowserContext): Promise<ListTimes> {
  const page = await context.newPage();
  await page.goto(`/p/${projectId}/segments`, { waitUntil: 'commit' });
  const seen = (selector: string) =>
    page.evaluate(untilSeen, { selector, count: segments, from: 0 });
  const rows = await seen('.segment-row');
  const numbers = await seen('.audience-earlier, .audience-cell');
  const counts = await seen('.audience-cell');
  await page.close();
  return { rows, numbers, counts };
}

function report(what: string, target: string, ms: readonly number[]): void {
  const [first = 0] = ms;
  console.log(
    `${what}: first ${first.toFixed(0)} ms, median ${median(ms).toFixed(0)}, worst ${Math.max(...ms).toFixed(0)} (target ${target})`,
  );
}

const dataDir = values.folder ?? join(tmpdir(), `muster-bench-dashboard-${users}`);
await fillFolder(dataDir, users, Number(values.events));
const settings = { MUSTER_ADMIN_EMAIL: admin.email, MUSTER_ADMIN_PASSWORD: admin.password };
const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn', ...settings });
const browser = await launchBrowser();
try {
  await waitForIndex(server);
  await makeMissingSegments(server);

  const firstRows: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await openContext(browser, server);
    firstRows.push((await openUsers(context)).ms);
    await context.close();
  }
  report('Users, first rows', '1000', firstRows);

  const context = await openContext(browser, server);
  report('Filter, Apply', '1000', await measureFilter(context));

  const { page } = await openUsers(context);
  for (const pixelsPerSecond of [2_000, 8_000, 30_000]) {
    await page.evaluate(() => scrollTo(0, 0));
    const { longestBlank, longestWait, rows } = await page.evaluate(watchScroll, {
      pixelsPerSecond,
      ms: 5_000,
    });
    console.log(
      `Scrolling ${pixelsPerSecond} px/s through ${rows} rows: blank for at most ${longestBlank.toFixed(0)} ms (target 100), at the end of what was loaded for at most ${longestWait.toFixed(0)} ms`,
    );
  }
  await context.close();

  const lists: ListTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await openContext(browser, server);
    lists.push(await openSegments(fresh));
    await fresh.close();
  }
  report(
    `Segments, ${segments} rows`,
    '1000',
    lists.map(({ rows }) => rows),
  );
  report(
    `Segments, ${segments} numbers of some age`,
    '3000',
    lists.map(({ numbers }) => numbers),
  );
  report(
    `Segments, ${segments} counts`,
    '3000',
    lists.map(({ counts }) => counts),
  );
} finally {
  await browser.close();
  await server.stop();
}
