import { createHmac } from 'node:crypto';
import type { SourceAccessBody, SourceBody } from '@muster/protocol';
import type { BrowserContext } from 'playwright-core';
import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';
import { expectAccessible } from '../fixtures/expect-accessible.ts';
import { joinMember } from '../fixtures/join-member.ts';
import type { Muster } from '../fixtures/muster.ts';

type Created = SourceBody & { access: SourceAccessBody };

/** Makes a source as an admin's page does: no key may. */
async function create(context: BrowserContext, muster: Muster, source: object): Promise<Created> {
  const reply = await context.request.post(`${muster.url}/api/projects/demo/sources`, {
    data: source,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(reply.status(), await reply.text()).toBe(201);
  return (await reply.json()) as Created;
}

/** What a sender that signs with HMAC-SHA256 posts. */
function send(muster: Muster, { path, secret }: SourceAccessBody, payload: object) {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', secret ?? '')
    .update(body)
    .digest('hex');
  return fetch(muster.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature-256': signature },
    body,
  });
}

const byUserId = {
  user: { by: 'userId', path: 'id' },
  attributes: [{ path: 'seats', key: 'seats_paid', as: 'number' }],
};

const webhook = (name: string) => ({
  kind: 'webhook',
  name,
  createsUsers: true,
  mapping: byUserId,
});

describe('A new source', () => {
  test('of a preset begins with its mapping, and shows where to send', async ({
    maya,
    muster: _,
  }) => {
    const { page } = maya;
    await maya.visit('sources', 'Sources');
    await page.getByRole('row', { name: /Server API/ }).waitFor();
    await page.getByRole('button', { name: 'New source' }).click();
    const dialog = page.getByRole('dialog', { name: 'New source' });
    await dialog.getByRole('button', { name: /^HubSpot/ }).click();
    await page.getByLabel('Name').fill('Our <b>HubSpot</b>');
    await page.getByRole('button', { name: 'Create source' }).click();
    await page.getByRole('heading', { level: 1, name: 'Our <b>HubSpot</b>' }).waitFor();
    const access = page.getByRole('region', { name: 'Address and secret' });
    await access.getByText(`${_.url}/in/`).waitFor();
    await access.getByText('••••').first().waitFor();
    await access.getByRole('button', { name: 'Show the secret' }).click();
    await access.getByRole('button', { name: 'Hide the secret' }).waitFor();
    await page.getByRole('tab', { name: 'Mapping' }).click();
    expect(await page.getByLabel('Path of attribute 2').inputValue()).toBe(
      'properties.lifecyclestage.value',
    );
  });

  test('needs a name of its own', async ({ maya, muster }) => {
    await create(maya.context, muster, { kind: 'segment', name: 'Taken' });
    const { page } = maya;
    await maya.visit('sources?new=true', 'Sources');
    await page.getByRole('button', { name: /^PostHog/ }).click();
    await page.getByLabel('Name').fill('taken');
    await page.getByRole('button', { name: 'Create source' }).click();
    await page.getByRole('alert').getByText('Another source has this name.').waitFor();
  });
});

describe('A source', () => {
  test('shows what comes, what was refused and why, and tries it again', async ({
    maya,
    muster,
  }) => {
    const { id, access } = await create(maya.context, muster, webhook('Billing'));
    const { page } = maya;
    await maya.visit(`sources/${id}?tab=errors`, 'Billing');
    await page.getByText('Nothing was refused').waitFor();
    expect((await send(muster, access, { id: 'paula', seats: 5 })).status).toBe(200);
    await send(muster, access, { id: 'paula', seats: '<i>many</i>' });
    const entry = page.getByRole('list', { name: 'Errors' }).getByRole('listitem').first();
    await entry.getByText('seats').first().waitFor();
    await entry.getByText('What came').click();
    await entry.getByText('"<i>many</i>"').waitFor();
    await entry.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/refused again|taken in part/).waitFor();
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.getByRole('combobox', { name: 'Type of attribute 1' }).click();
    await page.getByRole('option', { name: 'As it comes' }).click();
    await page.getByRole('button', { name: 'Save mapping' }).click();
    await page.getByText('Saved how “Billing” is read.').waitFor();
    await page.getByRole('tab', { name: /^Errors/ }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('It was taken.').waitFor();
    await page.getByText('Nothing was refused').waitFor();
    expect((await muster.profile('paula'))?.attributes.seats_paid).toMatchObject({
      value: '<i>many</i>',
      source: 'Billing',
    });
    await page.getByRole('tab', { name: 'Requests' }).click();
    // The head, and both requests.
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
  });

  test('is tried on a pasted sample as it is edited, and writes nothing', async ({
    maya,
    muster,
  }) => {
    const { id } = await create(maya.context, muster, webhook('Tried'));
    const { page } = maya;
    await maya.visit(`sources/${id}?tab=mapping`, 'Tried');
    const sample = page.getByLabel('A payload of the sender');
    await sample.fill('{"id": "quinn", "seats": "7", "plan": {"name": "Pro"}}');
    const shown = page.getByRole('region', { name: 'Try it' });
    await shown.getByText('becomes a user').waitFor();
    await shown.getByText('seats_paid').waitFor();
    await page.getByRole('button', { name: 'Add an attribute' }).click();
    await page.getByLabel('Path of attribute 2').fill('plan.name');
    await page.getByLabel('Name of attribute 2').fill('plan_paid');
    await shown.getByText('plan_paid').waitFor();
    // The paths of the sample are offered.
    await page.locator('datalist option[value="plan.name"]').waitFor({ state: 'attached' });
    await sample.fill('{"id": ');
    await shown.getByText(/JSON/).first().waitFor();
    await page.getByLabel('Path of attribute 2').fill('..');
    await page.getByRole('button', { name: 'Save mapping' }).click();
    await page.getByRole('alert').getByText('mapping.attributes[1].path').waitFor();
    expect(await muster.profile('quinn')).toBeNull();
  });

  test('is paused, given a new secret and address, and deleted', async ({ maya, muster }) => {
    const { id, access } = await create(maya.context, muster, webhook('Moving'));
    const { page } = maya;
    await maya.visit(`sources/${id}`, 'Moving');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect((await send(muster, access, { id: 'rose' })).status).toBe(403);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect((await send(muster, access, { id: 'rose' })).status).toBe(200);
    await page.getByRole('button', { name: 'New secret…' }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByText('The secret before it is good for some time yet').waitFor();
    await page.getByRole('button', { name: 'New address…' }).click();
    await page.getByRole('button', { name: 'Make a new address' }).click();
    await page.getByText('There is a new address').waitFor();
    await expect.poll(async () => (await send(muster, access, { id: 'rose' })).status).toBe(404);
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete source' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Moving' }).count()).toBe(0);
  });
});

