import type { TrackedEventBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';
import type { Muster } from '../fixtures/muster.ts';

const conditions = [
  { type: 'url', urls: [{ operator: 'startsWith', value: '/reports' }] },
  { type: 'clicked', selector: '#export' },
];

function define(muster: Muster, codeName: string, more: object = {}) {
  const body = { name: `Event ${codeName}`, codeName, conditions, ...more };
  return muster.api<TrackedEventBody>('POST', '/tracked-events', body);
}

const read = (muster: Muster, id: string) =>
  muster.api<TrackedEventBody>('GET', `/tracked-events/${id}`);

async function findByName(muster: Muster, codeName: string): Promise<TrackedEventBody> {
  const { trackedEvents } = await muster.api<{ trackedEvents: TrackedEventBody[] }>(
    'GET',
    '/tracked-events',
  );
  const found = trackedEvents.find((event) => event.codeName === codeName);
  if (!found) throw new Error(`There is no ${codeName}.`);
  return found;
}

describe('A no-code event', () => {
  test('is named, said by conditions, started and paused, by keyboard alone', async ({
    maya,
    muster,
  }) => {
    const { page, visit } = maya;
    await visit('events/no-code', 'Events');
    await page.getByText('No no-code events yet').waitFor();
    await page.getByRole('button', { name: 'New no-code event' }).first().press('Enter');
    await page.getByLabel('Name', { exact: true }).pressSequentially('Report exported');
    expect(await page.getByLabel('Code name').inputValue()).toBe('report_exported');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Report exported' }).waitFor();
    const start = page.getByRole('button', { name: 'Start' });
    expect(await start.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Add a condition' }).press('Enter');
    await page.getByText('Say which element').waitFor();
    await page.getByLabel('Condition 1: CSS selector').pressSequentially('#export[');
    await page.getByText('no CSS selector').waitFor();
    await page.getByLabel('Condition 1: CSS selector').fill('#export');
    await page.getByRole('button', { name: 'Add a condition' }).press('Enter');
    await page.getByRole('combobox', { name: 'Condition 2' }).press('Enter');
    await page.getByRole('option', { name: 'Page address' }).press('Enter');
    await page.getByLabel('Rule 1: address').fill('/reports');
    await page.getByText('Not saved').waitFor();
    await page.getByLabel('Any of these').check();
    await start.press('Enter');
    await page.getByText('“Report exported” is live.').waitFor();
    const made = await findByName(muster, 'report_exported');
    expect(made).toMatchObject({
      status: 'live',
      match: 'any',
      conditions: [
        { type: 'clicked', selector: '#export' },
        { type: 'url', urls: [{ operator: 'startsWith', value: '/reports' }] },
      ],
    });
    await expect.poll(() => page.getByLabel('Code name').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await expect.poll(async () => (await read(muster, made.id)).status).toBe('paused');
  });

  test('says at its field what the server refuses, and keeps what was written', async ({
    maya,
    muster,
  }) => {
    await define(muster, 'taken');
    const { id } = await define(muster, 'other');
    const { page, visit } = maya;
    await visit(`events/no-code/${id}`, 'Event other');
    await page.getByLabel('Code name').fill('taken');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“Event taken” has this code name.').waitFor();
    expect(await page.getByLabel('Code name').inputValue()).toBe('taken');
    expect((await read(muster, id)).codeName).toBe('other');
  });

  test('is not overwritten where somebody else was faster', async ({ maya, muster }) => {
    const { id } = await define(muster, 'shared');
    const { page, visit } = maya;
    await visit(`events/no-code/${id}`, 'Event shared');
    const headers = { 'if-match': '"1"' };
    await muster.api('PATCH', `/tracked-events/${id}`, { description: 'Theirs' }, headers);
    await page.getByLabel('Description').fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'show the newer version' }).click();
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Theirs');
    expect((await read(muster, id)).description).toBe('Theirs');
  });

  test('is deleted by who sees what uses it', async ({ maya, muster }) => {
    const { id } = await define(muster, 'doomed');
    const event = { type: 'event', source: 'app', name: 'doomed' };
    const tree = { type: 'group', match: 'all', children: [event] };
    await muster.api('POST', '/segments', { name: 'The doomed', conditions: tree });
    const { page, visit } = maya;
    await visit('events/no-code', 'Events');
    const row = page.getByRole('row', { name: /Event doomed/ });
    await row.hover();
    await row.getByRole('button', { name: 'Delete Event doomed' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'The doomed' }).waitFor();
    await page.getByRole('button', { name: 'Delete event' }).click();
    await page.getByText('Deleted “Event doomed”.').waitFor();
    await expect(read(muster, id)).rejects.toThrow('tracked_event_not_found');
  });
});

test('its pages meet WCAG 2.2 AA, wide and narrow', async ({ maya, muster }) => {
  const { id } = await define(muster, 'seen');
  for (const [path, title, sign] of [
    ['events/no-code', 'Events', 'Draft'],
    [`events/no-code/${id}`, 'Event seen', 'Used by'],
  ] as const) {
    await maya.page.emulateMedia({ colorScheme: 'light' });
    await maya.page.setViewportSize({ width: 1280, height: 800 });
    await maya.visit(path, title);
    await maya.page.getByText(sign).first().waitFor();
    await expectAccessible(maya.page);
  }
});
