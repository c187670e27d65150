import type { Instant } from '@muster/conditions';
import {
  type Account,
  countAccounts,
  deleteAccount,
  findAccount,
  findAccountByEmail,
  insertAccount,
  updateAccount,
} from './accounts.ts';
import {
  deleteExpiredInvitations,
  deleteInvitation,
  findInvitation,
  type Invitation,
  insertInvitation,
  listInvitations,
} from './invitations.ts';
import {
  deleteExpiredLoginSessions,
  deleteLoginSession,
  deleteLoginSessionsOf,
  extendLoginSession,
  findLoginSession,
  insertLoginSession,
  type LoginSession,
} from './login-sessions.ts';
import {
  deleteMember,
  findMember,
  insertMember,
  listMembers,
  listMemberships,
  type Member,
  updateMember,
} from './members.ts';
import type { Session } from './session.ts';

/** What can be read of people who log in. */
export interface AccountReads {
  countAccounts(): Promise<number>;
  account(id: string): Promise<Account | undefined>;
  /** In whatever capitals. */
  accountByEmail(email: string): Promise<Account | undefined>;
  members(project: number): Promise<Member[]>;
  member(project: number, accountId: string): Promise<Member | undefined>;
  memberships(accountId: string): Promise<Member[]>;
  /** Expired or not, as the next two. */
  loginSession(hash: string): Promise<LoginSession | undefined>;
  invitation(hash: string): Promise<Invitation | undefined>;
  invitations(project: number): Promise<Invitation[]>;
}

/** What can be written of people who log in. */
export interface AccountWrites {
  insertAccount(account: Account): Promise<void>;
  updateAccount(account: Account): Promise<void>;
  deleteAccount(id: string): Promise<void>;
  insertMember(member: Member): Promise<void>;
  updateMember(member: Member): Promise<void>;
  deleteMember(project: number, accountId: string): Promise<void>;
  insertLoginSession(session: LoginSession): Promise<void>;
  /** Does nothing to a session that has ended. */
  extendLoginSession(session: LoginSession): Promise<void>;
  deleteLoginSession(hash: string): Promise<void>;
  deleteLoginSessionsOf(accountId: string): Promise<void>;
  insertInvitation(invitation: Invitation): Promise<void>;
  /** False when there is none. */
  deleteInvitation(invitation: Pick<Invitation, 'project' | 'id'>): Promise<boolean>;
  /** Forgets sessions and invitations that have expired by then. */
  deleteExpiredLogins(now: Instant): Promise<void>;
}

export function offerAccountReads(session: Session): AccountReads {
  return {
    countAccounts: () => countAccounts(session),
    account: (id) => findAccount(session, id),
    accountByEmail: (email) => findAccountByEmail(session, email),
    members: (project) => listMembers(session, project),
    member: (project, accountId) => findMember(session, project, accountId),
    memberships: (accountId) => listMemberships(session, accountId),
    loginSession: (hash) => findLoginSession(session, hash),
    invitation: (hash) => findInvitation(session, hash),
    invitations: (project) => listInvitations(session, project),
  };
}

export function offerAccountWrites(session: Session): AccountWrites {
  return {
    insertAccount: (account) => insertAccount(session, account),
    updateAccount: (account) => updateAccount(session, account),
    deleteAccount: (id) => deleteAccount(session, id),
    insertMember: (member) => insertMember(session, member),
    updateMember: (member) => updateMember(session, member),
    deleteMember: (project, accountId) => deleteMember(session, project, accountId),
    insertLoginSession: (login) => insertLoginSession(session, login),
    extendLoginSession: (login) => extendLoginSession(session, login),
    deleteLoginSession: (hash) => deleteLoginSession(session, hash),
    deleteLoginSessionsOf: (accountId) => deleteLoginSessionsOf(session, accountId),
    insertInvitation: (invitation) => insertInvitation(session, invitation),
    deleteInvitation: (invitation) => deleteInvitation(session, invitation),
    async deleteExpiredLogins(now) {
      await deleteExpiredLoginSessions(session, now);
      await deleteExpiredInvitations(session, now);
    },
  };
}
