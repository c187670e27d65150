import { fileURLToPath } from 'node:url';
import type { ShownExperience } from '@muster/protocol';
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startPageServer } from '../fixtures/page-server.ts';

const entry = fileURLToPath(
  new URL('../../packages/sdk/src/experiences/preview.ts', import.meta.url),
);

interface OpenOptions extends BrowserContextOptions {
  head?: string;
  body?: string;
  headers?: Record<string, string>;
  lang?: string;
  dir?: string;
}

/** What a renderer reported, in order, as `action stepId value`. */
type Said = string;

/** A page in which experiences are shown without a server. */
export interface ExperiencePage {
  page: Page;
  /** Everything in the shadow roots by role, text or class. */
  card: Locator;
  show(experiences: ShownExperience[], options?: object): Promise<void>;
  said(): Promise<Said[]>;
  /** Errors of the page's own code and what its policy refused. */
  complaints: string[];
}

/** Builds the preview and serves it to pages of any making. */
export async function serveExperiences() {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2020',
    logLevel: 'error',
  });
  const server = await startPageServer();
  server.files.set('/preview.js', {
    body: outputFiles[0]?.text ?? '',
    headers: { 'content-type': 'text/javascript' },
  });
  server.files.set('/collect.js', {
    body: `window.kept = [];
      addEventListener('message', ({ data }) => { if (data?.muster === 'previewed') kept.push(data); });`,
    headers: { 'content-type': 'text/javascript' },
  });
  return {
    close: server.close,
    async open(browser: Browser, options: OpenOptions = {}): Promise<ExperiencePage> {
      const { head = '', body = '<main><h1>A page</h1></main>', headers, lang = 'en' } = options;
      const html = `<!doctype html><html lang="${lang}" dir="${options.dir ?? 'ltr'}"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width"><title>A page</title>
        <script src="/collect.js"></script>${head}</head><body>${body}
        <script type="module" src="/preview.js"></script></body></html>`;
      server.files.set('/', { body: html, ...(headers && { headers }) });
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error.stack)));
      page.on('console', (message) => {
        const isFavicon = message.location().url.endsWith('/favicon.ico');
        if (message.type() === 'error' && !isFavicon) complaints.push(message.text());
      });
      await page.goto(`${server.origin}/`);
      const kept = (action: string) =>
        page.waitForFunction(
          (wanted) => window.kept.some((one) => (one as { action: string }).action === wanted),
          action,
        );
      await kept('ready');
      return {
        page,
        card: page.getByRole('dialog'),
        complaints,
        async show(experiences, more = {}) {
          const message = JSON.stringify({ muster: 'preview', experiences, ...more });
          await page.evaluate((text) => {
            window.kept = [];
            window.postMessage(JSON.parse(text), '*');
          }, message);
          await kept('shown');
        },
        async said() {
          await page.evaluate(waitForMessages);
          return page.evaluate(() =>
            (window.kept as { action: string; stepId?: string; value?: unknown }[])
              .filter(({ action }) => action !== 'ready' && action !== 'shown')
              .map((one) => {
                const { action, stepId, value } = one;
                const started = (one as { experienceId?: string }).experienceId;
                const about = action === 'start' ? started : stepId;
                return [action, about, value === undefined ? undefined : JSON.stringify(value)]
                  .filter((part) => part !== undefined)
                  .join(' ');
              }),
          );
        },
      };
    },
  };
}

/** Messages come in the order in which they were sent: what was said before has come then. */
function waitForMessages(): Promise<void> {
  return new Promise((resolve) => {
    addEventListener('message', function onMessage({ data }) {
      if (data !== 'last') return;
      removeEventListener('message', onMessage);
      resolve();
    });
    postMessage('last', '*');
  });
}
