import type { Resolver } from '@muster/conditions';
import type {
  ExperienceBody,
  ExperienceSummaryBody,
  ExperienceVersionBody,
  UseBody,
} from '@muster/protocol';
import type { ExperienceRow, ExperienceVersion } from '../../store/experiences.ts';
import { toErrors } from '../audience/read-question.ts';
import type { ExperienceUse } from './experience-uses.ts';
import { nameStep } from './step-names.ts';
import { resolveWhos } from './who-plans.ts';

/** A stored experience with what is known of it now. */
export interface ExperienceState {
  row: ExperienceRow;
  resolver: Resolver;
  uses: readonly ExperienceUse[];
}

/** An experience as the list shows it. */
export function toSummaryBody({ row, resolver, uses }: ExperienceState): ExperienceSummaryBody {
  const problems = resolveWhos(row, resolver).flatMap(({ plan }) =>
    plan.valid ? [] : toErrors(plan.problems, ''),
  );
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    status: row.status,
    target: row.target,
    steps: row.steps.map((step, index) => ({
      id: step.id,
      name: nameStep(step, index),
      question: step.question?.kind ?? null,
    })),
    problems,
    createdAt: new Date(row.createdAt).toISOString(),
    createdBy: row.createdBy,
    updatedAt: new Date(row.updatedAt).toISOString(),
    updatedBy: row.updatedBy,
    usedBy: uses.map(({ type, id, name }): UseBody => ({ type, id, name })),
    version: row.version,
  };
}

/** An experience as its own page shows it. */
export function toExperienceBody(state: ExperienceState): ExperienceBody {
  const { steps, theme } = state.row;
  return { ...toSummaryBody(state), steps, theme };
}

/** A version as the history shows it. */
export function toVersionBody({ experienceId: _, at, ...rest }: ExperienceVersion) {
  return { ...rest, at: new Date(at).toISOString() } satisfies ExperienceVersionBody;
}
