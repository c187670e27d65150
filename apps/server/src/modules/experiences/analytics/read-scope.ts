import { compile, type Plan, type Problem, parseTree, type Sql } from '@muster/conditions';
import type { AnalyticsWish } from '@muster/protocol';
import type { ExperienceRow } from '../../../store/experiences.ts';
import type { Project, Store } from '../../../store/store.ts';
import { readSurroundings, refuseTree, type Surroundings } from '../../audience/read-question.ts';
import { refuseMissing } from '../experience-writes.ts';
import { resolveWho } from '../resolve-who.ts';
import { type Days, readDays } from './analytics-days.ts';

/** What a question about an experience is about. */
export interface Scope {
  project: Project;
  experience: ExperienceRow;
  days: Days;
  /** What `compile` made of the filter; absent: everybody. */
  matches: Sql | undefined;
  /** Why the filter cannot be evaluated; `matches` is then nobody. */
  problems: readonly Problem[];
  now: number;
}

export type ScopeWish = Pick<AnalyticsWish, 'from' | 'to' | 'filter'>;

interface Parts {
  store: Store;
  now: () => number;
}

/**
 * Reads it from one snapshot of the store. Throws a 404 without the experience, and a 422 for days or
 * conditions that are not valid. A saved segment that is gone or broken makes the filter nobody, as it
 * makes the Who of an experience.
 */
export async function readScope(
  { store, now: clock }: Parts,
  asked: Project,
  experienceId: string,
  wish: ScopeWish,
): Promise<Scope> {
  const { surroundings, experience } = await store.read(async (tx) => ({
    surroundings: await readSurroundings(tx, asked, clock),
    experience: await tx.experience(asked.number, experienceId),
  }));
  if (experience === undefined) throw refuseMissing();
  const { project, now } = surroundings;
  const plan = wish.filter && resolveFilter(wish.filter, surroundings);
  return {
    project,
    experience,
    days: readDays(wish, now, project.timeZone),
    matches: plan && compile(plan, project.number),
    problems: plan && !plan.valid ? plan.problems : [],
    now,
  };
}

function resolveFilter(filter: NonNullable<ScopeWish['filter']>, { resolver }: Surroundings): Plan {
  if (filter.type === 'segments') return resolveWho(filter, resolver);
  const parsed = parseTree(filter.conditions, { allowEmptyRoot: true });
  if (!parsed.ok) throw refuseTree(parsed.problems, 'filter.conditions');
  const plan = resolver.resolve(parsed.value, { allowEmptyRoot: true });
  // Broken references in a question are the asker's to repair.
  if (!plan.valid) throw refuseTree(plan.problems, 'filter.conditions');
  return plan;
}
