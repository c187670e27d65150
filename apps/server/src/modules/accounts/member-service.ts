import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Account } from '../../store/accounts.ts';
import { type Invitation, isInvitationFor } from '../../store/invitations.ts';
import type { Member, Role } from '../../store/members.ts';
import type { ReadTransaction, Store, WriteTransaction } from '../../store/store.ts';
import type { LoginGivens } from './begin-login.ts';
import { makeLink, type NewLink } from './make-link.ts';

/** A member with the account that is hers. */
export interface MemberState {
  member: Member;
  account: Account;
}

/**
 * Who may do what in a project. Each change is one transaction with its audit entry, in which the
 * caller is still an admin: two who take the role from each other at one moment do not both succeed.
 */
export interface MemberService {
  list(caller: Caller): Promise<{ members: MemberState[]; invitations: Invitation[] }>;
  /** Withdraws an earlier invitation of the same email. Throws a 409 for a member. */
  invite(caller: Caller, wish: { email: string; role: Role }): Promise<NewLink>;
  revokeInvitation(caller: Caller, id: string): Promise<void>;
  /** Throws a 409 when nobody would be an admin any more, as `remove`. */
  changeRole(caller: Caller, accountId: string, role: Role): Promise<MemberState>;
  /** Ends all sessions of the person, and her account with her last membership. */
  remove(caller: Caller, accountId: string): Promise<void>;
}

interface Parts extends LoginGivens {
  store: Store;
}

const invitationLastsMs = 7 * 24 * 60 * 60_000;

export function createMemberService({ store, now, random }: Parts): MemberService {
  /** Runs `work` in a transaction in which the caller is an admin, at one instant. */
  function change<T>(
    caller: Caller,
    work: (tx: WriteTransaction, audit: (entry: Entry) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    return store.write(async (tx) => {
      await requireAdmin(tx, caller);
      const stamp = { project: caller.project.number, at: now(), by: caller.name };
      return work(tx, (entry) => tx.insertAudit({ ...stamp, ...entry }));
    });
  }

  return {
    list: ({ project: { number } }) =>
      store.read(async (tx) => {
        const members: MemberState[] = [];
        for (const member of await tx.members(number)) {
          members.push(await readState(tx, member));
        }
        const open = await tx.invitations(number);
        return {
          members,
          invitations: open.filter(({ email, expiresAt }) => email && expiresAt > now()),
        };
      }),

    invite: (caller, { email, role }) =>
      change(caller, async (tx, audit) => {
        const { number } = caller.project;
        const account = await tx.accountByEmail(email);
        if (account && (await tx.member(number, account.id))) throw refuseMember(email);
        for (const earlier of await tx.invitations(number)) {
          if (isInvitationFor(earlier, email)) await tx.deleteInvitation(earlier);
        }
        const createdAt = now();
        const { name: createdBy, accountId: createdById } = caller;
        const by = { createdBy, ...(createdById && { createdById }) };
        const wish = { project: number, email, role, createdAt, ...by };
        const link = makeLink(wish, { random, lastsMs: invitationLastsMs });
        await tx.insertInvitation(link.row);
        await audit({
          action: 'invitation.created',
          subject: link.row.id,
          after: { email, role },
        });
        return link;
      }),

    revokeInvitation: (caller, id) =>
      change(caller, async (tx, audit) => {
        const open = await tx.invitations(caller.project.number);
        const invitation = open.find((row) => row.id === id && row.email !== undefined);
        if (invitation === undefined) throw refuseMissing('invitation');
        await tx.deleteInvitation(invitation);
        const { email, role } = invitation;
        await audit({ action: 'invitation.revoked', subject: id, before: { email, role } });
      }),

    changeRole: (caller, accountId, role) =>
      change(caller, async (tx, audit) => {
        const before = await readMember(tx, caller, accountId);
        if (before.member.role === role) return before;
        if (role !== 'admin') await requireOtherAdmin(tx, before.member);
        const after = { ...before, member: { ...before.member, role } };
        await tx.updateMember(after.member);
        await withdrawInvitations(tx, before.member);
        await audit({
          action: 'member.role_changed',
          subject: accountId,
          before: toContent(before),
          after: toContent(after),
        });
        return after;
      }),

    remove: (caller, accountId) =>
      change(caller, async (tx, audit) => {
        const state = await readMember(tx, caller, accountId);
        await requireOtherAdmin(tx, state.member);
        await tx.deleteMember(caller.project.number, accountId);
        await withdrawInvitations(tx, state.member);
        await tx.deleteLoginSessionsOf(accountId);
        if ((await tx.memberships(accountId)).length === 0) await tx.deleteAccount(accountId);
        await audit({ action: 'member.removed', subject: accountId, before: toContent(state) });
      }),
  };
}

interface Entry {
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** The role may have been taken away since the request was let in. */
async function requireAdmin(tx: ReadTransaction, { accountId, project }: Caller): Promise<void> {
  if (accountId === undefined) return;
  const member = await tx.member(project.number, accountId);
  if (member?.role === 'admin') return;
  throw new HttpProblem(403, 'insufficient_role', 'You are no admin of this project any more.');
}

async function requireOtherAdmin(tx: ReadTransaction, member: Member): Promise<void> {
  if (member.role !== 'admin') return;
  const members = await tx.members(member.project);
  const others = members.filter(
    ({ accountId, role }) => role === 'admin' && accountId !== member.accountId,
  );
  if (others.length > 0) return;
  const detail = 'This is the last admin of the project; make somebody else one first.';
  throw new HttpProblem(409, 'last_admin', detail);
}

/** Who is no admin any more must not come back by a link that she made before. */
async function withdrawInvitations(tx: WriteTransaction, member: Member): Promise<void> {
  for (const invitation of await tx.invitations(member.project)) {
    if (invitation.createdById === member.accountId) await tx.deleteInvitation(invitation);
  }
}

async function readMember(
  tx: ReadTransaction,
  { project }: Caller,
  accountId: string,
): Promise<MemberState> {
  const member = await tx.member(project.number, accountId);
  if (member === undefined) throw refuseMissing('member');
  return readState(tx, member);
}

async function readState(tx: ReadTransaction, member: Member): Promise<MemberState> {
  const account = await tx.account(member.accountId);
  if (account === undefined) throw new Error(`The member ${member.accountId} has no account.`);
  return { member, account };
}

function toContent({ member, account }: MemberState) {
  return { email: account.email, name: account.name, role: member.role };
}

function refuseMember(email: string): HttpProblem {
  return new HttpProblem(409, 'already_member', `${email} is a member of this project already.`);
}

function refuseMissing(what: 'member' | 'invitation'): HttpProblem {
  return new HttpProblem(404, `${what}_not_found`, `There is no such ${what}.`);
}
