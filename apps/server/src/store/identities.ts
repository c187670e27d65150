import { toIdentityKey } from './identity-key.ts';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { BatchInsert, SqlDialect } from './sql-connection.ts';
import type { Identity } from './store.ts';

const givenColumns = { kind: 'text', id: 'text' } as const;

const identityInsert: BatchInsert = {
  table: 'identities',
  columns: { project: 'integer', kind: 'text', id: 'text', number: 'integer' },
  conflict: 'on conflict (project, kind, id) do update set number = excluded.number',
};

// The cross join keeps SQLite from reading the whole table to look for few keys.
const findText = ({ rowSource }: SqlDialect) =>
  `select given.kind, given.id, identities.number
  from ${rowSource(givenColumns)} as given cross join identities
  where identities.project = ? and identities.kind = given.kind and identities.id = given.id`;

/** Numbers of the identities that are known, by `toIdentityKey`. */
export async function findNumbers(
  { connection }: Session,
  project: number,
  identities: readonly Identity[],
): Promise<Map<string, number>> {
  if (identities.length === 0) return new Map();
  const { dialect } = connection;
  const given = identities.map(({ kind, id }) => [kind, toKeyText(id)]);
  const { rows } = await connection.query<Identity & { number: number }>(findText(dialect), [
    ...dialect.rowParameters(givenColumns, given),
    project,
  ]);
  return new Map(
    rows.map(({ kind, id, number }) => [toIdentityKey({ kind, id: fromKeyText(id) }), number]),
  );
}

/** Points identities at numbers; of several entries for one identity the last counts. */
export async function putIdentities(
  { connection }: Session,
  project: number,
  entries: readonly { identity: Identity; number: number }[],
): Promise<void> {
  const numberByKey = new Map(
    entries.map((entry) => [toIdentityKey(entry.identity), entry] as const),
  );
  const rows = [...numberByKey.values()].map(({ identity, number }) => [
    project,
    identity.kind,
    toKeyText(identity.id),
    number,
  ]);
  await connection.insertRows(identityInsert, rows);
}

/** Points every identity of one number at another. */
export async function moveIdentities(
  { connection }: Session,
  project: number,
  from: number,
  to: number,
): Promise<void> {
  await connection.query('update identities set number = ? where project = ? and number = ?', [
    to,
    project,
    from,
  ]);
}

/** Every identity of one number. */
export async function listIdentities(
  { connection }: Session,
  project: number,
  number: number,
): Promise<Identity[]> {
  const { rows } = await connection.query<Identity>(
    'select kind, id from identities where project = ? and number = ?',
    [project, number],
  );
  return rows.map(({ kind, id }) => ({ kind, id: fromKeyText(id) }));
}

/** Forgets every identity of one number. */
export async function deleteIdentities(
  { connection }: Session,
  project: number,
  number: number,
): Promise<void> {
  await connection.query('delete from identities where project = ? and number = ?', [
    project,
    number,
  ]);
}
