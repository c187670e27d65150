import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import type { Muster } from '../fixtures/muster.ts';

interface Saved {
  id: string;
  version: number;
}

const contract = (value: string) => ({
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'Contract',
      kind: 'string',
      operator: 'is',
      value: [value],
    },
  ],
});

function save(muster: Muster, name: string, conditions: object = contract('Two year')) {
  return muster.api<Saved>('POST', '/segments', { name, conditions });
}

describe('A segment', () => {
  test('is built, applied and saved, and its audience stands in the list', async ({ maya }) => {
    const { page } = maya;
    await maya.visit('segments/new', 'New segment');
    await page.getByLabel('Name', { exact: true }).fill('Month to month');
    const saveButton = page.getByRole('button', { name: 'Save' });
    expect(await saveButton.isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Add/ }).first().click();
    await page.getByPlaceholder(/Search attributes/).fill('Contract');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Contract is any of: Choose…' }).click();
    await page.keyboard.type('Month');
    await page.getByRole('option', { name: /Month-to-month/ }).click();
    await page.keyboard.press('Escape');
    expect(await saveButton.isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('3,875', { exact: true }).first().waitFor();
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    const row = page.getByRole('row', { name: /Month to month/ });
    await row.getByText('3,875').waitFor();
  });

  test('shows its audience live', async ({ maya, muster }) => {
    const { id } = await save(muster, 'Live', contract('Live contract'));
    await maya.visit('segments', 'Segments');
    const row = maya.page.getByRole('row').filter({ has: maya.page.locator(`[href$="${id}"]`) });
    await row.getByText('0', { exact: true }).waitFor();
    await muster.call('POST', '/sse/webhook', {
      type: 'identify',
      userId: 'live-1',
      traits: { Contract: 'Live contract' },
    });
    await row.getByText('1', { exact: true }).waitFor();
  });

  test('shows its last audience with its age where none can be told now', async ({
    maya,
    muster,
  }) => {
    const { id } = await save(muster, 'Remembered');
    const { page } = maya;
    await maya.visit('segments', 'Segments');
    const row = page.getByRole('row').filter({ has: page.locator(`[href$="${id}"]`) });
    await row.locator('.audience-cell', { hasText: '1,695' }).waitFor();
    await page.getByRole('link', { name: 'Users', exact: true }).first().click();
    await page.locator('.user-row').first().waitFor();
    await maya.context.setOffline(true);
    await page.getByRole('link', { name: 'Segments' }).first().click();
    const earlier = row.locator('.audience-earlier');
    await earlier.getByText('1,695', { exact: true }).waitFor();
    await earlier.locator('time').waitFor();
    expect(await row.locator('.audience-cell').count()).toBe(0);
    await maya.context.setOffline(false);
    await row.locator('.audience-cell', { hasText: '1,695' }).waitFor();
  });

  test('is not overwritten: the second person sees what the first changed', async ({
    maya,
    muster,
    signIn,
  }) => {
    const { id } = await save(muster, 'Contested');
    const other = await signIn();
    await maya.visit(`segments/${id}`, 'Contested');
    await other.visit(`segments/${id}`, 'Contested');
    await maya.page.getByLabel('Description').fill('Told by the first');
    await maya.page.getByRole('button', { name: 'Save' }).click();
    await maya.page.getByText(/Saved “Contested”/).waitFor();
    await other.page.getByLabel('Name', { exact: true }).fill('Renamed by the second');
    await other.page.getByRole('button', { name: 'Save' }).click();
    const dialog = other.page.getByRole('dialog', { name: /changed this segment/ });
    await dialog.getByText('Told by the first').waitFor();
    await dialog.getByRole('button', { name: 'Keep my changes on top' }).click();
    await expect
      .poll(() => other.page.getByLabel('Description').inputValue())
      .toBe('Told by the first');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText(/Saved “Renamed by the second”/).waitFor();
    const saved = await muster.api<{ name: string; description: string }>('GET', `/segments/${id}`);
    expect(saved).toMatchObject({
      name: 'Renamed by the second',
      description: 'Told by the first',
    });
  });

  test('is deleted with the number of who was in it, and comes back', async ({ maya, muster }) => {
    const { id } = await save(muster, 'Short-lived');
    await maya.visit('segments', 'Segments');
    await maya.page.getByRole('button', { name: 'Delete Short-lived' }).click();
    const dialog = maya.page.getByRole('dialog', { name: /Short-lived/ });
    await dialog.getByRole('button', { name: 'Delete segment' }).click();
    await maya.page.getByText('Deleted “Short-lived”.').waitFor();
    await expect.poll(() => maya.page.getByRole('row', { name: /Short-lived/ }).count()).toBe(0);
    await maya.page.getByRole('button', { name: 'Undo' }).click();
    await maya.page.getByText('“Short-lived” is back.').waitFor();
    const row = maya.page.getByRole('row', { name: /Short-lived/ });
    // The same one: whatever links to it still does.
    await row.locator(`[href$="${id}"]`).waitFor();
  });

  test('says who enters and leaves in a day if nothing happens', async ({ maya, muster }) => {
    const hour = 3_600_000;
    const buy = (userId: string, ago: number) => {
      const timestamp = new Date(Date.now() - ago).toISOString();
      return { type: 'track', userId, event: 'bought a ticket', timestamp };
    };
    await muster.call('POST', '/sse/webhook', [
      buy('7590-VHVEG', 160 * hour),
      buy('5575-GNVDE', 150 * hour),
      buy('3668-QPYBK', hour),
    ]);
    const window = { operator: 'inLast', amount: 1, unit: 'week' };
    const { id } = await save(muster, 'Ticket holders', {
      type: 'group',
      match: 'all',
      children: [{ type: 'event', source: 'api', name: 'bought a ticket', window }],
    });
    await maya.visit(`segments/${id}`, 'Ticket holders');
    const card = maya.page.getByRole('region', { name: 'The next 24 hours' });
    await card.getByText('Nobody enters.').waitFor();
    await card.getByText('2 users').click();
    expect(await card.getByRole('link').count()).toBe(2);
  });

  test('that another uses is not deleted, and says by whom', async ({ maya, muster }) => {
    const { id } = await save(muster, 'Needed');
    await save(muster, 'Needy', {
      type: 'group',
      match: 'all',
      children: [{ type: 'segment', segmentId: id }],
    });
    await maya.visit('segments', 'Segments');
    await maya.page.getByRole('button', { name: 'Delete Needed' }).click();
    const dialog = maya.page.getByRole('dialog', { name: /is in use/ });
    await dialog.getByRole('link', { name: 'Needy' }).waitFor();
    expect(await dialog.getByRole('button', { name: /Delete/ }).count()).toBe(0);
  });

  test('is restored from its history, which says what changed', async ({ maya, muster }) => {
    const { id, version } = await save(muster, 'Historical');
    const path = `${muster.url}/api/projects/demo/segments/${id}`;
    const reply = await maya.context.request.patch(path, {
      data: { conditions: contract('One year') },
      headers: { 'if-match': `"${version}"`, 'sec-fetch-site': 'same-origin' },
    });
    expect(reply.status()).toBe(200);
    await maya.visit(`segments/${id}?tab=history`, 'Historical');
    await maya.page.getByText('Contract is any of One year').first().waitFor();
    await maya.page.getByRole('button', { name: 'Restore version 1' }).click();
    await maya.page.getByText('Version 1 is current again, as version 3.').waitFor();
    const saved = await muster.api<{ formula: string }>('GET', `/segments/${id}`);
    expect(saved.formula).toBe('Contract is any of Two year');
  });
});

