import type { Instant } from '@muster/conditions';
import { toEmailKey } from './accounts.ts';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Role } from './members.ts';
import type { Session } from './session.ts';

/** A link that makes its holder a member, once. Its token is kept as a SHA-256 in hex alone. */
export interface Invitation {
  id: string;
  hash: string;
  project: number;
  /** Absent for the set-up link of the first start: whoever started the server may use any. */
  email?: string;
  role: Role;
  createdAt: Instant;
  createdBy: string;
  /** The account of whoever made it; absent when it was not a person. */
  createdById?: string;
  expiresAt: Instant;
}

interface InvitationRow {
  hash: string;
  id: string;
  project: number;
  expires: number;
  document: string;
}

const columns = ['hash', 'id', 'project', 'expires', 'document'] as const;

/** The invitation with this hash, expired or not. */
export async function findInvitation(
  { queries }: Session,
  hash: string,
): Promise<Invitation | undefined> {
  const row = await queries
    .selectFrom('invitations')
    .select(columns)
    .where('hash', '=', toKeyText(hash))
    .executeTakeFirst();
  return row && toInvitation(row);
}

/** The open invitations of a project, oldest first, expired ones too. */
export async function listInvitations(
  { queries }: Session,
  project: number,
): Promise<Invitation[]> {
  const rows = await queries
    .selectFrom('invitations')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toInvitation).sort((one, other) => one.createdAt - other.createdAt);
}

/** Throws when the id or the hash is taken. */
export async function insertInvitation(
  { queries }: Session,
  invitation: Invitation,
): Promise<void> {
  const { hash, id, project, expiresAt, ...rest } = invitation;
  await queries
    .insertInto('invitations')
    .values({
      hash: toKeyText(hash),
      id: toKeyText(id),
      project,
      expires: expiresAt,
      document: JSON.stringify(rest),
    })
    .execute();
}

/** Uses up or withdraws an invitation; false when there is none. */
export async function deleteInvitation(
  { queries }: Session,
  { project, id }: Pick<Invitation, 'project' | 'id'>,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('invitations')
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Forgets the invitations that have expired by then. */
export async function deleteExpiredInvitations({ queries }: Session, now: Instant): Promise<void> {
  await queries.deleteFrom('invitations').where('expires', '<=', now).execute();
}

/** Whether an invitation is for this address, in whatever capitals. */
export function isInvitationFor({ email }: Invitation, address: string): boolean {
  return email !== undefined && toEmailKey(email) === toEmailKey(address);
}

function toInvitation({ hash, id, project, expires, document }: InvitationRow): Invitation {
  const rest: Omit<Invitation, 'hash' | 'id' | 'project' | 'expiresAt'> = JSON.parse(document);
  return { hash: fromKeyText(hash), id: fromKeyText(id), project, expiresAt: expires, ...rest };
}
