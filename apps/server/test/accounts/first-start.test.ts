import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPasswords } from '../../src/modules/accounts/passwords.ts';
import { prepareFirstAdmin } from '../../src/modules/accounts/prepare-first-admin.ts';
import { type AccountHouse, browserOf, openAccountHouse } from './account-house.ts';

let house: AccountHouse;

beforeEach(async () => {
  house = await openAccountHouse();
});

afterEach(() => house.close());

const ada = { email: 'Ada@Example.com', name: 'Ada', password: 'correct horse battery' };
const day = 24 * 60 * 60_000;

async function makeToken(): Promise<string> {
  return (await house.makeSetupToken()) ?? expect.fail('no set-up link');
}

describe('The set-up link', () => {
  test('is what an empty server waits for', async () => {
    const before = await house.whoAmI({ key: null });
    expect([before.status, before.body.code]).toEqual([401, 'setup_required']);
    const token = await makeToken();
    expect((await house.look(token)).body).toMatchObject({
      kind: 'setup',
      email: null,
      project: { id: 'demo', name: 'Demo' },
      role: 'admin',
      hasAccount: false,
    });

    const joined = await house.join({ token, ...ada });
    expect(joined.status).toBe(201);
    expect(joined.body.account).toMatchObject({ email: ada.email, name: 'Ada' });
    // Nobody was a member of either project.
    expect(joined.body.projects.map(({ id, role }) => [id, role])).toEqual([
      ['demo', 'admin'],
      ['other', 'admin'],
    ]);
    const me = await house.whoAmI(browserOf(joined));
    expect(me.body).toEqual(joined.body);
    expect((await house.whoAmI({ key: null })).body.code).toBe('unauthenticated');
    const [entry] = await house.store.read((tx) => tx.audit(1, 1));
    expect(entry).toMatchObject({
      action: 'member.added',
      by: 'Ada (Ada@Example.com)',
      after: { email: ada.email, role: 'admin', invitedBy: 'first start' },
    });
  });

  test('is used once, and ends every other one', async () => {
    const [first, second] = [await makeToken(), await makeToken()];
    expect((await house.join({ token: first, ...ada })).status).toBe(201);
    for (const token of [first, second]) {
      expect([
        (await house.look(token)).status,
        (await house.join({ token, ...ada })).status,
      ]).toEqual([404, 404]);
    }
    expect(await house.makeSetupToken()).toBeUndefined();
  });

  test('makes one account of two that use it at one moment', async () => {
    const token = await makeToken();
    const bob = { ...ada, email: 'bob@example.com', name: 'Bob' };
    const replies = await Promise.all([ada, bob].map((who) => house.join({ token, ...who })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 404]);
    expect(await house.store.read((tx) => tx.countAccounts())).toBe(1);
    expect(await house.store.read((tx) => tx.members(1))).toHaveLength(1);
  });

  test('expires after a day', async () => {
    const token = await makeToken();
    house.clock.now += day;
    expect((await house.join({ token, ...ada })).body.code).toBe('link_not_valid');
    expect((await house.join({ token: await makeToken(), ...ada })).status).toBe(201);
  });

  test('is not in the store', async () => {
    const token = await makeToken();
    const rows = await house.store.read((tx) => tx.invitations(1));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    // What is there opens nothing either.
    expect((await house.look(rows[0]?.hash ?? '')).status).toBe(404);
  });

  test.each([
    [{ email: undefined }, 'email'],
    [{ name: undefined }, 'name'],
    [{ password: 'seven77' }, 'password'],
    [{ password: 'x'.repeat(201) }, 'password'],
    [{ email: 'no address' }, 'email'],
  ])('says what is wrong with %j, and stays', async (change, path) => {
    const token = await makeToken();
    const { status, body } = await house.join({ token, ...ada, ...change });
    expect([status, body.errors.map((error) => error.path)]).toEqual([422, [path]]);
    expect((await house.look(token)).status).toBe(200);
  });
});

describe('An admin from the settings', () => {
  const givens = () => ({
    passwords: createPasswords(),
    now: house.clock.now,
    random: randomBytes,
  });

  test('is made once, and signs in', async () => {
    const wishes = { email: 'root@example.com', password: 'from a setting' };
    expect(await prepareFirstAdmin(house.store, wishes, givens())).toBe(true);
    expect(await house.makeSetupToken()).toBeUndefined();
    const signedIn = await house.signIn('ROOT@example.com', wishes.password);
    expect(signedIn.body.projects).toHaveLength(2);
    expect(await prepareFirstAdmin(house.store, { ...wishes, password: 'another' }, givens())).toBe(
      false,
    );
    expect((await house.signIn(wishes.email, 'another')).status).toBe(401);
  });

  test('needs both settings', async () => {
    expect(await prepareFirstAdmin(house.store, { email: 'a@b' }, givens())).toBe(false);
    expect(await prepareFirstAdmin(house.store, { password: 'long enough' }, givens())).toBe(false);
    expect(await house.store.read((tx) => tx.countAccounts())).toBe(0);
  });
});
