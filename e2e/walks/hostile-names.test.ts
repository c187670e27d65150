import { expect } from 'vitest';
import { listSights, showSight } from '../fixtures/every-page.ts';
import type { Wording } from '../fixtures/furnish-project.ts';
import { keepScreenshot } from '../fixtures/keep-screenshot.ts';
import { furnishedTest, listSightNames } from './furnished-test.ts';

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

const test = furnishedTest(wording);

test.for(listSightNames(wording))(
  'markup, other scripts and 700 characters are text, and fit: %s',
  async (name, { lookIn, muster, furniture }) => {
    const sight = listSights(wording, furniture).find((each) => each.name === name);
    if (sight === undefined) throw new Error(`There is no sight ${name}.`);
    const { page, complaints } = await lookIn('light');
    await page.setViewportSize({ width: 1280, height: 800 });
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
    expect(complaints.splice(0), 'requests off the origin, and errors').toEqual([]);
  },
);
