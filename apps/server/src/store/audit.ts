import type { Session } from './session.ts';
import type { AuditEntry } from './store.ts';

/** The latest entries of a project, newest first. */
export async function listAudit(
  { queries }: Session,
  project: number,
  limit: number,
): Promise<AuditEntry[]> {
  const rows = await queries
    .selectFrom('audit')
    .select('document')
    .where('project', '=', project)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ document }) => {
    const entry: Omit<AuditEntry, 'project'> = JSON.parse(document);
    return { project, ...entry };
  });
}

/** Adds an entry. Nothing ever removes or changes one. */
export async function insertAudit({ queries }: Session, entry: AuditEntry): Promise<void> {
  const { project, ...rest } = entry;
  await queries
    .insertInto('audit')
    .values({ project, document: JSON.stringify(rest) })
    .execute();
}
