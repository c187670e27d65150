import type { Path, Problem } from './plan.ts';
import type { Condition } from './tree.ts';

/** What conditions may name besides segments, as far as it exists. */
export interface ExistingIds {
  /** By id. */
  experiences: ReadonlyMap<string, { steps: ReadonlySet<string> }>;
  /** By id. */
  imports: ReadonlySet<string>;
}

/** A problem when the condition names an experience, step or import that does not exist. */
export function findBrokenReference(
  condition: Condition,
  path: Path,
  existing: ExistingIds,
): Problem[] {
  switch (condition.type) {
    case 'experience':
    case 'answer':
      return findBrokenExperience(condition, path, existing);
    case 'import':
      return existing.imports.has(condition.importId)
        ? []
        : [missing([...path, 'importId'], 'import', condition.importId)];
    default:
      return [];
  }
}

function findBrokenExperience(
  condition: Extract<Condition, { experienceId: string }>,
  path: Path,
  existing: ExistingIds,
): Problem[] {
  const experience = existing.experiences.get(condition.experienceId);
  if (experience === undefined) {
    return [missing([...path, 'experienceId'], 'experience', condition.experienceId)];
  }
  if (condition.type === 'answer' && !experience.steps.has(condition.stepId)) {
    return [missing([...path, 'stepId'], 'step', condition.stepId)];
  }
  return [];
}

function missing(path: Path, what: 'experience' | 'step' | 'import', id: string): Problem {
  const message = `There is no ${what} with the id ${JSON.stringify(id)}.`;
  return { path, code: `${what}_missing`, message };
}
