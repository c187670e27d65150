import { describe, expect } from 'vitest';
import { apiKey, projectId } from '../../apps/server/test/muster-process.ts';
import { test as base } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';
import { reportAnswers } from '../fixtures/report-answers.ts';

const steps = [
  { id: 'nps', title: 'How likely is it?', question: { kind: 'nps' } },
  { id: 'which', title: 'Which drink?', question: { kind: 'single', choices: ['Tea', 'Coffee'] } },
  { id: 'why', title: 'Why?', question: { kind: 'text' } },
];

const test = base.extend('survey', { scope: 'file' }, async ({ muster }) => {
  const body = { name: 'How we do', type: 'survey', steps };
  const { id } = await muster.api<{ id: string }>('POST', '/experiences', body);
  const published = await fetch(`${muster.url}/api/projects/${projectId}/experiences/${id}`, {
    method: 'PATCH',
    headers: { 'x-api-key': apiKey, 'if-match': '"1"', 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'live' }),
  });
  expect(published.status).toBe(200);
  await reportAnswers(muster, id, 'ada', { nps: 10, which: 'Tea', why: 'It is <b>good</b>' });
  await reportAnswers(muster, id, 'bob', { nps: 3, which: 'Coffee' });
  return id;
});

const path = (id: string) => `experiences/${id}/analytics`;

describe('The analytics of an experience', () => {
  test('show totals, steps and answers, and change as people answer', async ({
    maya,
    muster,
    survey,
  }) => {
    const { page } = maya;
    await maya.visit(path(survey), 'How we do');
    const reached = page.locator('.analytics-totals > div').filter({ hasText: /^Reached/ });
    await reached.getByText('2', { exact: true }).waitFor();
    const drinks = page.getByRole('region', { name: 'Which drink?' });
    await drinks.getByRole('row', { name: /Tea 1 50%/ }).waitFor();
    const likely = page.getByRole('region', { name: 'How likely is it?' });
    await likely.getByText('Promoters (9–10)').waitFor();
    const why = page.getByRole('region', { name: 'Why?' });
    await why.getByText('It is <b>good</b>').waitFor();
    await page
      .getByRole('region', { name: 'Steps' })
      .getByRole('row', { name: /3\. Why\? 1 50%/ })
      .waitFor();

    await reportAnswers(muster, survey, 'cy', { nps: 9, which: 'Tea', why: 'Fast' });
    await reached.getByText('3', { exact: true }).waitFor();
    await drinks.getByRole('row', { name: /Tea 2 66\.7%/ }).waitFor();
    await why.getByText('Fast').waitFor();
  });

  test('are of people in a segment, or who match, when asked so', async ({
    maya,
    muster,
    survey,
  }) => {
    const children = [
      {
        type: 'attribute',
        source: 'native',
        key: 'id',
        kind: 'string',
        operator: 'is',
        value: ['ada'],
      },
    ];
    const conditions = { type: 'group', match: 'all', children };
    const { id } = await muster.api<{ id: string }>('POST', '/segments', {
      name: 'Only Ada',
      conditions,
    });
    const { page } = maya;
    await maya.visit(path(survey), 'How we do');
    const reached = page.locator('.analytics-totals > div').filter({ hasText: /^Reached/ });
    await page.getByRole('combobox', { name: 'People' }).click();
    await page.getByRole('option', { name: 'People in segments' }).click();
    await page.getByText('Choose a segment to see').waitFor();
    await page.getByRole('combobox', { name: 'Add a segment' }).click();
    await page.getByRole('option', { name: 'Only Ada' }).click();
    await reached.getByText('1', { exact: true }).waitFor();

    const href = await page.getByRole('link', { name: 'Answers as CSV' }).getAttribute('href');
    expect(href).toContain(`segment=${id}`);
    const file = await (await maya.context.request.get(`${muster.url}${href}`)).text();
    expect(file).toContain('It is <b>good</b>');
    expect(file).not.toContain('bob');

    await maya.context.request.delete(`${muster.url}/api/projects/${projectId}/segments/${id}`, {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    await page.getByText('The filter cannot be evaluated').waitFor();
    await page.getByText('Nothing measured').waitFor();

    await page.getByRole('combobox', { name: 'People' }).click();
    await page.getByRole('option', { name: 'People who match' }).click();
    // No conditions yet: everybody.
    await reached.waitFor();
    await page.getByRole('button', { name: 'Add…', exact: true }).click();
    await page.getByPlaceholder(/Search attributes/).fill('Contract');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Contract is any of: Choose…' }).click();
    await page.getByRole('option', { name: /Two year/ }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing measured').waitFor();
  });

  test('meet WCAG 2.2 AA, wide and narrow', async ({ maya, survey }) => {
    const { page, visit } = maya;
    await visit(path(survey), 'How we do');
    await page.locator('.days-chart canvas').waitFor();
    await page.getByText('The numbers').click();
    await page.getByText('It is <b>good</b>').waitFor();
    await expectAccessible(page);
  });
});
