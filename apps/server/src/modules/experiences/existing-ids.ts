import type { ExistingIds } from '@muster/conditions';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ImportRow } from '../../store/import-rows.ts';
import type { ReadTransaction } from '../../store/store.ts';

/** What is stored that conditions may name, beside segments. */
export interface NamedByConditions {
  experiences: readonly ExperienceRow[];
  imports: readonly ImportRow[];
}

/** All of that in a project. */
export async function readNamed(tx: ReadTransaction, project: number): Promise<NamedByConditions> {
  return { experiences: await tx.experiences(project), imports: await tx.imports(project) };
}

/** What conditions may name: experiences, those of their steps that ask something, and imports. */
export function toExistingIds({ experiences, imports }: NamedByConditions): ExistingIds {
  return {
    experiences: new Map(experiences.map(({ id, steps }) => [id, { steps: toQuestionIds(steps) }])),
    // A draft has nobody in it and may be deleted: it cannot be named.
    imports: new Set(imports.filter(isRun).map(({ id }) => id)),
  };
}

/** True for an import that has been run, however it ended. */
export function isRun({ status }: ImportRow): boolean {
  return status !== 'draft';
}

/** The ids of the steps that ask something. */
export function toQuestionIds(steps: ExperienceRow['steps']): Set<string> {
  return new Set(steps.flatMap(({ id, question }) => (question ? [id] : [])));
}
