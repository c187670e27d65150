import { describe, expect } from 'vitest';
import { checkAccessibility, checkColours } from '../fixtures/check-accessibility.ts';
import { listSights, showSight } from '../fixtures/every-page.ts';
import { findLayoutFaults } from '../fixtures/find-layout-faults.ts';
import { plainWording } from '../fixtures/furnish-project.ts';
import { keepScreenshot } from '../fixtures/keep-screenshot.ts';
import { furnishedTest, listSightNames } from './furnished-test.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 800 };
/** A window of 1280 × 1024 at a zoom of 400 %. */
const zoomed = { width: 320, height: 256 };

// The first is the window in which the page is loaded: one theme begins wide, the other narrow.
const walks = [
  { theme: 'light', windows: [wide, narrow, zoomed], check: checkAccessibility },
  { theme: 'dark', windows: [zoomed, narrow, wide], check: checkColours },
] as const;

const test = furnishedTest(plainWording);

describe.each(walks)('In the $theme theme', ({ theme, windows, check }) => {
  test.for(listSightNames(plainWording))(
    '%s meets WCAG 2.2 AA: wide, narrow, and at a zoom of 400 %',
    async (name, { lookIn, muster, furniture }) => {
      const sight = listSights(plainWording, furniture).find((each) => each.name === name);
      if (sight === undefined) throw new Error(`There is no sight ${name}.`);
      const { page, complaints } = await lookIn(theme);
      await page.setViewportSize(windows[0]);
      await showSight(page, muster.url, sight);
      for (const size of windows) {
        const where = `${size.width} × ${size.height}`;
        await page.setViewportSize(size);
        await keepScreenshot(page, `${name}-${size.width}-${theme}`);
        expect(await check(page), where).toEqual([]);
        expect(await findLayoutFaults(page), where).toEqual([]);
      }
      expect(complaints.splice(0), 'requests off the origin, and errors').toEqual([]);
    },
  );
});
