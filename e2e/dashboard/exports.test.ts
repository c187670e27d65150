import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { checkAccessibility } from '../fixtures/check-accessibility.ts';
import { test } from '../fixtures/dashboard.ts';

describe('A large export', () => {
  test('is written by the server, shown with its progress and downloaded', async ({ maya }) => {
    const { page, visit } = maya;
    await visit('users', 'Users');
    await page.getByRole('button', { name: 'Export CSV…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Export 7,043 users' });
    await dialog.getByRole('button', { name: 'Write a CSV file' }).press('Enter');
    const link = dialog.getByRole('link', { name: /^Download users-/ });
    await link.waitFor();
    await dialog.getByText('7,043 users ·').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.trim().split('\r\n')).toHaveLength(7_044);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // It is found again.
    await page.getByRole('button', { name: 'Export CSV…' }).click();
    await link.waitFor();
  });
});
