import { expect } from 'vitest';
import { emptyTest as test } from '../fixtures/dashboard.ts';
import { joinMember } from '../fixtures/join-member.ts';

const pros = {
  ...{ type: 'group', match: 'all' },
  children: [
    {
      ...{ type: 'attribute', source: 'custom', key: 'plan', kind: 'string' },
      ...{ operator: 'is', value: ['Pro'] },
    },
  ],
};

test('an admin deletes a project by typing its name; who has it open elsewhere is told', async ({
  browser,
  maya,
  muster,
  signIn,
}) => {
  const { page } = maya;
  const editor = await signIn(await joinMember(browser, muster, 'Vera', 'editor'));
  await muster.call('POST', '/sse/webhook', [
    { type: 'identify', userId: 'ada' },
    { type: 'identify', userId: 'grace' },
  ]);
  await muster.api('POST', '/segments', { name: 'Payers', conditions: pros });

  // It is not offered to whoever may not.
  await editor.visit('settings', 'Settings');
  await editor.page.getByText('Project id').waitFor();
  expect(await editor.page.getByText('Delete this project').count()).toBe(0);
  await editor.visit('segments', 'Segments');
  await editor.page.getByText('Payers').waitFor();

  // The last one stays, and it is said why.
  await maya.visit('settings', 'Settings');
  const card = page.getByRole('region', { name: 'Delete this project' });
  const dialog = page.getByRole('dialog', { name: 'Delete “My product”?' });
  const begin = async () => {
    await card.getByRole('button', { name: 'Delete project…' }).click();
    await dialog.getByText('2 users and what they did').waitFor();
    await dialog.getByText('1 segment', { exact: true }).waitFor();
    await dialog.getByText('0 experiences', { exact: true }).waitFor();
  };
  await begin();
  const confirm = dialog.getByRole('button', { name: 'Delete project', exact: true });
  const field = dialog.getByLabel('Type My product to delete it');
  expect(await confirm.isDisabled()).toBe(true);
  await field.fill('my product');
  expect(await confirm.isDisabled()).toBe(true);
  await field.fill('My product');
  await confirm.click();
  await dialog.getByText('make that first').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  const made = await maya.context.request.post(`${muster.url}/api/projects`, {
    data: { name: 'Second' },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(made.status()).toBe(201);
  await maya.visit('settings', 'Settings');
  await begin();
  await field.fill('My product');
  await page.keyboard.press('Enter');
  await page.getByText('“My product” is deleted.').waitFor();
  await page.getByRole('button', { name: 'Project Second. Switch project' }).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();

  // Without a reload: the stream of the page has ended.
  await editor.page.getByText('No such project').waitFor();
  await editor.page.getByRole('link', { name: 'Go to the dashboard' }).click();
  await editor.page.getByText('You are not a member of a project').waitFor();

  // The way back leads to the same.
  await page.goto(`${muster.url}/p/demo/users`);
  await page.getByText('No such project').waitFor();
  await page.getByRole('link', { name: 'Go to the dashboard' }).click();
  await page.getByRole('button', { name: 'Project Second. Switch project' }).waitFor();
});
