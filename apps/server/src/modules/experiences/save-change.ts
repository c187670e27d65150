import { refuseVersion } from '../../http/if-match.ts';
import type {
  ExperienceContent,
  ExperienceRow,
  ExperienceVersion,
} from '../../store/experiences.ts';
import type { WriteTransaction } from '../../store/store.ts';

/** Who changes something, and when. */
export interface Signature {
  by: string;
  at: number;
}

/**
 * Saves an experience that this transaction has read, changed as said, with the version before it and
 * an audit entry. A change of nothing makes no version.
 */
export async function saveChange(
  tx: WriteTransaction,
  before: ExperienceRow,
  changes: Partial<ExperienceContent>,
  { by, at }: Signature,
): Promise<ExperienceRow> {
  const changed = { ...before, ...changes };
  if (JSON.stringify(toContent(before)) === JSON.stringify(toContent(changed))) return before;
  const after = { ...changed, version: before.version + 1, updatedAt: at, updatedBy: by };
  if (before.status === 'draft' && after.status === 'live') after.publishedAt = at;
  // The transaction has read this version and writers take turns: it cannot have moved on.
  if (!(await tx.updateExperience(after, before.version))) {
    throw refuseVersion('experience', before);
  }
  await tx.insertExperienceVersion(before.project, toVersion(before));
  await tx.insertAudit({
    project: before.project,
    at,
    by,
    action: 'experience.updated',
    subject: before.id,
    before: toAudited(before),
    after: toAudited(after),
  });
  return after;
}

/** What the audit log shows of an experience. */
export function toAudited(row: ExperienceRow) {
  return { type: row.type, ...toContent(row) };
}

/** What of an experience people wrote. */
export function toContent(content: ExperienceContent): ExperienceContent {
  const { name, status, steps, theme, target } = content;
  return { name, status, steps, theme, target };
}

/** The version as it was: who made it, and when. */
export function toVersion(row: ExperienceRow): ExperienceVersion {
  const { id, version, updatedAt, updatedBy } = row;
  return { experienceId: id, version, ...toContent(row), at: updatedAt, by: updatedBy };
}
