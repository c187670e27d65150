import type { Browser, BrowserContext } from 'playwright-core';
import { projectId, type RunningServer } from '../../../apps/server/test/muster-process.ts';
import { launchBrowser } from '../../../e2e/fixtures/launch-browser.ts';
import { type PageServer, startPageServer } from '../../../e2e/fixtures/page-server.ts';
import { buildPage, buildSnippet } from '../../../e2e/fixtures/snippet.ts';

/** From the start of the navigation, in milliseconds. */
export interface BannerRound {
  /** Until the heading of a page with nothing else is painted. */
  empty: number;
  /** Until the banner is painted: everything is loaded anew, and nothing is known of the visitor. */
  first: number;
  /** The same on her next page. */
  next: number;
}

/** A banner for everybody that is shown on every page, though the limit of rates lets it. */
async function publishBanner(server: RunningServer): Promise<void> {
  const path = `/api/projects/${projectId}/experiences`;
  const { id, version } = await server.call<{ id: string; version: number }>('POST', path, {
    name: 'Banner',
    type: 'banner',
    steps: [{ id: 'one', title: 'Hello {name | there}', body: 'Something **new**.' }],
    // The rate limit has its say, though it never holds back.
    target: { when: { repeat: { type: 'always' } } },
  });
  await server.call('PATCH', `${path}/${id}`, { status: 'live' }, { 'if-match': String(version) });
  await server.call('PATCH', `/api/projects/${projectId}`, {
    rateLimit: { count: 20, hours: 1 },
  });
}

/** Runs in the page, as a whole: until an element is there, also in a shadow root, and painted. */
async function untilPainted(selector: string): Promise<number> {
  // No function within: the name that a build gives one is not known in the page.
  while (
    !(
      document.querySelector(selector) ??
      document.querySelector('muster-experience')?.shadowRoot?.querySelector(selector)
    )
  ) {
    if (performance.now() > 60_000) throw new Error(`No ${selector} in a minute.`);
    await new Promise(requestAnimationFrame);
  }
  // What was found in one frame is painted by the next.
  await new Promise(requestAnimationFrame);
  return performance.now();
}

async function load(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const ms = await page.evaluate(untilPainted, selector);
  await page.close();
  return ms;
}

async function runRound(browser: Browser, { origin }: PageServer): Promise<BannerRound> {
  const [plain, context] = await Promise.all([browser.newContext(), browser.newContext()]);
  const empty = await load(plain, `${origin}/empty`, 'h1');
  const first = await load(context, `${origin}/shop`, '.card');
  const next = await load(context, `${origin}/shop`, '.card');
  await Promise.all([plain.close(), context.close()]);
  return { empty, first, next };
}

/** Rounds of pages of a site on an origin of its own; one more round warms up and is not returned. */
export async function measureBanner(server: RunningServer, rounds: number): Promise<BannerRound[]> {
  await publishBanner(server);
  const pages = await startPageServer();
  const browser = await launchBrowser();
  try {
    pages.files.set('/empty', { body: buildPage('') });
    pages.files.set('/shop', { body: buildPage(buildSnippet(server.url)) });
    const measured: BannerRound[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      measured.push(await runRound(browser, pages));
    }
    return measured.slice(1);
  } finally {
    await browser.close();
    await pages.close();
  }
}
