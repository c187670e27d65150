import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';
import { test as base, type Person } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';

/** A server of somebody else, which answers as it is told to. */
async function openReceiver() {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(state.status).end(`status ${state.status}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, state, close: () => server.close() };
}

// biome-ignore lint/correctness/noEmptyPattern: fixtures are read from the pattern
const test = base.extend('receiver', async ({}, { onCleanup }) => {
  const receiver = await openReceiver();
  onCleanup(() => {
    receiver.close();
  });
  return receiver;
});

/** Makes a webhook over the page, by keyboard alone after the first click, and returns its secret. */
async function createWebhook({ page, visit }: Person, url: string): Promise<string> {
  await visit('settings/webhooks', 'Settings');
  await page.getByRole('button', { name: 'New webhook' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New webhook' });
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('Description').fill('CRM');
  await dialog.getByRole('checkbox', { name: 'Segment created' }).press('Space');
  await dialog.getByRole('checkbox', { name: 'Segment deleted' }).press('Space');
  await dialog.getByRole('button', { name: 'Create webhook' }).press('Enter');
  const shown = page.getByRole('dialog', { name: 'The secret of the webhook' });
  const secret = (await shown.locator('code').textContent()) ?? '';
  await shown.getByRole('button', { name: 'Done' }).press('Enter');
  await page.getByRole('link', { name: url }).waitFor();
  return secret;
}

describe('Webhooks', () => {
  test('are made, tested, seen to fail and replayed', async ({ maya, muster, receiver }) => {
    const { page } = maya;
    const secret = await createWebhook(maya, receiver.url);
    expect(secret).toMatch(/^whsec_[\w+/=]{40,}$/);
    await page.getByRole('link', { name: receiver.url }).press('Enter');
    await page.getByRole('button', { name: 'Send a test' }).click();
    const log = page.getByRole('table', { name: 'Messages' });
    await log.getByRole('row', { name: /Test.*Delivered.*Answered 200/ }).waitFor();
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' });

    receiver.state.status = 410;
    const segment = { name: 'Told of', conditions: everybody };
    await muster.api('POST', '/segments', segment);
    await log.getByRole('row', { name: /Segment created.*Failed.*Answered 410/ }).waitFor();
    await page.getByText(/It answered 410 Gone/).waitFor();
    await log.getByRole('button', { name: 'Segment created' }).press('Enter');
    await page.getByText('"name": "Told of"').waitFor();
    await page.getByText('status 410').waitFor();

    receiver.state.status = 200;
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('button', { name: 'Replay failed ones…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay what has failed?' });
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('1 message is sent again.').waitFor();
    await log.getByRole('row', { name: /Segment created.*Delivered/ }).waitFor();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(3);
    expect(ids[1]).toBe(ids[2]);
  });

  test('are edited, given a new secret and deleted', async ({ maya, receiver }) => {
    const { page } = maya;
    const secret = await createWebhook(maya, `${receiver.url}?second`);
    await page.getByRole('link', { name: `${receiver.url}?second` }).click();
    await page.getByRole('button', { name: 'Edit…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit the webhook' });
    await dialog.getByLabel('Address').fill('http://ada:secret@example.com/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/No name and password/).waitFor();
    await dialog.getByLabel('Address').fill(`${receiver.url}?third`);
    await dialog.getByRole('checkbox', { name: 'Experience seen' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Told of Segment created, Segment deleted, Experience seen.').waitFor();
    await page.getByRole('button', { name: 'Make a new secret…' }).click();
    await page.getByRole('button', { name: 'Keep it for 24 hours' }).click();
    const shown = page.getByRole('dialog', { name: 'The secret of the webhook' });
    expect(await shown.locator('code').textContent()).not.toBe(secret);
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.getByText(/signed with the secret before this one, too/).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByRole('button', { name: 'New webhook' }).waitFor();
    await page.getByRole('link', { name: `${receiver.url}?third` }).waitFor({ state: 'detached' });
    await maya.visit('settings/audit', 'Settings');
    await page.getByText('Webhook deleted').first().waitFor();
  });

  test('meet WCAG 2.2 AA, wide and narrow', async ({ maya, receiver }) => {
    const { page } = maya;
    await createWebhook(maya, `${receiver.url}?seen`);
    expect(await checkAccessibility(page)).toEqual([]);
    await page.getByRole('link', { name: `${receiver.url}?seen` }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('row', { name: /Test.*Delivered/ }).waitFor();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('"webhook.test"').waitFor();
    await expectAccessible(page);
  });
});

const everybody = {
  type: 'group',
  match: 'all',
  children: [
    { type: 'attribute', source: 'native', key: 'email', kind: 'string', operator: 'empty' },
  ],
};
