import type { ImportBody } from '@muster/protocol';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { emptyTest as test } from '../fixtures/dashboard.ts';
import {
  giveFile,
  makeFile,
  makePeople,
  readCount,
  uploadImport,
  waitForStep,
} from '../fixtures/import-wizard.ts';

/** Goes on by the keyboard until what has it is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const has = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (has === name) return;
  }
  throw new Error(`The keyboard did not come to “${name}”.`);
}

describe('A draft', () => {
  test('is where it was left when it is opened again', async ({ maya, signIn }) => {
    const { page } = maya;
    await giveFile(maya, makeFile('left.csv', makePeople(3, 'left')));
    await waitForStep(page, 'How the file is read');
    await page.getByRole('link', { name: 'Columns' }).click();
    await page.getByLabel('Attribute for plan').fill('my plan');
    await page.getByRole('combobox', { name: 'Type of seats' }).click();
    await page.getByRole('option', { name: 'text' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await waitForStep(page, 'What the import does');
    await page.getByLabel('Clear').check();
    await page.getByLabel('Name of the import').fill('Left for later');
    // Gone at once: the choice of a moment ago is kept all the same.
    await page.getByRole('link', { name: 'Imports' }).first().click();
    await page.getByRole('row', { name: /Left for later/ }).waitFor();
    await page.close();

    const again = await signIn();
    await again.visit('imports', 'Imports');
    await again.page.getByRole('link', { name: 'Left for later' }).click();
    await waitForStep(again.page, 'What becomes of each column');
    expect(await again.page.getByLabel('Attribute for plan').inputValue()).toBe('my plan');
    const type = again.page.getByRole('combobox', { name: 'Type of seats' });
    expect(await type.textContent()).toContain('text');
    await again.page.getByRole('link', { name: 'Options' }).click();
    expect(await again.page.getByLabel('Clear').isChecked()).toBe(true);
    await again.page.getByRole('button', { name: 'Check the file' }).click();
    await again.page.getByRole('list', { name: 'What would happen' }).waitFor();
    // Each step has an address, the last one too.
    await again.page.reload();
    await again.page.getByRole('list', { name: 'What would happen' }).waitFor();
    expect(await readCount(again.page, 'to create')).toBe('3');
  });

  test('keeps a choice of the moment before the page is closed', async ({ maya, muster }) => {
    const { id } = await uploadImport(muster, 'closed.csv', makePeople(3, 'closed'));
    await maya.visit(`imports/${id}/options`, 'closed.csv');
    await maya.page.getByLabel('Description').fill('Said at the last moment');
    await maya.page.goto('about:blank');
    await expect
      .poll(() => muster.api<ImportBody>('GET', `/imports/${id}`))
      .toMatchObject({ description: 'Said at the last moment' });
  });

  test('that was run meanwhile by somebody else is not changed any more', async ({
    maya,
    muster,
  }) => {
    const { id } = await uploadImport(muster, 'raced.csv', makePeople(3, 'raced'));
    await maya.visit(`imports/${id}/options`, 'raced.csv');
    await muster.api('POST', `/imports/${id}/validate`);
    await expect
      .poll(() => muster.api<ImportBody>('GET', `/imports/${id}`))
      .toMatchObject({ validation: { state: 'done' } });
    await muster.api('POST', `/imports/${id}/run`);
    await maya.page.getByLabel('Description').fill('Too late');
    await maya.page.getByRole('list', { name: 'Result' }).waitFor();
    await maya.page.getByText('raced.csv').first().waitFor();
    const now = await muster.api<ImportBody>('GET', `/imports/${id}`);
    expect(now.description).toBe('');
  });

  test('is deleted with its file, and no user is touched', async ({ maya, muster }) => {
    const { page } = maya;
    await giveFile(maya, makeFile('unwanted.csv', makePeople(3, 'unwanted')));
    await waitForStep(page, 'How the file is read');
    await page.getByRole('button', { name: 'Delete draft' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the draft “unwanted.csv”?' });
    await dialog.getByRole('button', { name: 'Delete draft' }).click();
    await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
    await expect.poll(() => page.getByRole('row', { name: /unwanted/ }).count()).toBe(0);
    expect(await muster.profile('unwanted-1')).toBeNull();
  });

  test('shows how another format would read it, and reads it so when one goes on', async ({
    maya,
  }) => {
    const { page } = maya;
    const text = 'id;prénom;note\n1;Zoë;a,b\n2;Renée;c,d\n';
    await giveFile(maya, makeFile('french.csv', Buffer.from(text, 'latin1')));
    await waitForStep(page, 'How the file is read');
    await page.getByRole('combobox', { name: 'Encoding' }).getByText('Latin-1').waitFor();
    await page.getByRole('combobox', { name: 'Delimiter' }).getByText('Semicolon').waitFor();
    await page.getByRole('cell', { name: 'Zoë' }).waitFor();
    await page.getByRole('combobox', { name: 'Delimiter' }).click();
    await page.getByRole('option', { name: /Comma/ }).click();
    await page.getByRole('cell', { name: '1;Zoë;a' }).waitFor();
    await page.getByText('identifier and columns are suggested anew').waitFor();
    await page.getByRole('button', { name: 'Back to what was detected' }).click();
    await page.getByRole('cell', { name: 'a,b' }).waitFor();
    await page.getByRole('combobox', { name: 'Encoding' }).click();
    await page.getByRole('option', { name: 'UTF-8' }).click();
    await page.getByRole('cell', { name: 'Zo�' }).waitFor();
    await page.getByRole('combobox', { name: 'Encoding' }).click();
    await page.getByRole('option', { name: /Latin-1/ }).click();
    await page.getByRole('cell', { name: 'Zoë' }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('combobox', { name: 'Identifier column' }).getByText('id').waitFor();
  });

  test('reads numbers and dates as other countries write them', async ({ maya, muster }) => {
    const { page } = maya;
    const rows = 'user_id;solde;depuis\nfr-1;1.234,50;3/4/2026\nfr-2;12,5;4/3/2026\n';
    await giveFile(maya, makeFile('france.csv', rows));
    await waitForStep(page, 'How the file is read');
    await page.getByRole('link', { name: 'Columns' }).click();
    const typeOf = (name: string) => page.getByRole('combobox', { name: `Type of ${name}` });
    await typeOf('solde').getByText('number, 1.234,56').waitFor();
    // Which of the two is the month, nothing in the file tells.
    await typeOf('depuis').getByText('text').waitFor();
    await typeOf('depuis').click();
    await page.getByRole('option', { name: 'date, 31/12/2026' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Done: 2 created').waitFor();
    const attributes = (await muster.profile('fr-1'))?.attributes;
    expect([attributes?.solde?.value, attributes?.depuis?.value]).toEqual([1234.5, '2026-04-03']);
  });

  test('says what contradicts what is known, and what cannot be', async ({ maya, muster }) => {
    const { page } = maya;
    await muster.call('POST', '/sse/webhook', {
      type: 'identify',
      userId: 'typed-0',
      traits: { score: 'high' },
    });
    const rows = 'user_id,score,level\ntyped-1,7,x\ntyped-2,8,y\n';
    await giveFile(maya, makeFile('typed.csv', rows));
    await waitForStep(page, 'How the file is read');
    await page.getByRole('link', { name: 'Columns' }).click();
    const score = page.getByRole('row', { name: /score/ });
    await score.getByText('So far text for 1 user').waitFor();
    await page.getByRole('combobox', { name: 'Type of score' }).click();
    await page.getByRole('option', { name: 'text' }).click();
    await expect.poll(() => score.getByText('So far text').count()).toBe(0);
    await page.getByLabel('Attribute for level').fill('score');
    await page.getByText('Two columns cannot both become score.').waitFor();
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await page.getByLabel('Attribute for level').fill('');
    await page.getByText('Not saved').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    // Nobody goes on with what is not saved; a button that is busy takes no click.
    await page.locator('button[aria-busy]').waitFor({ state: 'detached' });
    await waitForStep(page, 'What becomes of each column');
    await page.getByLabel('Attribute for level').fill('level');
    await page.getByRole('button', { name: 'Continue' }).click();
    await waitForStep(page, 'What the import does');
    await page.getByLabel('Create users who are not known yet').uncheck();
    await page.getByLabel('Update users who are known').uncheck();
    await page.getByText('nothing would be imported').waitFor();
    expect(await page.getByRole('button', { name: 'Check the file' }).isDisabled()).toBe(true);
  });
});

describe('The wizard', () => {
  test('is walked by the keyboard alone', async ({ maya }) => {
    const { page } = maya;
    await maya.visit('imports', 'Imports');
    await tabTo(page, 'Import users from CSV');
    await page.keyboard.press('Enter');
    await waitForStep(page, 'Which file is imported');
    // Asked for well before the key: a page that is busy would hear of the key first.
    const chosen = page.waitForEvent('filechooser');
    await tabTo(page, 'Choose a file');
    await page.keyboard.press('Enter');
    const chooser = await chosen;
    await chooser.setFiles(makeFile('keys.csv', makePeople(3, 'keys')));
    for (const [heading, button] of [
      ['How the file is read', 'Continue'],
      ['Which column says who a user is', 'Continue'],
      ['What becomes of each column', 'Continue'],
      ['What the import does', 'Check the file'],
      ['What would happen', 'Import 3 rows'],
    ] as const) {
      await waitForStep(page, heading);
      // A step is read from its beginning.
      if (heading !== 'How the file is read') {
        await page.locator('h2:focus').getByText(heading).waitFor();
      }
      await page.getByRole('button', { name: button }).waitFor();
      await tabTo(page, button);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('list', { name: 'Result' }).waitFor();
    expect(await readCount(page, 'created')).toBe('3');
  });

  test('fits a window of 320 pixels, as 400 % of 1280 are, at every step', async ({
    maya,
    muster,
  }) => {
    const { page } = maya;
    await page.setViewportSize({ width: 320, height: 256 });
    const { id } = await uploadImport(muster, 'narrow.csv', makePeople(30, 'narrow'));
    await muster.api('POST', `/imports/${id}/validate`);
    for (const [step, heading] of [
      ['format', 'How the file is read'],
      ['identifier', 'Which column says who a user is'],
      ['columns', 'What becomes of each column'],
      ['options', 'What the import does'],
      ['check', 'What would happen'],
    ] as const) {
      await maya.visit(`imports/${id}/${step}`, 'narrow.csv');
      await waitForStep(page, heading);
      await page
        .getByRole('button', { name: /Continue|Check the file|Import/ })
        .last()
        .waitFor();
      const beyond = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(beyond, step).toBe(0);
    }
  });

  test('bears a thousand columns', async ({ maya, muster }) => {
    const { page } = maya;
    const names = Array.from({ length: 1000 }, (_, index) => `column ${index + 1}`);
    const text = `user_id,${names.join()}\nwide-1,${names.map((_, index) => index).join()}\n`;
    const { id } = await uploadImport(muster, 'wide.csv', text);
    await maya.visit(`imports/${id}/columns`, 'wide.csv');
    await page.getByRole('button', { name: 'Show 50 more of 1,000' }).click();
    await page.getByRole('combobox', { name: 'column 100 becomes' }).waitFor();
    await page.getByRole('searchbox').fill('column 999');
    await page.getByRole('combobox', { name: 'column 999 becomes' }).click();
    await page.getByRole('option', { name: 'Skip this column' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await waitForStep(page, 'What the import does');
    const { mapping } = await muster.api<ImportBody>('GET', `/imports/${id}`);
    expect(mapping.find(({ column }) => column === 999)?.to).toEqual({ type: 'skip' });
  });
});
