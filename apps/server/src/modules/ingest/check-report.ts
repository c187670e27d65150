import type { Value } from '@muster/conditions';
import type { ExperienceType } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ReadTransaction } from '../../store/store.ts';
import { fitsStep } from '../experiences/fits-step.ts';
import type { ExperienceEffect, IngestItem } from './ingest-item.ts';
import type { Refusal } from './refusal.ts';

/** The experiences that commands of a batch name, by id, as its transaction has them. */
export type NamedExperiences = ReadonlyMap<string, ExperienceRow>;

/** Reads those that exist. */
export async function readNamedExperiences(
  tx: ReadTransaction,
  project: number,
  items: readonly IngestItem[],
): Promise<NamedExperiences> {
  const named = new Map<string, ExperienceRow>();
  const ids = new Set<string>();
  for (const item of items) {
    if (item.type === 'command' && item.experience) ids.add(item.experience.experienceId);
  }
  for (const id of ids) {
    const row = await tx.experience(project, id);
    if (row !== undefined) named.set(id, row);
  }
  return named;
}

/** A report about an experience and step that exist. */
export interface CheckedReport {
  ok: true;
  effect: ExperienceEffect;
  type: ExperienceType;
  /** What the experience is called. */
  name: string;
  /** Keys of it that were left out. */
  refusals: Refusal[];
}

/**
 * Whether what a browser reports can be. A page may hold on to an experience while it is edited or paused:
 * what is still in it counts, and a showing counts even when the step that it names is gone.
 */
export function checkReport(
  experiences: NamedExperiences,
  effect: ExperienceEffect,
): CheckedReport | { ok: false; refusal: Refusal } {
  const row = experiences.get(effect.experienceId);
  // What was never published was shown to nobody.
  if (row === undefined || (row.status === 'draft' && row.publishedAt === undefined)) {
    return refuse('unknown_experience', 'There is no such experience.', 'experienceId');
  }
  const { type, name } = row;
  const { action, stepId, value, ...rest } = effect;
  if (stepId === undefined) return { ok: true, effect, type, name, refusals: [] };
  const step = row.steps.find(({ id }) => id === stepId);
  if (step === undefined) {
    if (action === 'answered' || action === 'stepSeen') return { ok: false, refusal: unknownStep };
    const refusals: Refusal[] = [{ ...unknownStep, scope: 'key' }];
    return { ok: true, effect: { ...rest, action }, type, name, refusals };
  }
  if (action !== 'answered') return { ok: true, effect, type, name, refusals: [] };
  const fit = fitsStep(type, step, value as Value);
  if (fit === 'no question') return refuse('not_a_question', 'The step asks nothing.', 'stepId');
  if (fit) return { ok: true, effect, type, name, refusals: [] };
  return refuse('invalid_answer', 'The value is no answer to the question of the step.', 'value');
}

const unknownStep: Refusal = {
  code: 'unknown_step',
  message: 'The experience has no such step.',
  path: 'stepId',
  scope: 'item',
};

function refuse(code: string, message: string, path: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message, path, scope: 'item' } };
}