test('names with markup, right-to-left text and emoji are text', async ({ maya, muster }) => {
  const name = '<img src=x onerror=alert(1)> مرحبا 👩🏽‍🚀 & "quotes"';
  const { id } = await save(muster, name);
  await save(muster, 'x'.repeat(200));
  await maya.visit('segments', 'Segments');
  await maya.page.getByRole('link', { name, exact: true }).waitFor();
  const width = await maya.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(width).toBe(0);
  await maya.visit(`segments/${id}`, name);
});

test('on a telephone a name has the room for its words', async ({ signIn, muster }) => {
  await muster.api('POST', '/segments', {
    name: 'Advocates of tomorrow',
    badge: { emoji: '🤝', label: 'Ambassadors' },
    conditions: contract('Two year'),
  });
  const person = await signIn(undefined, { viewport: { width: 360, height: 740 } });
  await person.visit('segments', 'Segments');
  const link = person.page.getByRole('link', { name: 'Advocates of tomorrow' });
  const lines = await link.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild as Text, 0);
    range.setEnd(element.firstChild as Text, 'Advocates'.length);
    return range.getClientRects().length;
  });
  expect(lines).toBe(1);
  // The label is not shown, and read all the same.
  await person.page.getByRole('cell', { name: /Ambassadors/ }).waitFor();
});
