import type { Account } from '../store/accounts.ts';
import type { LoginSession } from '../store/login-sessions.ts';
import type { Member } from '../store/members.ts';
import type { Project, Store } from '../store/store.ts';
import { hashKey } from './hash-key.ts';
import { HttpProblem } from './problem.ts';
import { refuseForeignWrite } from './refuse-foreign-page.ts';
import { readSessionToken } from './session-cookie.ts';

/** A person who is signed in, by the session of this request. */
export interface SignedIn {
  account: Account;
  session: LoginSession;
}

/** A member of the project that a request names. */
export interface SignedInMember extends SignedIn {
  member: Member;
  project: Project;
}

/**
 * Says which person a request is from, by its session cookie. Nothing is remembered between
 * requests: a session that was ended, a role that was taken away, ends with the next one.
 */
export interface SessionAuthenticator {
  /**
   * Throws an `HttpProblem`: 401 without a session that lasts (`setup_required` while nobody has an
   * account), 403 for a write that a page of another site made.
   */
  findAccount(request: Request): Promise<SignedIn>;
  /** The same, and `undefined` for whoever is no member of this project. */
  findMember(request: Request, projectId: string): Promise<SignedInMember | undefined>;
}

interface Parts {
  store: Store;
  now: () => number;
}

export function createSessionAuthenticator({ store, now }: Parts): SessionAuthenticator {
  async function findAccount(request: Request): Promise<SignedIn> {
    const token = readSessionToken(request);
    if (token !== undefined) refuseForeignWrite(request);
    const { found, accounts } = await store.read(async (tx) => {
      const session = token === undefined ? undefined : await tx.loginSession(hashKey(token));
      const isOpen = session !== undefined && session.expiresAt > now();
      const account = isOpen ? await tx.account(session.accountId) : undefined;
      if (session && account) return { found: { account, session }, accounts: 1 };
      return { found: undefined, accounts: await tx.countAccounts() };
    });
    if (found === undefined) throw accounts === 0 ? refuseUntilSetUp() : unauthenticated();
    return found;
  }

  return {
    findAccount,
    async findMember(request, projectId) {
      const signedIn = await findAccount(request);
      return store.read(async (tx) => {
        const project = await tx.project(projectId);
        if (project === undefined) return undefined;
        const member = await tx.member(project.number, signedIn.account.id);
        return member && { ...signedIn, member, project };
      });
    },
  };
}

/** The refusal of a request that says nothing of who makes it, or nothing that opens anything. */
export function unauthenticated(
  detail = 'Sign in, or send an API key as "Authorization: Bearer <key>" or "x-api-key".',
): HttpProblem {
  const headers = { 'www-authenticate': 'Bearer' };
  return new HttpProblem(401, 'unauthenticated', detail, { headers });
}

function refuseUntilSetUp(): HttpProblem {
  const detail = 'Nobody has an account yet: open the link that the server printed at its start.';
  return new HttpProblem(401, 'setup_required', detail);
}
