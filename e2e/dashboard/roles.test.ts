import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { admin, test as base, letIn, type Person } from '../fixtures/dashboard.ts';
import { type Furniture, furnishProject, plainWording } from '../fixtures/furnish-project.ts';
import type { Muster } from '../fixtures/muster.ts';

const password = 'another long one';
const roles = ['viewer', 'editor', 'admin'] as const;
type Role = (typeof roles)[number];

/** What can be done, who may, where it is offered, and the call that does it. */
interface Action {
  name: string;
  least: Role;
  path: (made: Furniture) => string;
  /** What everybody who may see the page finds there. */
  sign: string;
  /** What offers it: to whoever may not it is not there, or cannot be used. */
  offer: (page: Page) => Locator;
  /** The body is one that is refused for another reason where it is allowed: nothing is changed. */
  call: (made: Furniture) => readonly [method: string, path: string];
}

const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first();
const segment = ({ segmentId }: Furniture) => `segments/${segmentId}`;
const survey = ({ surveyId }: Furniture) => `experiences/${surveyId}`;
const profile = ({ userId }: Furniture) => `users/${encodeURIComponent(userId)}`;

const actions: readonly Action[] = [
  {
    name: 'make a segment',
    sign: 'Two years',
    least: 'editor',
    path: () => 'segments',
    offer: (page) => page.getByRole('link', { name: 'New segment' }).first(),
    call: () => ['POST', '/segments'],
  },
  {
    name: 'rename a segment',
    sign: 'Two years',
    least: 'editor',
    path: segment,
    offer: (page) => page.getByLabel('Name', { exact: true }),
    call: (made) => ['PATCH', `/${segment(made)}`],
  },
  {
    name: 'change the conditions of a segment',
    sign: 'Who is in it',
    least: 'editor',
    path: segment,
    offer: button('Add…'),
    call: (made) => ['PATCH', `/${segment(made)}`],
  },
  {
    name: 'duplicate a segment',
    sign: 'Who is in it',
    least: 'editor',
    path: segment,
    offer: button('Duplicate'),
    call: () => ['POST', '/segments/nowhere/duplicate'],
  },
  {
    name: 'delete a segment',
    sign: 'Two years',
    least: 'editor',
    path: () => 'segments',
    offer: button(/^Delete /),
    call: () => ['DELETE', '/segments/nowhere'],
  },
  {
    name: 'restore a segment',
    sign: 'Version 1',
    least: 'editor',
    path: (made) => `${segment(made)}?tab=history`,
    offer: button('Restore version 1'),
    call: () => ['POST', '/segments/nowhere/restore'],
  },
  {
    name: 'tag a user',
    sign: 'beta',
    least: 'editor',
    path: profile,
    offer: button('Remove the tag beta'),
    call: () => ['POST', '/users/tags'],
  },
  {
    name: 'erase a user',
    sign: 'Maren Holt',
    least: 'editor',
    path: profile,
    offer: button('Erase this user'),
    call: () => ['POST', '/users/erase'],
  },
  {
    name: 'make an experience',
    sign: 'How we do',
    least: 'editor',
    path: () => 'experiences',
    offer: button('New experience'),
    call: () => ['POST', '/experiences'],
  },
  {
    name: 'pause an experience',
    sign: 'How we do',
    least: 'editor',
    path: survey,
    offer: button('Pause'),
    call: (made) => ['PATCH', `/${survey(made)}`],
  },
  {
    name: 'delete an experience',
    sign: 'How we do',
    least: 'editor',
    path: () => 'experiences',
    offer: button(/^Delete /),
    call: () => ['DELETE', '/experiences/nowhere'],
  },
  {
    name: 'restore an experience',
    sign: 'Version 1',
    least: 'editor',
    path: (made) => `${survey(made)}/history`,
    offer: button('Restore version 1'),
    call: () => ['POST', '/experiences/nowhere/restore'],
  },
  {
    name: 'change the settings',
    sign: 'Project id',
    least: 'admin',
    path: () => 'settings',
    offer: button('Show the reasons'),
    call: () => ['PATCH', ''],
  },
  {
    name: 'delete the project',
    sign: 'Project id',
    least: 'admin',
    path: () => 'settings',
    offer: button('Delete project…'),
    call: () => ['DELETE', ''],
  },
  {
    name: 'make an API key',
    sign: 'Warehouse',
    least: 'admin',
    path: () => 'settings/keys',
    offer: button('New key'),
    call: () => ['POST', '/keys'],
  },
  {
    name: 'invite somebody',
    sign: 'invited@example.test',
    least: 'admin',
    path: () => 'settings/members',
    offer: button('Invite'),
    call: () => ['POST', '/invitations'],
  },
];

