import { describe, expect } from 'vitest';
import { admin, type Person, test } from '../fixtures/dashboard.ts';

const password = 'another long one';

/** Invites somebody over the page and lets her join over the link. */
async function invite(
  { page, visit }: Person,
  email: string,
  role: 'Viewer' | 'Editor',
): Promise<string> {
  await visit('settings/members', 'Settings');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: new RegExp(role) }).click();
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const link = page.getByRole('dialog', { name: `A link for ${email}` }).locator('code');
  return (await link.textContent()) ?? '';
}

describe('Signing in', () => {
  test('leads back to the page that was wanted', async ({ browser, muster }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    const page = await context.newPage();
    await page.goto('/p/demo/segments?q=week');
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Password').fill('a wrong one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Email and password do not belong together.').waitFor();
    await page.getByLabel('Password').fill(admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('week');
    await context.close();
  });

  test('never leads to another origin', async ({ browser, muster }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    const page = await context.newPage();
    await page.goto('/sign-in?to=%2F%2Fexample.com%2F');
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await expect.poll(() => new URL(page.url()).origin).toBe(muster.url);
    await context.close();
  });

  test('again, over an open page whose session ended, keeps what was being edited', async ({
    maya,
    muster,
  }) => {
    const { id } = await muster.api<{ id: string }>('POST', '/segments', {
      name: 'Open page',
      conditions: {
        type: 'group',
        match: 'all',
        children: [
          {
            type: 'attribute',
            source: 'native',
            key: 'email',
            kind: 'string',
            operator: 'empty',
          },
        ],
      },
    });
    await maya.visit(`segments/${id}`, 'Open page');
    await maya.page.getByLabel('Description').fill('Half written');
    await maya.context.clearCookies();
    await maya.page.getByRole('button', { name: 'Save' }).click();
    const dialog = maya.page.getByRole('dialog', { name: 'You have been signed out' });
    await dialog.getByLabel('Password').fill(admin.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await maya.page.getByLabel('Description').inputValue()).toBe('Half written');
    await maya.page.getByRole('button', { name: 'Save' }).click();
    await maya.page.getByText(/Saved “Open page”/).waitFor();
  });
});

describe('Roles', () => {
  test('a viewer is offered nothing that would be refused', async ({ maya, signIn, browser }) => {
    const email = 'vera@example.test';
    const link = await invite(maya, email, 'Viewer');
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel('Your name').fill('Vera');
    await page.getByLabel('Choose a password').fill(password);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await expect.poll(() => page.url()).not.toContain('#');
    await context.close();

    const vera = await signIn({ email, password });
    await vera.visit('segments', 'Segments');
    expect(await vera.page.getByRole('link', { name: 'New segment' }).count()).toBe(0);
    expect(await vera.page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
    await vera.visit('settings', 'Settings');
    expect(await vera.page.getByRole('link', { name: 'Members' }).count()).toBe(0);
    await vera.page.goto(new URL('/p/demo/settings/members', vera.page.url()).href);
    await vera.page.getByText('You may not see the members').waitFor();
  });
});
