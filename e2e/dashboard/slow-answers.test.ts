import type { Page, Route } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';

/** Holds back what is posted to a path, until the page gives it up; `go` lets later ones pass. */
async function holdBack(page: Page, path: RegExp) {
  const held: Route[] = [];
  const givenUp: string[] = [];
  await page.route(path, (route) => void held.push(route));
  page.on('requestfailed', (request) => {
    if (path.test(request.url())) givenUp.push(request.failure()?.errorText ?? '');
  });
  return { held, givenUp, go: () => page.unroute(path) };
}

const tenured = {
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'Contract',
      kind: 'string',
      operator: 'is',
      value: ['Two year'],
    },
  ],
};

describe('An answer that is slow', () => {
  test('on Users can be given up, and asked for again', async ({ maya }) => {
    const { page } = maya;
    await maya.visit('users', 'Users');
    await page.getByText('7,043 users').waitFor();
    const answers = await holdBack(page, /\/audience$/);
    await page.getByRole('searchbox', { name: 'Search by id, email or name' }).fill('7590');
    await page.getByText('Still waiting for the users.').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped waiting for the users. What is shown is from before.').waitFor();
    expect(answers.held.length).toBeGreaterThan(0);
    expect(answers.givenUp).toHaveLength(answers.held.length);
    await answers.go();
    // The focus has stayed on the button, which is another one now.
    await page.keyboard.press('Enter');
    await page.getByText('1 user', { exact: true }).waitFor();
    expect(await page.getByText(/waiting for the users/).count()).toBe(0);
  });

  test('on a segment can be given up, each by itself', async ({ maya }) => {
    const { page } = maya;
    const counts = await holdBack(page, /\/audience\/breakdown$/);
    await maya.visit(
      `segments/new?conditions=${encodeURIComponent(JSON.stringify(tenured))}`,
      'New segment',
    );
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('Still waiting for the audience.').waitFor();
    await audience.getByRole('button', { name: 'Stop' }).click();
    await audience.getByText('Stopped waiting for the audience.').waitFor();
    expect(counts.givenUp).toHaveLength(counts.held.length);
    await page.getByRole('table', { name: 'Matching users' }).waitFor();
    await counts.go();
    await audience.getByRole('button', { name: 'Ask again' }).click();
    await audience.getByText('1,695', { exact: true }).first().waitFor();
  });
});
