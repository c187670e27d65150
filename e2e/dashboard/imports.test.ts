import { readFile } from 'node:fs/promises';
import type { ImportSummaryBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import { emptyTest as test } from '../fixtures/dashboard.ts';
import {
  checkAsSuggested,
  giveFile,
  makeFile,
  makePeople,
  readCount,
  runAsSuggested,
  waitForStep,
} from '../fixtures/import-wizard.ts';
import { joinMember } from '../fixtures/join-member.ts';

const telco = new URL('../../examples/data/telco-customers.csv', import.meta.url).pathname;

describe('The customers of the example', () => {
  test('go through the wizard to a segment of 7,043', async ({ maya, muster }) => {
    const { page } = maya;
    await maya.visit('users', 'Users');
    await page.getByRole('link', { name: 'Import users from CSV' }).first().click();
    await page.getByText('at most 50 MB').waitFor();
    await page.locator('input[type=file]').setInputFiles(telco);

    await waitForStep(page, 'How the file is read');
    await page.getByRole('combobox', { name: 'Encoding' }).getByText('UTF-8').waitFor();
    await page.getByRole('combobox', { name: 'Delimiter' }).getByText('Comma').waitFor();
    await page.getByRole('cell', { name: '7590-VHVEG' }).waitFor();
    await page.getByText('7,043 rows').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();

    await waitForStep(page, 'Which column says who a user is');
    await page.getByRole('combobox', { name: 'Identifier column' }).click();
    await page.getByRole('option', { name: /^customerID/ }).click();
    await page.getByRole('button', { name: 'Continue' }).click();

    await waitForStep(page, 'What becomes of each column');
    await page.getByText('20 columns imported, 0 skipped').waitFor();
    const tenure = page.getByRole('row', { name: /tenure/ });
    await tenure.getByRole('combobox', { name: 'Type of tenure' }).getByText('number').waitFor();
    await page.getByRole('combobox', { name: 'Churn becomes' }).click();
    await page.getByRole('option', { name: 'Skip this column' }).click();
    await page.getByText('19 columns imported, 1 skipped').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();

    await waitForStep(page, 'What the import does');
    await page.getByLabel('Create a segment of the imported users').check();
    await page.getByLabel('Name of the segment').fill('Telco customers');
    await page.getByRole('button', { name: 'Check the file' }).click();

    await page.getByRole('list', { name: 'What would happen' }).waitFor();
    expect(await readCount(page, 'to create')).toBe('7,043');
    expect(await readCount(page, 'to refuse')).toBe('0');
    await page.getByRole('button', { name: 'Import 7,043 rows' }).click();

    await page.getByRole('list', { name: 'Result' }).waitFor();
    expect(await readCount(page, 'created')).toBe('7,043');
    await page.getByRole('link', { name: 'Show the imported users' }).click();
    await page.getByText('7,043 users', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Open the segment' }).click();
    await page.getByRole('heading', { level: 1, name: 'Telco customers' }).waitFor();
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('7,043', { exact: true }).first().waitFor();
    await page.getByText('Imported in').first().waitFor();

    const profile = await muster.profile('7590-VHVEG');
    expect(profile?.attributes.tenure).toMatchObject({
      value: 1,
      source: 'CSV: telco-customers.csv',
    });
    expect(profile?.attributes).not.toHaveProperty('Churn');
  });

  test('are left as they are by a second import, which says so beforehand', async ({ maya }) => {
    const { page } = maya;
    await giveFile(maya, telco);
    await waitForStep(page, 'How the file is read');
    await page.getByText('A file with exactly this content has been imported before').waitFor();
    await checkAsSuggested(page);
    expect(await readCount(page, 'to update')).toBe('7,043');
    expect(await readCount(page, 'to create')).toBe('0');
  });
});

describe('An import', () => {
  test('leaves bad rows out, says which and why, and takes the others', async ({
    maya,
    muster,
  }) => {
    const { page } = maya;
    const rows = [
      'user_id,age,city',
      'mixed-1,31,Oslo',
      ',32,Rome',
      'mixed-3,33',
      'mixed-4,34,Bern',
    ];
    await giveFile(maya, makeFile('mixed.csv', `${rows.join('\n')}\n`));
    await checkAsSuggested(page);
    expect(await readCount(page, 'to create')).toBe('2');
    expect(await readCount(page, 'to refuse')).toBe('2');
    const table = page.getByRole('table', { name: 'Rows' });
    await table.getByRole('row', { name: /^2 / }).waitFor();
    await table.getByRole('row', { name: /^3 / }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the report' }).click(),
    ]);
    const report = await readFile(await download.path(), 'utf8');
    expect(report.trim().split(/\r?\n/)).toHaveLength(3);
    // Begins with the mark by which spreadsheets know UTF-8.
    expect(report).toMatch(/^\uFEFFrow,column,value,reason\r?\n2,/);
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByRole('list', { name: 'Result' }).waitFor();
    expect(await readCount(page, 'created')).toBe('2');
    expect(await readCount(page, 'refused')).toBe('2');
    expect((await muster.profile('mixed-4'))?.attributes.age?.value).toBe(34);
    expect(await muster.profile('mixed-3')).toBeNull();
  });

  test('goes on while nobody looks, and is there again after a reload', async ({
    maya,
    muster,
    signIn,
  }) => {
    const { page } = maya;
    await runAsSuggested(maya, makeFile('long.csv', makePeople(120_000, 'long')));
    const progress = page.getByRole('progressbar', { name: 'Progress of long.csv' });
    await progress.waitFor();
    await page.reload();
    await progress.waitFor();
    await page.close();
    const other = await signIn();
    await other.visit('imports', 'Imports');
    const row = other.page.getByRole('row', { name: /long\.csv/ });
    await row.getByText('120,000 created').waitFor();
    await row.getByText('Done').waitFor();
    await row.getByRole('link', { name: /^Users/ }).click();
    await other.page.getByText('120,000 users', { exact: true }).waitFor();
    expect(await muster.profile('long-120000')).not.toBeNull();
  });

  test('is cancelled in the middle, keeps what it did, and can be taken back', async ({
    maya,
    muster,
  }) => {
    const { page } = maya;
    await runAsSuggested(maya, makeFile('stopped.csv', makePeople(200_000, 'stopped')));
    const progress = page.getByRole('progressbar', { name: 'Progress of stopped.csv' });
    await expect.poll(async () => Number(await progress.getAttribute('value'))).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Cancel import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel “stopped.csv”?' });
    await dialog.getByRole('button', { name: 'Cancel import' }).click();
    await page.getByText(/^Cancelled after [\d,]+ of 200,000 rows/).waitFor();
    const created = Number((await readCount(page, 'created'))?.replaceAll(',', ''));
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(200_000);
    expect(await muster.profile('stopped-1')).not.toBeNull();
    expect(await muster.profile('stopped-200000')).toBeNull();
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page
      .getByRole('dialog', { name: 'Undo “stopped.csv”?' })
      .getByRole('button', { name: 'Undo import' })
      .click();
    await page.getByText(`${created.toLocaleString('en')} users removed`).waitFor();
    expect(await muster.profile('stopped-1')).toBeNull();
  });

  test('is undone: values come back, who was new goes, and what is newer stays', async ({
    maya,
    muster,
  }) => {
    const { page } = maya;
    await muster.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'undo-1', traits: { plan: 'Free' } },
    ]);
    await runAsSuggested(maya, makeFile('undone.csv', makePeople(3, 'undo')));
    await page.getByRole('list', { name: 'Result' }).waitFor();
    expect(await readCount(page, 'created')).toBe('2');
    await muster.call('POST', '/sse/webhook', [
      { type: 'identify', userId: 'undo-3', traits: { seen: true } },
    ]);
    await maya.visit('imports', 'Imports');
    await page.getByRole('button', { name: 'Undo undone.csv' }).click();
    const dialog = page.getByRole('dialog', { name: 'Undo “undone.csv”?' });
    await dialog.getByText('2 users whom it created').waitFor();
    await dialog.getByText('1 user whom it updated').waitFor();
    await dialog.getByRole('button', { name: 'Undo import' }).click();
    const row = page.getByRole('row', { name: /undone\.csv/ });
    await row.getByText('Undone', { exact: true }).waitFor();
    expect(await row.getByRole('button', { name: /Undo/ }).count()).toBe(0);
    await row.getByRole('link', { name: 'undone.csv', exact: true }).click();
    await page.getByText('1 user removed, 1 user restored. 1 user whom it had').waitFor();
    expect((await muster.profile('undo-1'))?.attributes.plan?.value).toBe('Free');
    expect(await muster.profile('undo-2')).toBeNull();
    const stays = await muster.profile('undo-3');
    expect(Object.keys(stays?.attributes ?? {})).toEqual(['seen']);
  });

  test('finds users by their address', async ({ maya, muster }) => {
    const { page } = maya;
    await muster.call('POST', '/sse/webhook', {
      type: 'identify',
      userId: 'mail-1',
      traits: { email: 'Ada@Example.test' },
    });
    await giveFile(maya, makeFile('mail.csv', 'email,plan\nada@example.test,Team\n'));
    await checkAsSuggested(page);
    expect(await readCount(page, 'to update')).toBe('1');
    await page.getByRole('link', { name: 'Identifier' }).click();
    expect(await page.getByLabel('Email').isChecked()).toBe(true);
  });
});

