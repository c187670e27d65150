import { describe, expect } from 'vitest';
import { test } from './experience-test.ts';
import { ask, makeStep, makeSurvey, question } from './samples.ts';

describe('A survey', () => {
  test('is answered by mouse, each answer once, and thanks', async ({ browser, pages }) => {
    const { page, card, show, said, complaints } = await pages.open(browser);
    await show([makeSurvey()]);
    const next = card.getByRole('button', { name: 'Next' });
    await card.getByText('9', { exact: true }).click();
    await expect.poll(said).toEqual(['seen nps']);
    await next.click();
    await card.locator('.point').nth(3).click();
    await next.click();
    await card.locator('.point').nth(0).click();
    await next.click();
    await card.getByText('7', { exact: true }).click();
    await next.click();
    await card.getByRole('slider').click();
    await next.click();
    await card.getByText('Design').click();
    await next.click();
    await card.getByText('Tours').click();
    await card.getByText('Segments').click();
    await next.click();
    await card.getByRole('textbox').fill('Fine <b>work</b> 🎉');
    await next.click();
    await card.getByText('See you soon.').waitFor();
    await card.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => card.count()).toBe(0);
    await expect
      .poll(said)
      .toEqual([
        'seen nps',
        'answered nps 9',
        'seen stars',
        'answered stars 4',
        'seen smileys',
        'answered smileys 1',
        'seen numbers',
        'answered numbers 7',
        'seen slider',
        'answered slider 20',
        'seen single',
        'answered single "Design"',
        'seen multiple',
        'answered multiple ["Segments","Tours"]',
        'seen text',
        'answered text "Fine <b>work</b> 🎉"',
        'seen thanks',
        'completed thanks',
        'end',
      ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('is answered by keyboard alone', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    await show([makeSurvey({ theme: { position: 'center' } })]);
    const { keyboard } = page;
    // Tab, from the card, is what is asked; Enter is Next.
    await keyboard.press('Tab');
    await keyboard.press('ArrowLeft');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('End');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.type('Typed');
    await keyboard.press('Enter');
    await keyboard.type('twice');
    await keyboard.press('Control+Enter');
    await card.getByText('See you soon.').waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    await expect
      .poll(async () => (await said()).filter((one) => !one.startsWith('seen')))
      .toEqual([
        'answered nps 10',
        'answered stars 2',
        'answered numbers 1',
        'answered slider 40',
        'answered single "Design"',
        'answered multiple ["Segments"]',
        'answered text "Typed\\ntwice"',
        'completed thanks',
        'end',
      ]);
    await page.context().close();
  });

  test('asks for what is required, and says so', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    await show([makeSurvey()]);
    await card.getByRole('button', { name: 'Next' }).click();
    const alert = card.getByRole('alert');
    await expect.poll(() => alert.textContent()).toBe('Please choose an answer.');
    await expect.poll(said).toEqual(['seen nps']);
    const active = () =>
      page.evaluate(() =>
        document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'),
      );
    expect(await active()).toBe('0 of 10');
    await card.getByText('3', { exact: true }).click();
    expect(await alert.textContent()).toBe('');
    await page.context().close();
  });

  test('reports an answer again only when it was changed', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    await show([makeSurvey()]);
    const next = card.getByRole('button', { name: 'Next' });
    const back = card.getByRole('button', { name: 'Back' });
    await card.getByText('9', { exact: true }).click();
    await next.click();
    await back.click();
    expect(await card.getByRole('radio', { checked: true }).getAttribute('value')).toBe('9');
    await next.click();
    await back.click();
    await card.getByText('2', { exact: true }).click();
    await next.click();
    const answers = (await said()).filter((one) => one.startsWith('answered'));
    expect(answers).toEqual(['answered nps 9', 'answered nps 2']);
    await page.context().close();
  });

  test('takes an answer back that has been cleared', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    const steps = [
      ask('why', 'Why?', { ...question.text, required: false } as never),
      ask('which', 'Which?', question.multiple as never),
      makeStep('thanks', { title: 'Thanks' }),
    ];
    await show([makeSurvey({ steps })]);
    const next = card.getByRole('button', { name: 'Next' });
    const back = card.getByRole('button', { name: 'Back' });
    await card.getByRole('textbox').fill('Because');
    await next.click();
    await card.getByText('Tours').click();
    await next.click();
    await back.click();
    await card.getByText('Tours').click();
    await next.click();
    await back.click();
    await back.click();
    await card.getByRole('textbox').fill(' ');
    // Passed over again, what is cleared is not told twice.
    for (let times = 0; times < 2; times += 1) {
      await next.click();
      await back.click();
    }
    const answers = (await said()).filter((one) => one.startsWith('answered'));
    expect(answers).toEqual([
      ...['answered why "Because"', 'answered which ["Tours"]'],
      ...['answered which []', 'answered why ""'],
    ]);
    await page.context().close();
  });

  test('takes 700 characters, of which an emoji is one, and no more', async ({
    browser,
    pages,
  }) => {
    const { page, card, show, said } = await pages.open(browser);
    const only = [ask('text', 'More?', question.text as never)];
    await show([makeSurvey({ steps: only })]);
    const box = card.getByRole('textbox');
    await box.fill('🎉'.repeat(701));
    await card.getByRole('button', { name: 'Send' }).click();
    expect(await card.getByRole('alert').textContent()).toBe('1 characters too many.');
    await box.fill('🎉'.repeat(700));
    expect(await card.getByText('700 / 700').count()).toBe(1);
    await card.getByRole('button', { name: 'Send' }).click();
    await card.getByRole('heading', { name: 'Thank you!' }).waitFor();
    await expect
      .poll(said)
      .toEqual(['seen text', `answered text "${'🎉'.repeat(700)}"`, 'completed text']);
    await card.getByRole('button', { name: 'Done' }).click();
    await expect.poll(async () => (await said()).at(-1)).toBe('end');
    await page.context().close();
  });

  test('is dismissed where it is closed, once', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    await show([makeSurvey()]);
    await card.getByText('9', { exact: true }).click();
    await card.getByRole('button', { name: 'Close' }).click();
    await expect.poll(said).toEqual(['seen nps', 'dismissed nps', 'end']);
    await page.context().close();
  });

  test('keeps what was begun when it is edited while it is open', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    const text = ask('text', 'More?', question.text as never);
    const nps = ask('nps', 'Again?', question.nps as never);
    await show([makeSurvey({ steps: [text, nps] })]);
    await card.getByRole('textbox').fill('Half a thou');
    await card.getByRole('textbox').focus();
    await show([
      makeSurvey({
        version: 2,
        steps: [nps, { ...text, title: 'Anything more?' }],
        theme: { radius: 0 },
      }),
    ]);
    await card.getByRole('heading', { name: 'Anything more?' }).waitFor();
    expect(await card.getByRole('textbox').inputValue()).toBe('Half a thou');
    await page.keyboard.type('ght');
    await card.getByRole('button', { name: 'Send' }).click();
    await expect
      .poll(async () => (await said()).filter((one) => !one.startsWith('seen')))
      .toEqual(['answered text "Half a thought"', 'completed text']);
    await page.context().close();
  });

  test('has fifty steps, and takes the way back', async ({ browser, pages }) => {
    const { page, card, show, said } = await pages.open(browser);
    const steps = Array.from({ length: 50 }, (_, at) =>
      makeStep(`s${at}`, { title: `Step ${at}` }),
    );
    await show([makeSurvey({ steps })]);
    for (let at = 1; at < 50; at += 1) {
      await card.getByRole('button', { name: 'Next' }).click();
      await card.getByRole('heading', { name: `Step ${at}`, exact: true }).waitFor();
    }
    await expect.poll(said).toContain('completed s49');
    await card.getByRole('button', { name: 'Back' }).click();
    await card.getByRole('heading', { name: 'Step 48' }).waitFor();
    await page.context().close();
  });
});
