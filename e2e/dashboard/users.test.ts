import { describe, expect } from 'vitest';
import { test } from '../fixtures/dashboard.ts';

const monthly = {
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'Contract',
      kind: 'string',
      operator: 'is',
      value: ['Month-to-month'],
    },
    {
      type: 'attribute',
      source: 'custom',
      key: 'tenure',
      kind: 'number',
      operator: 'lt',
      value: 12,
    },
  ],
};

describe('Users', () => {
  test('a shared address shows the same filter, in words and in numbers', async ({ maya }) => {
    await maya.visit(`users?filter=${encodeURIComponent(JSON.stringify(monthly))}`, 'Users');
    await maya.page.getByText('1,908 users', { exact: true }).waitFor();
    const words = maya.page.getByRole('region', { name: 'Filter' });
    await words.getByText('Contract is any of Month-to-month').waitFor();
    await words.getByRole('button', { name: 'Clear the filter' }).click();
    await maya.page.getByText('7,043 users', { exact: true }).waitFor();
    await expect.poll(() => new URL(maya.page.url()).search).toBe('');
    // Each filter that was applied is a page to go back to.
    await maya.page.goBack();
    await maya.page.getByText('1,908 users', { exact: true }).waitFor();
    await maya.page.goForward();
    await maya.page.getByText('7,043 users', { exact: true }).waitFor();
  });

  test.for(['filter=%7Bbroken', 'filter=1', 'columns=email', 'sort=color&tab=1&kind=2'])(
    'an address that was damaged on its way (%s) shows everybody',
    async (damaged, { maya }) => {
      await maya.visit(`users?${damaged}`, 'Users');
      await maya.page.getByText('7,043 users', { exact: true }).waitFor();
      await expect.poll(() => new URL(maya.page.url()).search).toBe('');
    },
  );

  test('a filter that is not applied is kept while she looks elsewhere', async ({ maya }) => {
    const { page } = maya;
    const navigation = page.getByRole('navigation').first();
    const filter = page.getByRole('region', { name: 'Filter' });
    const toggle = page.getByRole('button', { name: 'Filter', exact: true });
    const isKept = () => filter.getByText('Contract', { exact: true }).waitFor();
    await maya.visit('users', 'Users');
    await toggle.click();
    await filter.getByRole('button', { name: /^Add/ }).first().click();
    await page.keyboard.type('Contract');
    await page.keyboard.press('Enter');
    await filter.getByRole('button', { name: 'Contract is any of: Choose…' }).click();
    await page.getByRole('option', { name: /Month-to-month/ }).click();
    await page.keyboard.press('Escape');
    await toggle.click();
    await filter.waitFor({ state: 'detached' });
    await toggle.click();
    await isKept();
    await navigation.getByRole('link', { name: 'Events' }).click();
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    await navigation.getByRole('link', { name: 'Users' }).click();
    await isKept();
    await page.getByText('7,043 users', { exact: true }).waitFor();
    await filter.getByRole('button', { name: /^Apply/ }).click();
    await page.getByText('3,875 users', { exact: true }).waitFor();
    await navigation.getByRole('link', { name: 'Events' }).click();
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    await navigation.getByRole('link', { name: 'Users' }).click();
    await page.getByText('7,043 users', { exact: true }).waitFor();
    expect(await filter.count()).toBe(0);
  });

  test('a search is in the address, and finds by the beginning of an id', async ({ maya }) => {
    await maya.visit('users', 'Users');
    await maya.page.keyboard.press('/');
    await maya.page.keyboard.type('7590-v');
    await maya.page.getByRole('link', { name: '7590-VHVEG' }).waitFor();
    await maya.page.getByText('1 user', { exact: true }).waitFor();
    await expect.poll(() => new URL(maya.page.url()).searchParams.get('q')).toBe('7590-v');
  });

  test('the whole list scrolls, page after page, without a gap', async ({ maya }) => {
    await maya.visit('users', 'Users');
    await maya.page.getByRole('row').nth(1).waitFor();
    const rows = maya.page.locator('tr[aria-rowindex="501"]');
    // To the last row that is drawn, again and again: none is gone past, however late rows come.
    await expect
      .poll(async () => {
        await maya.page
          .locator('tr.user-row')
          .last()
          .evaluate((row) => row.scrollIntoView());
        return rows.count();
      })
      .toBe(1);
    const inSight = await maya.page.locator('tr.user-row').count();
    expect(inSight).toBeLessThan(200);
  });

  test('a profile has an address of its own, and says why she is in a segment', async ({
    maya,
    muster,
  }) => {
    await muster.api('POST', '/segments', { name: 'New monthly', conditions: monthly });
    await maya.visit('users', 'Users');
    await maya.page.getByRole('link', { name: '7590-VHVEG' }).click();
    const panel = maya.page.getByRole('dialog', { name: '7590-VHVEG' });
    await panel.getByRole('row', { name: /PaymentMethod Electronic check/ }).waitFor();
    await panel.getByRole('tab', { name: 'Segments' }).click();
    await panel.getByRole('button', { name: /New monthly.*In/ }).click();
    await panel.getByText('tenure < 12').waitFor();
    await expect.poll(() => maya.page.url()).toContain('/users/7590-VHVEG?tab=segments');
    await maya.page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => new URL(maya.page.url()).pathname).toBe('/p/demo/users');
  });

  test('two are selected and tagged, and the tag is on both', async ({ maya, muster }) => {
    await maya.visit('users?q=5575-g', 'Users');
    await maya.page.getByRole('checkbox', { name: 'Select 5575-GNVDE' }).check();
    await maya.page.getByRole('searchbox').fill('3668-q');
    await maya.page.getByRole('checkbox', { name: 'Select 3668-QPYBK' }).check();
    const bar = maya.page.getByRole('region', { name: 'Selected users' });
    await bar.getByText('2 users selected').waitFor();
    await bar.getByRole('button', { name: 'Tags…' }).click();
    await maya.page.getByLabel('Tag', { exact: true }).fill('beta');
    await maya.page.getByRole('button', { name: 'Add tag' }).click();
    await maya.page.getByText('Tagged 2 users “beta”.').waitFor();
    const profiles = await Promise.all(
      ['5575-GNVDE', '3668-QPYBK'].map((id) => muster.profile(id)),
    );
    expect(profiles.map((profile) => profile?.tags)).toEqual([['beta'], ['beta']]);
  });

  test('one is erased for good', async ({ maya, muster }) => {
    await maya.visit('users/9237-HQITU', 'Users');
    const panel = maya.page.getByRole('dialog', { name: '9237-HQITU' });
    await panel.getByRole('button', { name: 'Erase this user' }).click();
    await maya.page.getByRole('button', { name: 'Erase for good' }).click();
    await maya.page.getByText(/^Erased 9237-HQITU/).waitFor();
    expect(await muster.profile('9237-HQITU')).toBeNull();
  });
});
