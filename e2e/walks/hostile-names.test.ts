import { expect } from 'vitest';
import { admin, test as base } from '../fixtures/dashboard.ts';
import { listSights, showSight } from '../fixtures/every-page.ts';
import { furnishProject, type Wording } from '../fixtures/furnish-project.ts';
import { keepScreenshot } from '../fixtures/keep-screenshot.ts';

const markup = '<img src=x onerror="globalThis.isHacked=1">';
const rightToLeft = 'مرحبا بالعالم';
const emoji = '👩🏽‍🚀';

/** Markup, a script that is written from the right, an emoji of several code points, and no place to break a line. */
const long = (length: number) =>
  `${markup} ${rightToLeft} ${emoji} ${'x'.repeat(700)}`.slice(0, length);

const wording: Wording = {
  userId: `<b>"'&?#% ${rightToLeft}${'i'.repeat(300)}`,
  userName: long(700),
  attribute: long(200),
  value: long(700),
  tag: long(100),
  event: long(200),
  property: long(200),
  segment: long(200),
  description: long(700),
  label: `<b>${emoji}`.slice(0, 14),
  experience: long(190),
  question: long(200),
  choice: long(200),
  answer: long(700),
  key: long(100),
};

const test = base.extend(
  'furniture',
  { scope: 'file' },
  async ({ browser, muster }, { onCleanup }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    onCleanup(() => context.close());
    const headers = { 'sec-fetch-site': 'same-origin' };
    await context.request.post('/api/session', { data: admin, headers });
    return furnishProject(muster, context, wording);
  },
);

const nobody = {
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
};

test.for(listSights(wording, nobody).map(({ name }) => name))(
  'markup, other scripts and 700 characters are text, and fit: %s',
  async (name, { maya, muster, furniture }) => {
    const sight = listSights(wording, furniture).find((each) => each.name === name);
    if (sight === undefined) throw new Error(`There is no sight ${name}.`);
    const { page } = maya;
    await showSight(page, muster.url, sight);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await keepScreenshot(page, `hostile-${name}-${width}`);
      const find = () =>
        page.evaluate(() => ({
          beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          isHacked: 'isHacked' in globalThis,
          images: document.querySelectorAll('img[src=x]').length,
        }));
      // A chart follows its window in the next frame.
      await expect
        .poll(find, { message: `${width} px` })
        .toEqual({ beyond: 0, isHacked: false, images: 0 });
    }
  },
);
