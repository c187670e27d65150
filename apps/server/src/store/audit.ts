import type { Session } from './session.ts';
import type { AuditEntry, NumberedAuditEntry } from './store.ts';

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

/** Adds an entry. Nothing ever removes or changes one. */
export async function insertAudit({ queries }: Session, entry: AuditEntry): Promise<void> {
  const { project, ...rest } = entry;
  await queries
    .insertInto('audit')
    .values({ project, document: JSON.stringify(rest) })
    .execute();
}
