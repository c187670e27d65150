import { test as base } from 'vitest';
import { launchBrowser } from '../fixtures/launch-browser.ts';
import { serveBuilder } from './builder-page.ts';

/** A test of the builder by itself: one browser and one build a file. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads there what a fixture needs.
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('pages', { scope: 'file' }, async ({}, { onCleanup }) => {
    const pages = await serveBuilder();
    onCleanup(() => pages.close());
    return pages;
  });
