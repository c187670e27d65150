import type { ShownExperience } from '@muster/protocol';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { ExperiencePage } from '../experiences/experience-page.ts';
import { test } from '../experiences/experience-test.ts';
import {
  makeBanner,
  makeCenter,
  makeChecklist,
  makeHint,
  makePosts,
  makeStep,
  makeSurvey,
  makeTour,
} from '../experiences/samples.ts';
import { checkAccessibility, checkColours } from '../fixtures/check-accessibility.ts';

const body = '<main><h1>A page</h1><p>Text</p><button id="cart">Cart</button></main>';

interface Case {
  name: string;
  show: (theme: Partial<ShownExperience['theme']>) => ShownExperience[];
  /** From what is there at first to what is looked at. */
  open?: (shown: ExperiencePage) => Promise<void>;
}

const openPanel = async ({ page, card }: ExperiencePage) => {
  await page.locator('.launcher').click();
  await card.waitFor();
};

const cases: Case[] = [
  { name: 'a tour in the middle', show: () => [makeTour({ theme: { position: 'center' } })] },
  {
    name: 'a tour at an element',
    show: (theme) => [makeTour({ theme })],
    async open({ card }) {
      await card.getByRole('button', { name: 'Next' }).click();
      await card.getByText('Your cart').waitFor();
    },
  },
  { name: 'a banner', show: (theme) => [makeBanner({ theme: { ...theme, position: 'top' } })] },
  { name: 'a beacon', show: (theme) => [makeHint({ theme })] },
  {
    name: 'a hint',
    show: (theme) => [makeHint({ theme })],
    async open({ page, card }) {
      await page.getByRole('button', { name: 'New here' }).click();
      await card.waitFor();
    },
  },
  { name: 'a survey', show: (theme) => [makeSurvey({ theme })] },
  { name: 'a launcher', show: (theme) => [makeChecklist({ theme })] },
  { name: 'a checklist', show: (theme) => [makeChecklist({ theme })], open: openPanel },
  { name: 'posts', show: (theme) => makePosts({ theme }), open: openPanel },
  { name: 'a resource center', show: (theme) => [makeCenter({ theme })], open: openPanel },
];

const surroundings: Record<string, BrowserContextOptions & { dir?: string; lang?: string }> = {
  'by light': { colorScheme: 'light' },
  'in the dark': { colorScheme: 'dark' },
  'with forced colours': { forcedColors: 'active' },
  'on 360 pixels': { viewport: { width: 360, height: 640 }, hasTouch: true },
  'from right to left': { dir: 'rtl', lang: 'he' },
};

/** What of the experience is outside of the window, or wider than what it stands in. */
const findSpills = (page: Page) =>
  page.evaluate(() => {
    const spills: string[] = [];
    const { innerWidth: width, innerHeight: height } = window;
    for (const host of document.querySelectorAll('muster-experience')) {
      for (const element of host.shadowRoot?.querySelectorAll('.card, .launcher, .beacon') ?? []) {
        const box = element.getBoundingClientRect();
        const isIn =
          box.left >= -0.5 &&
          box.right <= width + 0.5 &&
          box.top >= 0 &&
          box.bottom <= height + 0.5;
        if (box.width > 0 && !isIn) spills.push(`${element.className}: ${JSON.stringify(box)}`);
        for (const part of element.querySelectorAll('*:not(pre, pre *, .unseen)')) {
          if (
            part.scrollWidth > part.clientWidth + 1 &&
            part.clientWidth > 0 &&
            part.tagName !== 'TEXTAREA'
          ) {
            spills.push(`${element.className} ${part.tagName}.${part.className} is too wide`);
          }
        }
      }
    }
    if (document.documentElement.scrollWidth > width) spills.push('the page scrolls sideways');
    return spills;
  });

describe.each(Object.entries(surroundings))('%s', (_, options) => {
  // What is by light is the same in the dark, but for its colours.
  const check = options.colorScheme === 'dark' ? checkColours : checkAccessibility;
  test.for(cases)(
    '$name has nothing that axe objects to, and stays in its place',
    async (each, { browser, pages }) => {
      const shown = await pages.open(browser, { body, ...options });
      await shown.show(each.show({}));
      await each.open?.(shown);
      expect(await check(shown.page, 'html')).toEqual([]);
      expect(await findSpills(shown.page)).toEqual([]);
      expect(shown.complaints).toEqual([]);
      await shown.page.context().close();
    },
  );
});

test('a survey has nothing that axe objects to, whatever it asks', async ({ browser, pages }) => {
  const shown = await pages.open(browser, { body });
  for (const step of makeSurvey().steps) {
    await shown.show([makeSurvey({ id: step.id, steps: [step] })]);
    await shown.card.getByText(step.title).first().waitFor();
    expect(await checkAccessibility(shown.page, 'html'), step.id).toEqual([]);
  }
  await shown.page.context().close();
});

test('whoever wants less motion gets none', async ({ browser, pages }) => {
  /** Classes of what has moved while a case was shown. */
  const watch = async ({ show, open }: Case, reducedMotion: 'reduce' | 'no-preference') => {
    const shown = await pages.open(browser, { body, reducedMotion });
    await shown.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        // The document knows nothing of what moves in shadow roots.
        for (const { shadowRoot } of document.querySelectorAll('muster-experience')) {
          for (const { effect } of shadowRoot?.getAnimations() ?? []) {
            seen.push(`${(effect as KeyframeEffect).target?.className}`);
          }
        }
        requestAnimationFrame(look);
      };
      look();
    });
    await shown.show(show({}));
    await open?.(shown);
    await shown.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    const seen = await shown.page.evaluate<string[]>('window.seen');
    await shown.page.context().close();
    return seen;
  };
  for (const each of cases) {
    expect(await watch(each, 'no-preference'), each.name).not.toEqual([]);
    expect(await watch(each, 'reduce'), each.name).toEqual([]);
  }
});

test('texts run each in their own direction', async ({ browser, pages }) => {
  const { page, card, show } = await pages.open(browser, { body });
  const step = makeStep('one', { title: 'שלום', body: [['p', ['Latin text']]] });
  await show([makeBanner({ steps: [step] })]);
  const direction = (text: string) =>
    card.getByText(text).evaluate((element) => getComputedStyle(element).direction);
  expect([await direction('שלום'), await direction('Latin text')]).toEqual(['rtl', 'ltr']);
  const close = await card.getByRole('button', { name: 'Close' }).boundingBox();
  const box = await card.boundingBox();
  // The cross is where such a text ends.
  expect((close?.x ?? 0) - (box?.x ?? 0)).toBeLessThan(40);
  await page.context().close();
});
