import { hasProject } from './projects.ts';
import type { Session } from './session.ts';
import type { AuditEntry, NumberedAuditEntry } from './store.ts';
import { ProjectGoneError } from './store-errors.ts';

/** The latest entries of a project before that number, newest first. */
export async function listAudit(
  { queries }: Session,
  project: number,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
): Promise<NumberedAuditEntry[]> {
  const rows = await queries
    .selectFrom('audit')
    .select(['number', 'document'])
    .where('project', '=', project)
    .where('number', '<', before)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ number, document }) => {
    const entry: Omit<AuditEntry, 'project'> = JSON.parse(document);
    return { project, number, ...entry };
  });
}

/**
 * Adds an entry, which goes with its project alone. Throws a `ProjectGoneError` when that has gone: every
 * change by a person or a key has an entry in its transaction, so none is kept that comes too late.
 */
export async function insertAudit(session: Session, entry: AuditEntry): Promise<void> {
  const { project, ...rest } = entry;
  if (!(await hasProject(session, project))) throw new ProjectGoneError();
  await session.queries
    .insertInto('audit')
    .values({ project, document: JSON.stringify(rest) })
    .execute();
}
