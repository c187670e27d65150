import type { SignatureScheme, SourceKind, SourceLogo, SourceMapping } from '@muster/protocol';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** Somebody who sends from server to server. */
export interface SourceRow {
  id: string;
  project: number;
  /** What its address ends with; whoever knows it may send, unless a signature is asked for. */
  key: string;
  version: number;
  kind: SourceKind;
  name: string;
  logo: SourceLogo;
  isPaused: boolean;
  signature: SignatureScheme;
  /** What signatures are made with; absent without a scheme. */
  secret?: string;
  /** The secret before this one, while the sender may still use it. */
  previous?: { secret: string; until: number };
  createsUsers: boolean;
  /** Of the kind `webhook`. */
  mapping?: SourceMapping;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

interface StoredSource {
  project: number;
  id: string;
  key: string;
  version: number;
  document: string;
}

const columns = ['project', 'id', 'key', 'version', 'document'] as const;

/** All sources of a project, by id. */
export async function listSources({ queries }: Session, project: number): Promise<SourceRow[]> {
  const rows = await queries
    .selectFrom('sources')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toSource);
}

/** One source, if it is there. */
export async function findSource(
  { queries }: Session,
  project: number,
  id: string,
): Promise<SourceRow | undefined> {
  const row = await queries
    .selectFrom('sources')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toSource(row);
}

/** The source, of whatever project, whose address ends with the key. */
export async function findSourceByKey(
  { queries }: Session,
  key: string,
): Promise<SourceRow | undefined> {
  const row = await queries
    .selectFrom('sources')
    .select(columns)
    .where('key', '=', toKeyText(key))
    .executeTakeFirst();
  return row && toSource(row);
}

/** Throws when the id or the key is taken. */
export async function insertSource({ queries }: Session, source: SourceRow): Promise<void> {
  await queries.insertInto('sources').values(toRow(source)).execute();
}

/** Replaces a source that was read in this transaction. */
export async function updateSource({ queries }: Session, source: SourceRow): Promise<void> {
  const { project, id, ...changed } = toRow(source);
  await queries
    .updateTable('sources')
    .set(changed)
    .where('project', '=', project)
    .where('id', '=', id)
    .execute();
}

/** Removes a source; false when there is none. */
export async function deleteSource(
  { queries }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('sources')
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function toSource({ project, id, key, version, document }: StoredSource): SourceRow {
  const rest: Omit<SourceRow, keyof StoredSource> = JSON.parse(document);
  return { project, id: fromKeyText(id), key: fromKeyText(key), version, ...rest };
}

function toRow({ project, id, key, version, ...rest }: SourceRow): StoredSource {
  const document = JSON.stringify(rest);
  return { project, id: toKeyText(id), key: toKeyText(key), version, document };
}