const headers = { 'sec-fetch-site': 'same-origin' };

/** Somebody at her tab, and what should not be there; a test takes that out. */
interface Watched extends Person {
  complaints: string[];
}

const test = base
  .extend('furniture', { scope: 'file' }, async ({ browser, muster }, { onCleanup }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    onCleanup(() => context.close());
    await context.request.post('/api/session', { data: admin, headers });
    const made = await furnishProject(muster, context, plainWording);
    for (const role of ['viewer', 'editor']) {
      const invited = await context.request.post('/api/projects/demo/invitations', {
        data: { email: `${role}@example.test`, role },
        headers,
      });
      const { path } = (await invited.json()) as { path: string };
      const token = path.slice(path.indexOf('#') + 1);
      // Without cookies: whoever is signed in would join as herself.
      const joined = await fetch(`${muster.url}/api/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ token, name: role, password }),
      });
      if (joined.status !== 201) throw new Error(await joined.text());
    }
    return made;
  })
  // One tab a role: what it has compiled for one page it has for the next.
  .extend('seatOf', { scope: 'file' }, async ({ browser, muster }, { onCleanup }) => {
    const seats = new Map<Role, Promise<Watched>>();
    onCleanup(async () => {
      for (const seat of seats.values()) await (await seat).context.close();
    });
    const seat = async (role: Role): Promise<Watched> => {
      const complaints: string[] = [];
      const who = role === 'admin' ? admin : { email: `${role}@example.test`, password };
      return { ...(await letIn(browser, muster, complaints, who, {})), complaints };
    };
    return (role: Role): Promise<Watched> => {
      const found = seats.get(role) ?? seat(role);
      seats.set(role, found);
      return found;
    };
  });

/** The status of a call with the cookie of a person. */
async function callAs(
  { context }: Person,
  { url }: Muster,
  [method, path]: readonly [string, string],
): Promise<number> {
  const reply = await context.request.fetch(`${url}/api/projects/demo${path}`, {
    method,
    ...(method !== 'DELETE' && { data: { nonsense: true } }),
    headers,
  });
  return reply.status();
}

describe.each(roles)('A person who is %s', (role) => {
  test.for(actions.map(({ name }) => name))(
    'is offered, and allowed, to %s only if she may',
    async (name, { seatOf, muster, furniture }) => {
      const action = actions.find((each) => each.name === name);
      if (action === undefined) throw new Error(`There is no action ${name}.`);
      const { least, path, offer, call } = action;
      const may = roles.indexOf(role) >= roles.indexOf(least);
      const person = await seatOf(role);
      const { page, complaints } = person;
      const address = `${muster.url}/p/demo/${path(furniture)}`;
      if (page.url() !== address) await page.goto(address);
      // Whoever may not see a page is told so; every other has a heading.
      await page.locator('h1, .state-title').first().waitFor({ state: 'attached' });
      await page.getByText(signOf(action, may)).first().waitFor({ state: 'attached' });
      await page.waitForFunction(() => document.querySelector('.skeletons') === null);
      const offered = offer(page);
      const isOffered = async () => (await offered.count()) > 0 && (await offered.isEnabled());
      if (may) await expect.poll(isOffered).toBe(true);
      else expect(await isOffered()).toBe(false);
      const status = await callAs(person, muster, call(furniture));
      if (may) expect([400, 404, 422, 428]).toContain(status);
      else expect(status).toBe(403);
      expect(complaints.splice(0), 'requests off the origin, and errors').toEqual([]);
    },
  );
});

/** What stands on the page when it is there, whoever looks. */
function signOf({ sign, least }: Action, may: boolean): string | RegExp {
  return !may && least === 'admin' ? /You may not|only admins|Settings/i : sign;
}