test('who is no admin sees sources, but neither address nor buttons', async ({
  maya,
  muster,
  signIn,
  browser,
}) => {
  const { id } = await create(maya.context, muster, webhook('Seen only'));
  const eve = await signIn(await joinMember(browser, muster, 'Eve', 'editor'));
  const { page } = eve;
  await eve.visit('sources', 'Sources');
  await page.getByRole('link', { name: 'Seen only' }).waitFor();
  expect(await page.getByRole('button', { name: 'New source' }).count()).toBe(0);
  await eve.visit(`sources/${id}`, 'Seen only');
  await page.getByText('Admins see them').waitFor();
  expect(await page.getByRole('button', { name: /Pause|Delete|New secret/ }).count()).toBe(0);
  await page.getByRole('tab', { name: 'Mapping' }).click();
  expect(await page.getByLabel('Path of attribute 1').isEditable()).toBe(false);
  expect(await page.getByRole('button', { name: 'Save mapping' }).count()).toBe(0);
});

const pages: readonly (readonly [page: string, path: string, title: string, sign: string])[] = [
  ['The list of sources', 'sources', 'Sources', 'Server API'],
  ['The choice of a new one', 'sources?new=true', 'Sources', 'What sends?'],
  ['How a source is set up', 'sources/:id', 'W', 'What has come'],
  ['The mapping', 'sources/:id?tab=mapping', 'W', 'becomes a user'],
  ['The errors', 'sources/:id?tab=errors', 'W', 'What came'],
  ['The requests', 'sources/:id?tab=requests', 'W', 'Taken'],
];

test.for(pages)(
  '%s meets WCAG 2.2 AA, wide, narrow and at 400 %',
  async ([which, path, title, sign], { muster, maya }) => {
    const { page, visit, context } = maya;
    const name = `${'W'.repeat(59 - which.length)} ${which}`;
    const { id, access } = await create(context, muster, webhook(name));
    await send(muster, access, { id: 'v'.repeat(300), seats: 'x'.repeat(700) });
    await visit(path.replace(':id', id), title);
    if (path.includes('mapping')) {
      await page.getByLabel('A payload of the sender').fill(`{"id": "${'v'.repeat(300)}a"}`);
    }
    await page.getByText(sign).first().waitFor();
    await expectAccessible(page);
  },
);
