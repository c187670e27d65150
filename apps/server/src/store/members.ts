import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What a member may do: read; read and write; everything. */
export type Role = 'viewer' | 'editor' | 'admin';

/** That an account belongs to a project. */
export interface Member {
  project: number;
  accountId: string;
  role: Role;
  addedAt: Instant;
  addedBy: string;
}

interface MemberRow {
  project: number;
  account: string;
  document: string;
}

const columns = ['project', 'account', 'document'] as const;

/** Everybody of a project, in the order in which they came. */
export async function listMembers({ queries }: Session, project: number): Promise<Member[]> {
  const rows = await queries
    .selectFrom('members')
    .select(columns)
    .where('project', '=', project)
    .orderBy('account')
    .execute();
  return rows.map(toMember).sort((one, other) => one.addedAt - other.addedAt);
}

/** The member of a project who has this account. */
export async function findMember(
  { queries }: Session,
  project: number,
  accountId: string,
): Promise<Member | undefined> {
  const row = await queries
    .selectFrom('members')
    .select(columns)
    .where('project', '=', project)
    .where('account', '=', toKeyText(accountId))
    .executeTakeFirst();
  return row && toMember(row);
}

/** What an account is a member of, by number of project. */
export async function listMemberships({ queries }: Session, accountId: string): Promise<Member[]> {
  const rows = await queries
    .selectFrom('members')
    .select(columns)
    .where('account', '=', toKeyText(accountId))
    .orderBy('project')
    .execute();
  return rows.map(toMember);
}

/** Throws when the account is a member already. */
export async function insertMember({ queries }: Session, member: Member): Promise<void> {
  await queries.insertInto('members').values(toRow(member)).execute();
}

/** Replaces what is kept of a member; throws when there is no such one. */
export async function updateMember({ queries }: Session, member: Member): Promise<void> {
  const { project, account, document } = toRow(member);
  const { numUpdatedRows } = await queries
    .updateTable('members')
    .set({ document })
    .where('project', '=', project)
    .where('account', '=', account)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error('There is no such member.');
}

/** Ends a membership, if there is one. */
export async function deleteMember(
  { queries }: Session,
  project: number,
  accountId: string,
): Promise<void> {
  await queries
    .deleteFrom('members')
    .where('project', '=', project)
    .where('account', '=', toKeyText(accountId))
    .execute();
}

function toMember({ project, account, document }: MemberRow): Member {
  const rest: Omit<Member, 'project' | 'accountId'> = JSON.parse(document);
  return { project, accountId: fromKeyText(account), ...rest };
}

function toRow({ project, accountId, ...rest }: Member): MemberRow {
  return { project, account: toKeyText(accountId), document: JSON.stringify(rest) };
}
