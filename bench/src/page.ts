// What the SDK costs a page that starts with a hundred commands waiting, on a processor four times
// slower than this one: the longest task in which code of the SDK ran, the longest of an empty page
// beside it, and layout shift. Of a busy machine the thread's own time still says something.
//   npm run bench -- page [--rounds 15] [--throttling 4]
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../e2e/fixtures/launch-browser.ts';
import { startMuster } from '../../e2e/fixtures/muster.ts';
import { startPageServer } from '../../e2e/fixtures/page-server.ts';
import { waitForStart } from '../../e2e/fixtures/say.ts';
import { buildPage, buildSnippet } from '../../e2e/fixtures/snippet.ts';
import { median } from './measure/statistics.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    throttling: { type: 'string', default: '4' },
  },
});

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds, as `dur`; `tdur` is the thread's own time, without what others took from it. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { url?: string }; name?: string };
}

interface Costs {
  /** Milliseconds. */
  longestTask: number;
  /** The same in the thread's own time. */
  threadTime: number;
  layoutShift: number;
}

const commands = `<script>
  jimo.push(['do', 'identify', ['bench-' + Math.random()]]);
  jimo.push(['set', 'user:attributes', [{ plan: 'Pro', seats: 5, roles: ['a', 'b'] }]]);
  for (let n = 0; n < 98; n += 1) jimo.push(['do', 'track', ['step', { n: n, name: 'step ' + n }]]);
</script>`;

async function measurePage(browser: Browser, url: string, hasSdk: boolean): Promise<Costs> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: Number(values.throttling) });
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await page.goto(url);
  if (hasSdk) await waitUntilSent(page);
  const layoutShift = await page.evaluate(readLayoutShift);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
  await context.close();
  return { ...readTasks(traceEvents, hasSdk), layoutShift };
}

async function waitUntilSent(page: Page): Promise<void> {
  await waitForStart(page);
  await page.evaluate(() => window.jimo.push(['get', 'user:segments']));
}

function readLayoutShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift' as 'event', buffered: true });
    setTimeout(() => resolve(sum), 0);
  });
}

/** Tasks of the page's main thread; where the SDK is, only those in which its code ran. */
function readTasks(events: readonly TraceEvent[], hasSdk: boolean): Omit<Costs, 'layoutShift'> {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const ours = events.filter(({ args }) => args?.data?.url?.endsWith('/sdk/v1.js') === true);
  const tasks = events.filter(
    (task) =>
      /RunTask$/.test(task.name) &&
      mains.has(`${task.pid} ${task.tid}`) &&
      (!hasSdk || ours.some((event) => isWithin(event, task))),
  );
  return {
    longestTask: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000,
    threadTime: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
  };
}

function isWithin(event: TraceEvent, task: TraceEvent): boolean {
  const isSameThread = event.pid === task.pid && event.tid === task.tid;
  return isSameThread && event.ts >= task.ts && event.ts < task.ts + (task.dur ?? 0);
}

const [browser, muster, server] = await Promise.all([
  launchBrowser(),
  startMuster(),
  startPageServer(),
]);
server.files.set('/without', { body: buildPage('') });
server.files.set('/with', { body: buildPage(buildSnippet(muster.url) + commands) });

const costs: Record<'without' | 'with', Costs[]> = { without: [], with: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const kind of ['without', 'with'] as const) {
    costs[kind].push(await measurePage(browser, `${server.origin}/${kind}`, kind === 'with'));
  }
}
for (const [kind, list] of Object.entries(costs)) {
  const tasks = list.map(({ longestTask }) => longestTask);
  const threadTimes = list.map(({ threadTime }) => threadTime);
  const shift = Math.max(...list.map(({ layoutShift }) => layoutShift));
  console.log(
    `${kind.padEnd(8)} longest task ${describe(tasks)}, of it the thread ${describe(threadTimes)}, layout shift ${shift}`,
  );
}

function describe(ms: readonly number[]): string {
  return `${median(ms).toFixed(1)} ms (worst ${Math.max(...ms).toFixed(1)})`;
}
await Promise.all([browser.close(), muster.remove(), server.close()]);
