import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** A person who logs in; on every project that she is a member of it is the same one. */
export interface Account {
  id: string;
  /** As she wrote it; no two accounts have one that differs in capitals only. */
  email: string;
  name: string;
  /** In the PHC form, which names its own parameters. */
  passwordHash: string;
  createdAt: Instant;
  lastSignInAt?: Instant;
}

interface AccountRow {
  id: string;
  email: string;
  document: string;
}

const columns = ['id', 'email', 'document'] as const;

/** How many accounts there are. */
export async function countAccounts({ queries }: Session): Promise<number> {
  const { count } = await queries
    .selectFrom('accounts')
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The account with this id. */
export async function findAccount({ queries }: Session, id: string): Promise<Account | undefined> {
  const row = await queries
    .selectFrom('accounts')
    .select(columns)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toAccount(row);
}

/** The account with this email, in whatever capitals. */
export async function findAccountByEmail(
  { queries }: Session,
  email: string,
): Promise<Account | undefined> {
  const row = await queries
    .selectFrom('accounts')
    .select(columns)
    .where('email', '=', toEmailKey(email))
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Throws when the id or the email is taken. */
export async function insertAccount({ queries }: Session, account: Account): Promise<void> {
  await queries.insertInto('accounts').values(toRow(account)).execute();
}

/** Replaces what is kept of an account; throws when there is none with this id. */
export async function updateAccount({ queries }: Session, account: Account): Promise<void> {
  const { id, ...row } = toRow(account);
  const { numUpdatedRows } = await queries
    .updateTable('accounts')
    .set(row)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`There is no account ${account.id}.`);
}

/** Removes an account; its memberships and sessions are the caller's to remove. */
export async function deleteAccount({ queries }: Session, id: string): Promise<void> {
  await queries.deleteFrom('accounts').where('id', '=', toKeyText(id)).execute();
}

/** What two spellings of one address have in common. */
export function toEmailKey(email: string): string {
  return toKeyText(email.normalize('NFC').toLowerCase());
}

function toAccount({ id, document }: AccountRow): Account {
  const rest: Omit<Account, 'id'> = JSON.parse(document);
  return { id: fromKeyText(id), ...rest };
}

function toRow({ id, ...rest }: Account): AccountRow {
  return { id: toKeyText(id), email: toEmailKey(rest.email), document: JSON.stringify(rest) };
}
