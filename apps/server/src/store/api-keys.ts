import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { ApiKey, Project } from './store.ts';

interface KeyRow {
  project: number;
  id: string;
  hash: string;
  document: string;
}

const columns = ['project', 'id', 'hash', 'document'] as const;

/** The key with this hash, revoked or not. */
export async function findKeyByHash(
  { queries }: Session,
  hash: string,
): Promise<ApiKey | undefined> {
  const row = await queries
    .selectFrom('api_keys')
    .select(columns)
    .where('hash', '=', toKeyText(hash))
    .executeTakeFirst();
  return row && toKey(row);
}

/** All keys of a project, revoked ones too, oldest first. */
export async function listKeys(
  { queries }: Session,
  project: Project['number'],
): Promise<ApiKey[]> {
  const rows = await queries
    .selectFrom('api_keys')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toKey).sort((one, other) => one.createdAt - other.createdAt);
}

/** Throws when the id is taken in the project, or the hash anywhere. */
export async function insertKey({ queries }: Session, key: ApiKey): Promise<void> {
  await queries.insertInto('api_keys').values(toRow(key)).execute();
}

/** Marks a key as revoked; false when there is no such key or it was revoked before. */
export async function revokeKey(
  { queries }: Session,
  project: number,
  id: string,
  at: number,
): Promise<boolean> {
  const row = await queries
    .selectFrom('api_keys')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  if (row === undefined) return false;
  const key = toKey(row);
  if (key.revokedAt !== undefined) return false;
  await queries
    .updateTable('api_keys')
    .set({ document: toRow({ ...key, revokedAt: at }).document })
    .where('project', '=', project)
    .where('id', '=', row.id)
    .execute();
  return true;
}

function toKey({ project, id, hash, document }: KeyRow): ApiKey {
  const rest: Omit<ApiKey, 'id' | 'projectNumber' | 'hash'> = JSON.parse(document);
  return { id: fromKeyText(id), projectNumber: project, hash: fromKeyText(hash), ...rest };
}

function toRow({ id, projectNumber, hash, ...rest }: ApiKey): KeyRow {
  return {
    project: projectNumber,
    id: toKeyText(id),
    hash: toKeyText(hash),
    document: JSON.stringify(rest),
  };
}
