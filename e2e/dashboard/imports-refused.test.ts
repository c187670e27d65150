import { describe, expect } from 'vitest';
import { adminSettings, test as base, type Person } from '../fixtures/dashboard.ts';
import { giveFile, makeFile, makePeople, waitForStep } from '../fixtures/import-wizard.ts';
import { startMuster } from '../fixtures/muster.ts';

const megabyte = 1024 ** 2;

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads there what a fixture needs.
  .extend('muster', { scope: 'file' }, async ({}, { onCleanup }) => {
    const muster = await startMuster({ ...adminSettings, MUSTER_IMPORT_MAX_MB: '1' });
    onCleanup(() => muster.remove());
    return muster;
  });

/** What the page says about the file that was given. */
async function readRefusal({ page }: Person): Promise<string> {
  return (await page.getByRole('alert').textContent()) ?? '';
}

const zip = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(600, 7)]);

describe('A file is refused with its reason, and another can be chosen:', () => {
  test.for([
    ['nothing in it', makeFile('none.csv', ''), /“none\.csv” is empty/],
    ['a workbook under another name', makeFile('book.csv', zip), /workbook|archive|zip/i],
    ['a header alone', makeFile('head.csv', 'user_id,plan\n'), /no rows|row/i],
    [
      'more than the limit',
      makeFile('large.csv', makePeople(100_000, 'large')),
      /more than the 1 MB/,
    ],
  ] as const)('%s', async ([, file, reason], { maya }) => {
    await giveFile(maya, file);
    expect(await readRefusal(maya)).toMatch(reason);
    await maya.page
      .locator('input[type=file]')
      .setInputFiles(makeFile('good.csv', makePeople(2, 'good')));
    await waitForStep(maya.page, 'How the file is read');
  });

  test('several at once, dropped', async ({ maya }) => {
    const { page, visit } = maya;
    await visit('imports/new', 'Import users from CSV');
    const zone = page.locator('.drop-zone');
    await zone.waitFor();
    const drop = (names: string[]) =>
      zone.evaluate((element, given) => {
        const transfer = new DataTransfer();
        for (const name of given) transfer.items.add(new File(['user_id\n1\n'], name));
        for (const type of ['dragover', 'drop']) {
          element.dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
        }
      }, names);
    await drop(['one.csv', 'two.csv']);
    expect(await readRefusal(maya)).toContain('One file at a time');
    await drop(['one.csv']);
    await waitForStep(page, 'How the file is read');
    await page.getByRole('heading', { level: 1, name: 'one.csv' }).waitFor();
  });

  test('by the server, when the page did not know the limit yet', async ({ maya, muster }) => {
    const reply = await maya.context.request.post(
      `${muster.url}/api/projects/demo/imports?fileName=large.csv`,
      {
        data: Buffer.alloc(2 * megabyte, 'a,b\n'),
        headers: { 'content-type': 'text/csv', 'sec-fetch-site': 'same-origin' },
      },
    );
    expect(reply.status()).toBe(413);
    expect(await reply.json()).toMatchObject({ code: 'file_too_large' });
  });
});

test('an upload is cancelled, and nothing is left of it', async ({ maya }) => {
  const { page, visit } = maya;
  await visit('imports/new', 'Import users from CSV');
  await page.getByText('at most 1 MB').waitFor();
  // A server that takes its time.
  await page.route('**/imports?fileName=*', () => {});
  await page.locator('input[type=file]').setInputFiles(makeFile('slow.csv', makePeople(9, 'slow')));
  await page.getByRole('progressbar', { name: 'Upload of slow.csv' }).waitFor();
  await page.getByRole('link', { name: 'Imports' }).first().click();
  const asked = page.getByRole('dialog', { name: 'Stop the upload?' });
  await asked.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByText('Drop a CSV file here').waitFor();
  await visit('imports', 'Imports');
  expect(await page.getByRole('row', { name: /slow\.csv/ }).count()).toBe(0);
});

test('an import that there is not is said to be none, and leads back', async ({ maya }) => {
  await maya.page.goto('/p/demo/imports/nothing-of-that-name');
  await maya.page.getByText('Not found').waitFor();
});
