import { describe, type Names, type Plan, parseTree } from '@muster/conditions';
import type {
  SegmentBody,
  SegmentSummaryBody,
  SegmentVersionBody,
  UseBody,
} from '@muster/protocol';
import type { Badge, SegmentRow, SegmentVersion } from '../../store/store.ts';
import { type Surroundings, toErrors } from '../audience/read-question.ts';
import { isRun } from '../experiences/existing-ids.ts';
import { nameStep } from '../experiences/step-names.ts';

/** A stored segment with what is known of it now. */
export interface SegmentState {
  row: SegmentRow;
  plan: Plan;
  usedBy: UseBody[];
  /** `null`: not counted. */
  audience: number | null;
}

/** A segment as the list shows it. */
export function toSummaryBody({ row, plan, usedBy, audience }: SegmentState): SegmentSummaryBody {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    badge: row.badge ?? null,
    audience,
    problems: plan.valid ? [] : toErrors(plan.problems, 'conditions'),
    createdAt: new Date(row.createdAt).toISOString(),
    createdBy: row.createdBy,
    updatedAt: new Date(row.updatedAt).toISOString(),
    updatedBy: row.updatedBy,
    usedBy,
    version: row.version,
  };
}

/** A segment as its own page shows it. */
export function toSegmentBody(state: SegmentState, names: Names): SegmentBody {
  const { conditions } = state.row;
  return { ...toSummaryBody(state), conditions, formula: writeFormula(conditions, names) };
}

/** A version as the history shows it. */
export function toVersionBody(version: SegmentVersion, names: Names): SegmentVersionBody {
  return {
    version: version.version,
    name: version.name,
    description: version.description,
    badge: version.badge ?? null,
    conditions: version.conditions,
    formula: writeFormula(version.conditions, names),
    at: new Date(version.at).toISOString(),
    by: version.by,
  };
}

/** The badge as it is stored: without the keys that are not given. */
export function toBadge(given: { [Key in keyof Badge]: Badge[Key] | undefined }): Badge {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What segments, experiences and their steps, and imports are called. */
export function namesOf({ segmentsById, experiences, imports }: Nameable): Names {
  const experiencesById = new Map(experiences.map((experience) => [experience.id, experience]));
  const importNames = new Map(imports.filter(isRun).map(({ id, name }) => [id, name]));
  return {
    segment: (id) => segmentsById.get(id)?.name,
    experience: (id) => experiencesById.get(id)?.name,
    step: (experienceId, stepId) => {
      const steps = experiencesById.get(experienceId)?.steps ?? [];
      const index = steps.findIndex(({ id }) => id === stepId);
      const step = steps[index];
      return step && nameStep(step, index);
    },
    import: (id) => importNames.get(id),
  };
}

type Nameable = Pick<Surroundings, 'segmentsById' | 'experiences' | 'imports'>;

function writeFormula(conditions: unknown, names: Names): string | null {
  const parsed = parseTree(conditions, { allowEmptyRoot: true });
  return parsed.ok ? describe(parsed.value, names) : null;
}