describe('A condition', () => {
  test('on an import is found in the menu, and says its name', async ({ maya }) => {
    const { page } = maya;
    await runAsSuggested(maya, makeFile('asked.csv', makePeople(5, 'asked')));
    await page.getByRole('list', { name: 'Result' }).waitFor();
    await maya.visit('segments/new', 'New segment');
    await page.getByRole('button', { name: /^Add/ }).first().click();
    await page.getByPlaceholder(/Search attributes/).fill('asked');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^File: asked\.csv/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    const audience = page.getByRole('region', { name: 'Audience', exact: true });
    await audience.getByText('5', { exact: true }).first().waitFor();
  });
});

test('a viewer reads the history and is offered nothing that would be refused', async ({
  maya,
  muster,
  signIn,
  browser,
}) => {
  await giveFile(maya, makeFile('seen-draft.csv', makePeople(2, 'seen')));
  await waitForStep(maya.page, 'How the file is read');
  await runAsSuggested(maya, makeFile('seen-done.csv', makePeople(4, 'seen')));
  await maya.page.getByRole('list', { name: 'Result' }).waitFor();
  const vera = await signIn(await joinMember(browser, muster, 'Vera', 'viewer'));
  const { page } = vera;
  for (const [path, title] of [
    ['users', 'Users'],
    ['segments', 'Segments'],
    ['imports', 'Imports'],
  ] as const) {
    await vera.visit(path, title);
    expect(await page.getByRole('link', { name: /Import users/ }).count()).toBe(0);
  }
  const done = page.getByRole('row', { name: /seen-done/ });
  await done.getByText('4 created').waitFor();
  expect(await page.getByRole('button', { name: /Undo|Cancel|Delete/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'seen-draft.csv' }).click();
  await page.getByText('An editor of the project can go on.').waitFor();
  expect(await page.getByRole('button', { name: /Continue|Delete/ }).count()).toBe(0);
  await vera.visit('imports/new', 'Import users from CSV');
  await page.getByText('You may not import users').waitFor();
  expect(await page.locator('input[type=file]').count()).toBe(0);
  const { imports } = await muster.api<{ imports: ImportSummaryBody[] }>('GET', '/imports');
  const refused = await vera.context.request.post(
    `${muster.url}/api/projects/demo/imports/${imports[0]?.id}/undo`,
    { headers: { 'sec-fetch-site': 'same-origin' } },
  );
  expect(refused.status()).toBe(403);
});
