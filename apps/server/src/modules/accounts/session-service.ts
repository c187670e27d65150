import { nameAccount } from '../../http/authenticate.ts';
import { type SignedIn, unauthenticated } from '../../http/authenticate-session.ts';
import { hashKey } from '../../http/hash-key.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Account } from '../../store/accounts.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import {
  type AccountState,
  beginLogin,
  findExpiry,
  idleMs,
  type Login,
  type LoginGivens,
  readAccountState,
} from './begin-login.ts';
import type { LoginLimits } from './login-limits.ts';
import type { Passwords } from './passwords.ts';

/** Signing in and out, and what a person changes of her own account. */
export interface SessionService {
  /**
   * Throws a 401 that does not tell a wrong password from an unknown email, and a 429 after too
   * many wrong ones. The session of `earlierToken` ends.
   */
  signIn(wish: SignInWish): Promise<Login>;
  /** Ends the session, if it is one. */
  signOut(token: string): Promise<void>;
  /** The person; with `lastsMs` when her session was made to last longer by this. */
  resume(signedIn: SignedIn): Promise<AccountState & { lastsMs?: number }>;
  rename(signedIn: SignedIn, name: string): Promise<AccountState>;
  /** Ends every session of the person and begins a new one. Throws a 422 for a wrong password. */
  changePassword(signedIn: SignedIn, wish: PasswordWish): Promise<Login>;
}

interface SignInWish {
  email: string;
  password: string;
  /** Where the request came from. */
  address: string;
  earlierToken?: string | undefined;
}

interface PasswordWish {
  current: string;
  password: string;
  address: string;
}

interface Parts extends LoginGivens {
  store: Store;
  passwords: Passwords;
  limits: LoginLimits;
}

/** A session is made to last longer when this much of its time has gone: one write a day, not one a request. */
const renewAfterMs = 24 * 60 * 60_000;

export function createSessionService(parts: Parts): SessionService {
  const { store, passwords, limits, now } = parts;

  return {
    async signIn({ email, password, address, earlierToken }) {
      const attempt = limits.begin(email, address);
      const account = await store.read((tx) => tx.accountByEmail(email));
      const isRight = await passwords.isRight(account?.passwordHash, password);
      if (account === undefined || !isRight) throw refuseCredentials();
      const login = await store.write(async (tx) => {
        const current = await readUnchanged(tx, account);
        if (earlierToken !== undefined) await tx.deleteLoginSession(hashKey(earlierToken));
        return beginLogin(tx, current ?? refuse(refuseCredentials()), parts);
      });
      attempt.forgive();
      return login;
    },

    async signOut(token) {
      const hash = hashKey(token);
      if ((await store.read((tx) => tx.loginSession(hash))) === undefined) return;
      await store.write((tx) => tx.deleteLoginSession(hash));
    },

    async resume({ account, session }) {
      const state = await store.read((tx) => readAccountState(tx, account));
      const expiresAt = findExpiry(session, now());
      if (expiresAt - session.expiresAt < renewAfterMs) return state;
      await store.write((tx) => tx.extendLoginSession({ ...session, expiresAt }));
      return { ...state, lastsMs: Math.min(idleMs, expiresAt - now()) };
    },

    rename: ({ account }, name) =>
      store.write(async (tx) => {
        const current = (await tx.account(account.id)) ?? refuse(unauthenticated());
        const after = { ...current, name };
        await tx.updateAccount(after);
        return readAccountState(tx, after);
      }),

    async changePassword({ account }, { current, password, address }) {
      const attempt = limits.begin(account.email, address);
      if (!(await passwords.isRight(account.passwordHash, current))) throw refusePassword();
      const passwordHash = await passwords.hash(password);
      const login = await store.write(async (tx) => {
        const unchanged = (await readUnchanged(tx, account)) ?? refuse(unauthenticated());
        await tx.deleteLoginSessionsOf(account.id);
        for (const { project } of await tx.memberships(account.id)) {
          await tx.insertAudit({
            project,
            at: now(),
            by: nameAccount(unchanged),
            action: 'member.password_changed',
            subject: account.id,
          });
        }
        return beginLogin(tx, { ...unchanged, passwordHash }, parts);
      });
      attempt.forgive();
      return login;
    },
  };
}

/** The account as it is now, unless its password was changed since: then what was proven is nothing. */
async function readUnchanged(
  tx: WriteTransaction,
  { id, passwordHash }: Account,
): Promise<Account | undefined> {
  const current = await tx.account(id);
  return current?.passwordHash === passwordHash ? current : undefined;
}

function refuse(problem: HttpProblem): never {
  throw problem;
}

/** The refusal of whoever does not know the password, or has no account. */
export function refuseCredentials(): HttpProblem {
  return new HttpProblem(401, 'wrong_credentials', 'The email or the password is wrong.');
}

function refusePassword(): HttpProblem {
  const message = 'This is not your password.';
  return new HttpProblem(422, 'wrong_password', message, {
    errors: [{ path: 'current', message, code: 'wrong_password' }],
  });
}
