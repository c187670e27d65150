import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** An item of a source that was refused, whole or in part. */
export interface SourceError {
  /** Later ones have higher numbers. */
  number: number;
  project: number;
  source: string;
  receivedAt: number;
  refusals: { code: string; message: string; path: string; scope: 'item' | 'key' }[];
  /** The item as JSON, or its beginning. */
  payload: string;
  isCut: boolean;
  /** What the request said of itself that the item needs, e.g. its `webhook-id`. */
  requestId?: string;
  /** When a library sent it by its own clock. */
  sentAt?: number;
  attempts: number;
  lastAttemptAt?: number;
}

/** Whom an error is about: when she is erased, it goes. */
export interface ErrorSubject {
  kind: 'user' | 'anonymous' | 'email';
  id: string;
}

interface StoredError {
  number: number;
  project: number;
  source: string;
  document: string;
}

const columns = ['number', 'project', 'source', 'document'] as const;

/** The errors of a source, newest first. */
export async function listSourceErrors(
  { queries }: Session,
  project: number,
  source: string,
): Promise<SourceError[]> {
  const rows = await queries
    .selectFrom('source_errors')
    .select(columns)
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .orderBy('number', 'desc')
    .execute();
  return rows.map(toError);
}

/** How many errors of each source of a project are kept. */
export async function countSourceErrors(
  { connection }: Session,
  project: number,
): Promise<Map<string, number>> {
  const { rows } = await connection.query<{ source: string; count: number }>(
    'select source, count(*) as count from source_errors where project = ? group by source',
    [project],
  );
  return new Map(rows.map(({ source, count }) => [fromKeyText(source), Number(count)]));
}

/** One error of a source, if it is there. */
export async function findSourceError(
  { queries }: Session,
  project: number,
  source: string,
  number: number,
): Promise<SourceError | undefined> {
  const row = await queries
    .selectFrom('source_errors')
    .select(columns)
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .where('number', '=', number)
    .executeTakeFirst();
  return row && toError(row);
}

/** Keeps an error, and by whom it is found. */
export async function insertSourceError(
  { queries, connection }: Session,
  error: Omit<SourceError, 'number'>,
  subjects: readonly ErrorSubject[],
): Promise<void> {
  const { project, source, ...rest } = error;
  const { number } = await queries
    .insertInto('source_errors')
    .values({ project, source: toKeyText(source), document: JSON.stringify(rest) })
    .returning('number')
    .executeTakeFirstOrThrow();
  const rows = subjects.map(({ kind, id }) => [project, kind, toKeyText(id), number]);
  await connection.insertRows(subjectInsert, rows);
}

const subjectInsert = {
  table: 'source_error_subjects',
  columns: { project: 'integer', kind: 'text', id: 'text', error: 'integer' },
  conflict: 'on conflict do nothing',
} as const;

/** Replaces what is kept of an error. */
export async function updateSourceError({ queries }: Session, error: SourceError): Promise<void> {
  const { number, project, source, ...rest } = error;
  await queries
    .updateTable('source_errors')
    .set({ document: JSON.stringify(rest) })
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .where('number', '=', number)
    .execute();
}

/** Forgets one error; false when there is none. */
export async function deleteSourceError(
  session: Session,
  project: number,
  source: string,
  number: number,
): Promise<boolean> {
  if ((await findSourceError(session, project, source, number)) === undefined) return false;
  await deleteByNumbers(session, [number]);
  return true;
}

/** Forgets all errors of a source but the latest `keep`. */
export async function trimSourceErrors(
  session: Session,
  project: number,
  source: string,
  keep: number,
): Promise<void> {
  const rows = await session.queries
    .selectFrom('source_errors')
    .select('number')
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .orderBy('number', 'desc')
    .execute();
  await deleteByNumbers(
    session,
    rows.slice(keep).map(({ number }) => number),
  );
}

/** Forgets all errors about one of these. */
export async function deleteErrorsAbout(
  session: Session,
  project: number,
  subjects: readonly ErrorSubject[],
): Promise<void> {
  for (const { kind, id } of subjects) {
    const { rows } = await session.connection.query<{ error: number }>(
      'select error from source_error_subjects where project = ? and kind = ? and id = ?',
      [project, kind, toKeyText(id)],
    );
    await deleteByNumbers(
      session,
      rows.map(({ error }) => error),
    );
  }
}

async function deleteByNumbers({ queries }: Session, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    await queries.deleteFrom('source_error_subjects').where('error', '=', number).execute();
    await queries.deleteFrom('source_errors').where('number', '=', number).execute();
  }
}

function toError({ number, project, source, document }: StoredError): SourceError {
  const rest: Omit<SourceError, keyof StoredError> = JSON.parse(document);
  return { number, project, source: fromKeyText(source), ...rest };
}
