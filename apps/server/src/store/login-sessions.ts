import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** That a browser is signed in. The token in its cookie is kept as a SHA-256 in hex alone. */
export interface LoginSession {
  hash: string;
  accountId: string;
  createdAt: Instant;
  expiresAt: Instant;
}

interface LoginSessionRow {
  hash: string;
  account: string;
  expires: number;
  document: string;
}

/** The session with this hash, expired or not. */
export async function findLoginSession(
  { queries }: Session,
  hash: string,
): Promise<LoginSession | undefined> {
  const row = await queries
    .selectFrom('login_sessions')
    .select(['hash', 'account', 'expires', 'document'])
    .where('hash', '=', toKeyText(hash))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const rest: Pick<LoginSession, 'createdAt'> = JSON.parse(row.document);
  const accountId = fromKeyText(row.account);
  return { hash: fromKeyText(row.hash), accountId, expiresAt: row.expires, ...rest };
}

/** Throws when the hash is taken. */
export async function insertLoginSession(
  { queries }: Session,
  session: LoginSession,
): Promise<void> {
  await queries.insertInto('login_sessions').values(toRow(session)).execute();
}

/** Lets a session last until its new `expiresAt`; does nothing to one that has ended. */
export async function extendLoginSession(
  { queries }: Session,
  { hash, expiresAt }: LoginSession,
): Promise<void> {
  await queries
    .updateTable('login_sessions')
    .set({ expires: expiresAt })
    .where('hash', '=', toKeyText(hash))
    .execute();
}

/** Ends one session. */
export async function deleteLoginSession({ queries }: Session, hash: string): Promise<void> {
  await queries.deleteFrom('login_sessions').where('hash', '=', toKeyText(hash)).execute();
}

/** Ends every session of an account. */
export async function deleteLoginSessionsOf(
  { queries }: Session,
  accountId: string,
): Promise<void> {
  await queries.deleteFrom('login_sessions').where('account', '=', toKeyText(accountId)).execute();
}

/** Forgets the sessions that have expired by then. */
export async function deleteExpiredLoginSessions(
  { queries }: Session,
  now: Instant,
): Promise<void> {
  await queries.deleteFrom('login_sessions').where('expires', '<=', now).execute();
}

function toRow({ hash, accountId, expiresAt, createdAt }: LoginSession): LoginSessionRow {
  return {
    hash: toKeyText(hash),
    account: toKeyText(accountId),
    expires: expiresAt,
    document: JSON.stringify({ createdAt }),
  };
}
