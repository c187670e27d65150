import { expect } from 'vitest';
import { emptyTest as test } from '../fixtures/dashboard.ts';

test('how long events are kept is said with what looks further back, and asked for twice', async ({
  maya,
  muster,
}) => {
  const { page } = maya;
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  await muster.call('POST', '/sse/webhook', [
    { type: 'track', userId: 'ada', event: 'opened', timestamp: at(1) },
    { type: 'track', userId: 'ada', event: 'opened', timestamp: at(60) },
  ]);
  const seen = async () => (await muster.events('ada')).length;
  expect(await seen()).toBe(2);
  await muster.api('POST', '/segments', {
    name: 'Far back',
    conditions: {
      type: 'group',
      match: 'all',
      children: [
        {
          type: 'event',
          source: 'api',
          name: 'opened',
          window: { operator: 'inLast', amount: 90, unit: 'day' },
        },
      ],
    },
  });
  await maya.visit('settings', 'Settings');
  const card = page.getByRole('form', { name: 'How long events are kept' });
  await card.getByLabel('Remove events that are older').check();
  expect(await card.getByLabel('Days').inputValue()).toBe('365');
  await card.getByLabel('Days').fill('30');
  await card.getByText('Segment “Far back”').waitFor();
  await card.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keep events for 30 days?' });
  await dialog.getByText('cannot be brought back').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await card.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Remove older events' }).click();
  await page.getByText('Events are kept for 30 days.').waitFor();

  await page.reload();
  await expect.poll(() => card.getByLabel('Days').inputValue()).toBe('30');
  await card.getByLabel('Remove events that are older').uncheck();
  await card.getByRole('button', { name: 'Save' }).click();
  const forEver = page.getByRole('dialog', { name: 'Keep events for ever?' });
  await forEver.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Events are kept for ever.').waitFor();
});
