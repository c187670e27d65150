import type { Account } from '../../store/accounts.ts';
import type { Store } from '../../store/store.ts';
import { makeToken, type RandomBytes } from '../projects/make-secret.ts';
import { makeLink } from './make-link.ts';
import type { Passwords } from './passwords.ts';

interface Wishes {
  email?: string | undefined;
  password?: string | undefined;
}

interface Givens {
  passwords: Passwords;
  now: number;
  random: RandomBytes;
}

const by = 'first start';
const linkLastsMs = 24 * 60 * 60_000;

/**
 * Makes the first admin, of every project there is, when email and password are given and nobody
 * has an account yet. True when one was made.
 */
export async function prepareFirstAdmin(
  store: Store,
  { email, password }: Wishes,
  { passwords, now, random }: Givens,
): Promise<boolean> {
  if (email === undefined || password === undefined || !(await isWithoutAccounts(store))) {
    return false;
  }
  const passwordHash = await passwords.hash(password);
  const name = email.split('@')[0] ?? email;
  const id = `acc_${makeToken(random, 16)}`;
  const account: Account = { id, email, name, passwordHash, createdAt: now };
  return store.write(async (tx) => {
    if ((await tx.countAccounts()) > 0) return false;
    await tx.insertAccount(account);
    for (const { number: project } of await tx.projects()) {
      await tx.insertMember({ project, accountId: id, role: 'admin', addedAt: now, addedBy: by });
      const entry = { project, at: now, by, action: 'member.added', subject: id };
      await tx.insertAudit({ ...entry, after: { email, name, role: 'admin' } });
    }
    return true;
  });
}

/**
 * The path of a link by which somebody makes the first account, while there is none; `undefined`
 * when there is one. Each start makes another, since none can be read back; the first that is used
 * ends them all.
 */
export async function makeSetupLink(
  store: Store,
  { now, random }: Omit<Givens, 'passwords'>,
): Promise<string | undefined> {
  if (!(await isWithoutAccounts(store))) return undefined;
  return store.write(async (tx) => {
    const [first] = await tx.projects();
    if (first === undefined) return undefined;
    const role = 'admin' as const;
    const wish = { project: first.number, role, createdAt: now, createdBy: by };
    const { row, path } = makeLink(wish, { random, lastsMs: linkLastsMs });
    await tx.deleteExpiredLogins(now);
    await tx.insertInvitation(row);
    return path;
  });
}

async function isWithoutAccounts(store: Store): Promise<boolean> {
  return (await store.read((tx) => tx.countAccounts())) === 0;
}
