import type { ShownStep } from '@muster/protocol';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from './experience-test.ts';
import { makeHint, makeStep, makeTour } from './samples.ts';

const at = (selector: string, missing: 'skip' | 'wait' | 'center'): Partial<ShownStep> => ({
  anchor: { selector, placement: 'auto', missing },
});

const addCart = (page: Page) =>
  page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('button'), { id: 'cart' })),
  );

describe('A tour', () => {
  test('of which the page has nothing has not been seen, nor completed', async ({
    browser,
    pages,
  }) => {
    const { page, show, said } = await pages.open(browser);
    const steps = ['a', 'b'].map((id) => makeStep(id, { title: id, ...at('#nowhere', 'skip') }));
    await show([makeTour({ steps })]);
    await expect.poll(said).toEqual(['end']);
    await page.context().close();
  });

  test('is completed also when the page has nothing of its last step', async ({
    browser,
    pages,
  }) => {
    const { page, card, show, said } = await pages.open(browser);
    const steps = [
      makeStep('a', { title: 'First' }),
      makeStep('b', { title: 'Last', ...at('#nowhere', 'skip') }),
    ];
    await show([makeTour({ steps })]);
    await card.getByRole('button', { name: 'Next' }).click();
    await expect.poll(said).toEqual(['seen a', 'completed b', 'end']);
    await page.context().close();
  });
});

describe('A hint', () => {
  const hint = (missing: 'skip' | 'wait' | 'center') =>
    makeHint({ steps: [makeStep('one', { title: 'Cart', ...at('#cart', missing) })] });

  test('that may be left out is, on a page without its element', async ({ browser, pages }) => {
    const { page, show, said } = await pages.open(browser);
    await show([hint('skip')]);
    await expect.poll(said).toEqual(['end']);
    await addCart(page);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    expect(await page.getByRole('button', { name: 'Cart' }).count()).toBe(0);
    await page.context().close();
  });

  test('that may be left out goes with its element', async ({ browser, pages }) => {
    const { page, show, said } = await pages.open(browser);
    await addCart(page);
    await show([hint('skip')]);
    await page.getByRole('button', { name: 'Cart' }).click();
    await page.evaluate(() => document.querySelector('#cart')?.remove());
    await expect.poll(said).toEqual(['seen one', 'end']);
    await page.context().close();
  });

  test('that waits comes with its element, and again', async ({ browser, pages }) => {
    const { page, show } = await pages.open(browser);
    const beacon = page.getByRole('button', { name: 'Cart' });
    await show([hint('wait')]);
    expect(await beacon.count()).toBe(0);
    for (let times = 0; times < 2; times += 1) {
      await addCart(page);
      await beacon.waitFor();
      await page.evaluate(() => document.querySelector('#cart')?.remove());
      await beacon.waitFor({ state: 'hidden' });
    }
    await page.context().close();
  });

  test('stands in the corner while the page lacks its element, also later', async ({
    browser,
    pages,
  }) => {
    const { page, show } = await pages.open(browser);
    const beacon = page.getByRole('button', { name: 'Cart' });
    const isInCorner = async () => {
      const box = await beacon.boundingBox();
      return box !== null && box.x < 40 && box.y < 40;
    };
    await show([hint('center')]);
    await expect.poll(isInCorner).toBe(true);
    await addCart(page);
    await expect.poll(isInCorner).toBe(false);
    await page.evaluate(() => document.querySelector('#cart')?.remove());
    await expect.poll(isInCorner).toBe(true);
    await page.context().close();
  });
});
