import { test as base } from 'vitest';
import { launchBrowser } from '../fixtures/launch-browser.ts';
import { serveExperiences } from './experience-page.ts';

/** A test of what renderers show: one browser and one build a file. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads there what a fixture needs.
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('pages', { scope: 'file' }, async ({}, { onCleanup }) => {
    const pages = await serveExperiences();
    onCleanup(() => pages.close());
    return pages;
  });
