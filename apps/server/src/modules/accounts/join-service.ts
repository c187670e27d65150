import { nameAccount } from '../../http/authenticate.ts';
import { hashKey } from '../../http/hash-key.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Account } from '../../store/accounts.ts';
import type { Invitation } from '../../store/invitations.ts';
import type { Project, ReadTransaction, Store, WriteTransaction } from '../../store/store.ts';
import { makeToken } from '../projects/make-secret.ts';
import { beginLogin, type Login, type LoginGivens } from './begin-login.ts';
import type { LoginLimits } from './login-limits.ts';
import { readNewAccount } from './new-account.ts';
import type { Passwords } from './passwords.ts';
import { refuseCredentials } from './session-service.ts';

/** What a link is for. */
export interface Link {
  invitation: Invitation;
  project: Project;
  /** Of whoever is invited, if she signs in already. */
  account: Account | undefined;
}

/** Links that make somebody a member, each once. */
export interface JoinService {
  /** Throws a 404 for a link that is unknown, used, withdrawn or expired. */
  look(token: string): Promise<Link>;
  /** Uses the link up. Throws further a 422, and a 401 for the wrong password of an account. */
  join(wish: JoinWish): Promise<Login>;
}

/** What somebody says of herself when she uses a link. */
export interface JoinWish {
  token: string;
  email?: string | undefined;
  name?: string | undefined;
  password: string;
  /** Where the request came from. */
  address: string;
}

interface Parts extends LoginGivens {
  store: Store;
  passwords: Passwords;
  limits: LoginLimits;
}

export function createJoinService(parts: Parts): JoinService {
  const { store, passwords, limits, now, random } = parts;

  async function readLink(tx: ReadTransaction, token: string): Promise<Link> {
    const invitation = await tx.invitation(hashKey(token));
    if (invitation === undefined || invitation.expiresAt <= now()) throw refuseLink();
    const { email } = invitation;
    // The first account has been made: what was printed at the start opens nothing more.
    if (email === undefined && (await tx.countAccounts()) > 0) throw refuseLink();
    const project = (await tx.projects()).find(({ number }) => number === invitation.project);
    if (project === undefined) throw refuseLink();
    const account = email === undefined ? undefined : await tx.accountByEmail(email);
    return { invitation, project, account };
  }

  /** The account of whoever joins, proven to be hers or yet to be inserted. */
  async function prepareAccount({ invitation, account }: Link, wish: JoinWish): Promise<Account> {
    if (account === undefined) {
      const { email, name, password } = readNewAccount(invitation, wish);
      const passwordHash = await passwords.hash(password);
      return { id: `acc_${makeToken(random, 16)}`, email, name, passwordHash, createdAt: now() };
    }
    const attempt = limits.begin(account.email, wish.address);
    if (!(await passwords.isRight(account.passwordHash, wish.password))) throw refuseCredentials();
    attempt.forgive();
    return account;
  }

  return {
    look: (token) => store.read((tx) => readLink(tx, token)),

    async join(wish) {
      const link = await store.read((tx) => readLink(tx, wish.token));
      const account = await prepareAccount(link, wish);
      return store.write(async (tx) => {
        // Again, in the transaction that uses it up: two may have come with it at one moment.
        const { invitation, account: current } = await readLink(tx, wish.token);
        if (current?.passwordHash !== link.account?.passwordHash) throw refuseChanged();
        if (current === undefined) await tx.insertAccount(account);
        await tx.deleteInvitation(invitation);
        await addMember(tx, invitation, account, now());
        return beginLogin(tx, current ?? account, parts);
      });
    },
  };
}

async function addMember(
  tx: WriteTransaction,
  { project, email, role, createdBy }: Invitation,
  account: Account,
  at: number,
): Promise<void> {
  // The link of the first start is for all that nobody is a member of yet.
  const numbers =
    email === undefined ? (await tx.projects()).map(({ number }) => number) : [project];
  for (const number of numbers) {
    if ((await tx.member(number, account.id)) !== undefined) continue;
    const by = nameAccount(account);
    const member = { project: number, accountId: account.id, role, addedAt: at };
    await tx.insertMember({ ...member, addedBy: createdBy });
    await tx.insertAudit({
      project: number,
      at,
      by,
      action: 'member.added',
      subject: account.id,
      after: { email: account.email, name: account.name, role, invitedBy: createdBy },
    });
  }
}

function refuseLink(): HttpProblem {
  const detail = 'This link is not valid: it was used, taken back or has expired.';
  return new HttpProblem(404, 'link_not_valid', detail);
}

function refuseChanged(): HttpProblem {
  const detail = 'The account of this email has changed just now; open the link again.';
  return new HttpProblem(409, 'account_changed', detail);
}
