import { hashKey } from '../../http/hash-key.ts';
import type { Account } from '../../store/accounts.ts';
import type { LoginSession } from '../../store/login-sessions.ts';
import type { Role } from '../../store/members.ts';
import type { Project, ReadTransaction, WriteTransaction } from '../../store/store.ts';
import { makeToken, type RandomBytes } from '../projects/make-secret.ts';

/** A person and what she is a member of. */
export interface AccountState {
  account: Account;
  /** In order of name. */
  projects: { project: Project; role: Role }[];
}

/** A session that has just begun; its token is kept nowhere but in the browser. */
export interface Login extends AccountState {
  token: string;
  lastsMs: number;
}

/** What a session needs of the world. */
export interface LoginGivens {
  now: () => number;
  random: RandomBytes;
}

const dayMs = 24 * 60 * 60_000;
/** A session ends when it was not used for this long, and for certain at its greatest age. */
export const idleMs = 14 * dayMs;
const maxAgeMs = 90 * dayMs;

/** Signs a person in: every session has a token of its own, whatever the browser sent. */
export async function beginLogin(
  tx: WriteTransaction,
  account: Account,
  { now, random }: LoginGivens,
): Promise<Login> {
  const token = makeToken(random, 52);
  const at = now();
  await tx.deleteExpiredLogins(at);
  await tx.updateAccount({ ...account, lastSignInAt: at });
  const session = { hash: hashKey(token), accountId: account.id, createdAt: at };
  await tx.insertLoginSession({ ...session, expiresAt: at + idleMs });
  return { ...(await readAccountState(tx, account)), token, lastsMs: idleMs };
}

/** When a session ends that is used at this instant. */
export function findExpiry({ createdAt }: LoginSession, now: number): number {
  return Math.min(now + idleMs, createdAt + maxAgeMs);
}

/** What a person is a member of. */
export async function readAccountState(
  tx: ReadTransaction,
  account: Account,
): Promise<AccountState> {
  const memberships = await tx.memberships(account.id);
  const roles = new Map(memberships.map(({ project, role }) => [project, role]));
  const projects = (await tx.projects()).flatMap((project) => {
    const role = roles.get(project.number);
    return role === undefined ? [] : [{ project, role }];
  });
  projects.sort((a, b) => collator.compare(a.project.name, b.project.name));
  return { account, projects };
}

const collator = new Intl.Collator('en', { numeric: true });
