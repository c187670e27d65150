import { expect, it } from 'vitest';
import type { Account } from '../../src/store/accounts.ts';
import type { Invitation } from '../../src/store/invitations.ts';
import { describeOnEngines } from './engines.ts';
import { noon } from './samples.ts';

const ada: Account = {
  id: 'acc_ada',
  email: 'Ada@Example.com',
  name: 'Ada \u0000 💃',
  passwordHash: '$argon2id$…',
  createdAt: noon,
};

const invitation: Invitation = {
  id: 'inv_1',
  hash: 'cc',
  project: 1,
  email: 'eve@example.com',
  role: 'viewer',
  createdAt: noon,
  createdBy: 'Ada',
  expiresAt: noon + 10,
};

describeOnEngines('people who log in', ({ open }) => {
  it('keeps an account by id and by email in whatever capitals', async () => {
    const store = await open();
    await store.write((tx) => tx.insertAccount(ada));
    const renamed = { ...ada, name: 'Countess', lastSignInAt: noon };
    await store.write((tx) => tx.updateAccount(renamed));
    await store.read(async (tx) => {
      expect(await tx.account('acc_ada')).toStrictEqual(renamed);
      expect(await tx.accountByEmail('aDA@example.COM')).toStrictEqual(renamed);
      expect(await tx.accountByEmail('ada@example.co')).toBeUndefined();
      expect(await tx.countAccounts()).toBe(1);
    });
    const other = { ...ada, id: 'acc_2', email: 'ADA@example.com' };
    await expect(store.write((tx) => tx.insertAccount(other))).rejects.toThrow();
    await expect(store.write((tx) => tx.updateAccount({ ...other, email: 'b@b' }))).rejects.toThrow(
      'There is no account acc_2',
    );
    await store.write((tx) => tx.deleteAccount('acc_ada'));
    expect(await store.read((tx) => tx.countAccounts())).toBe(0);
  });

  it('keeps members by project and by account', async () => {
    const store = await open();
    const member = { project: 1, accountId: 'acc_ada', role: 'viewer', addedAt: noon } as const;
    const added = { ...member, addedBy: 'first start' };
    await store.write(async (tx) => {
      await tx.insertMember({ ...added, project: 2, addedAt: noon - 1 });
      await tx.insertMember(added);
      await tx.insertMember({ ...added, accountId: 'acc_bob', addedAt: noon - 1 });
      await tx.updateMember({ ...added, role: 'admin' });
    });
    await store.read(async (tx) => {
      const members = await tx.members(1);
      expect(members.map(({ accountId, role }) => [accountId, role])).toEqual([
        ['acc_bob', 'viewer'],
        ['acc_ada', 'admin'],
      ]);
      expect(await tx.member(1, 'acc_ada')).toStrictEqual({ ...added, role: 'admin' });
      expect((await tx.memberships('acc_ada')).map(({ project }) => project)).toEqual([1, 2]);
    });
    await expect(store.write((tx) => tx.insertMember(added))).rejects.toThrow();
    const nobody = { ...added, accountId: 'acc_eve' };
    await expect(store.write((tx) => tx.updateMember(nobody))).rejects.toThrow('no such member');
    await store.write((tx) => tx.deleteMember(1, 'acc_ada'));
    expect(await store.read((tx) => tx.member(1, 'acc_ada'))).toBeUndefined();
    expect(await store.read((tx) => tx.member(2, 'acc_ada'))).toBeDefined();
  });

  it('keeps sessions until they end, expire, or their person goes', async () => {
    const store = await open();
    const session = { hash: 'aa', accountId: 'acc_ada', createdAt: noon, expiresAt: noon + 10 };
    await store.write(async (tx) => {
      for (const hash of ['aa', 'bb', 'cc']) await tx.insertLoginSession({ ...session, hash });
      await tx.insertLoginSession({ ...session, hash: 'dd', accountId: 'acc_bob' });
      await tx.extendLoginSession({ ...session, hash: 'bb', expiresAt: noon + 20 });
      await tx.extendLoginSession({ ...session, hash: 'gone', expiresAt: noon + 20 });
      await tx.deleteLoginSession('cc');
    });
    const read = (hash: string) => store.read((tx) => tx.loginSession(hash));
    expect(await read('aa')).toStrictEqual(session);
    expect(await read('cc')).toBeUndefined();
    expect(await read('gone')).toBeUndefined();
    await store.write((tx) => tx.deleteExpiredLogins(noon + 10));
    expect(await read('aa')).toBeUndefined();
    expect((await read('bb'))?.expiresAt).toBe(noon + 20);
    await store.write((tx) => tx.deleteLoginSessionsOf('acc_ada'));
    expect(await read('bb')).toBeUndefined();
  });

  it('keeps invitations until they are used or expire', async () => {
    const store = await open();
    const { email: _, ...setup } = { ...invitation, id: 'inv_2', hash: 'dd' };
    await store.write(async (tx) => {
      await tx.insertInvitation(invitation);
      await tx.insertInvitation({ ...setup, createdAt: noon - 1, expiresAt: noon + 20 });
      await tx.insertInvitation({ ...invitation, id: 'inv_3', hash: 'ee', project: 2 });
    });
    expect(await store.read((tx) => tx.invitation('cc'))).toStrictEqual(invitation);
    const listed = await store.read((tx) => tx.invitations(1));
    expect(listed.map(({ id, email }) => [id, email])).toEqual([
      ['inv_2', undefined],
      ['inv_1', 'eve@example.com'],
    ]);
    const twice = { ...invitation, id: 'inv_4' };
    await expect(store.write((tx) => tx.insertInvitation(twice))).rejects.toThrow();
    expect(await store.write((tx) => tx.deleteInvitation({ project: 1, id: 'inv_3' }))).toBe(false);
    await store.write((tx) => tx.deleteExpiredLogins(noon + 10));
    expect((await store.read((tx) => tx.invitations(1))).map(({ id }) => id)).toEqual(['inv_2']);
    expect(await store.write((tx) => tx.deleteInvitation({ project: 1, id: 'inv_2' }))).toBe(true);
  });
});
