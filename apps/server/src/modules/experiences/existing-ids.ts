import type { ExistingIds } from '@muster/conditions';
import type { ExperienceRow } from '../../store/experiences.ts';

/** What conditions may name: experiences, and those of their steps that ask something. */
export function toExistingIds(experiences: readonly ExperienceRow[]): ExistingIds {
  return {
    experiences: new Map(experiences.map(({ id, steps }) => [id, { steps: toQuestionIds(steps) }])),
    // There are no imports yet: a condition on one is broken and matches nobody.
    imports: new Set(),
  };
}

/** The ids of the steps that ask something. */
export function toQuestionIds(steps: ExperienceRow['steps']): Set<string> {
  return new Set(steps.flatMap(({ id, question }) => (question ? [id] : [])));
}
