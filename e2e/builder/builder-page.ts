import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Group } from '@muster/conditions';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { startPageServer } from '../fixtures/page-server.ts';

/** The page with nothing but the builder on it, built and served. */
export interface BuilderPages {
  /** Opens it in a context of its own; `query` as the harness reads it. */
  open(browser: Browser, query?: BuilderQuery): Promise<Page>;
  close(): Promise<void>;
}

interface BuilderQuery {
  tree?: Group;
  theme?: 'light' | 'dark';
  flags?: readonly string[];
  query?: Readonly<Record<string, string>>;
  width?: number;
}

const harness = new URL('../../apps/dashboard/harness', import.meta.url).pathname;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Builds the harness as the dashboard is built and serves it from memory. */
export async function serveBuilder(): Promise<BuilderPages> {
  const outDir = await mkdtemp(join(tmpdir(), 'muster-builder-'));
  await build({
    root: harness,
    configFile: false,
    // React's server directives in Base UI mean nothing here, and are warned about one by one.
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2023' },
  });
  const server = await startPageServer();
  for (const name of await readdir(outDir, { recursive: true })) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const body = await readFile(join(outDir, name));
    server.files.set(`/${name}`, { body, headers: { 'content-type': type } });
  }
  await rm(outDir, { recursive: true });
  return {
    async open(browser, { tree, theme = 'light', flags = [], query: more, width = 1000 } = {}) {
      const query = new URLSearchParams({
        theme,
        ...more,
        ...(tree && { tree: JSON.stringify(tree) }),
      });
      for (const flag of flags) query.set(flag, '');
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto(`${server.origin}/index.html#${query}`);
      await page.locator('.builder').waitFor();
      return page;
    },
    close: () => server.close(),
  };
}
