import { describe, expect } from 'vitest';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';
import { admin, test as base } from '../fixtures/dashboard.ts';
import { listSights, showSight } from '../fixtures/every-page.ts';
import { findLayoutFaults } from '../fixtures/find-layout-faults.ts';
import { furnishProject, plainWording } from '../fixtures/furnish-project.ts';
import { keepScreenshot } from '../fixtures/keep-screenshot.ts';

const test = base.extend(
  'furniture',
  { scope: 'file' },
  async ({ browser, muster }, { onCleanup }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    onCleanup(() => context.close());
    const headers = { 'sec-fetch-site': 'same-origin' };
    await context.request.post('/api/session', { data: admin, headers });
    return furnishProject(muster, context, plainWording);
  },
);

// The last is a window of 1280 × 1024 at a zoom of 400 %.
const windows = [
  { width: 1280, height: 800 },
  { width: 360, height: 800 },
  { width: 320, height: 256 },
];

const names = listSights(plainWording, {
  userId: '',
  segmentId: '',
  surveyId: '',
  draftId: '',
  importDraftId: '',
  importId: '',
  sourceId: '',
  trackedEventId: '',
  webhookId: '',
  joinToken: '',
}).map(({ name }) => name);

describe.each(['light', 'dark'] as const)('In the %s theme', (colorScheme) => {
  test.for(names)(
    '%s meets WCAG 2.2 AA: wide, narrow, and at a zoom of 400 %',
    async (name, { signIn, muster, furniture }) => {
      const sight = listSights(plainWording, furniture).find((each) => each.name === name);
      if (sight === undefined) throw new Error(`There is no sight ${name}.`);
      const { page } = await signIn(undefined, { colorScheme });
      for (const size of windows) {
        const where = `${size.width} × ${size.height}`;
        await page.setViewportSize(size);
        await showSight(page, muster.url, sight);
        await keepScreenshot(page, `${name}-${size.width}-${colorScheme}`);
        expect(await checkAccessibility(page), where).toEqual([]);
        expect(await findLayoutFaults(page), where).toEqual([]);
      }
    },
  );
});
