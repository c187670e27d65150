import { createResolver } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import { formatPath, HttpProblem, type ProblemError } from '../../http/problem.ts';
import type { ExperienceContent, ExperienceRow } from '../../store/experiences.ts';
import type { SegmentRow } from '../../store/store.ts';
import { toErrors } from '../audience/read-question.ts';
import { type NamedByConditions, toExistingIds, toQuestionIds } from './existing-ids.ts';
import { findExperienceUses, listStarts } from './experience-uses.ts';
import { readWho } from './read-who.ts';
import { resolveWhos } from './who-plans.ts';
import { whyNotLive } from './why-not-live.ts';

/** What an experience is checked against: all that is stored, in the transaction that will save it. */
export interface Surroundings extends NamedByConditions {
  segments: readonly SegmentRow[];
  timeZone: string;
  now: number;
}

/** What somebody wants to write; what is left out stays as it is. */
export type Wishes = Partial<ExperienceContent>;

/**
 * The wishes as they may be saved, over `before`; of one that is not stored yet, over its empty draft.
 * Throws a 422 that names every wrong place: trees that do not parse, what does not exist, what
 * something live lacks; and a 409 when others ask about a question that would go. What was broken
 * before stays so without being refused, as long as it is not what is changed or made live.
 */
export function checkWishes(
  wishes: Wishes,
  before: ExperienceRow,
  surroundings: Surroundings,
): Wishes {
  const errors: ProblemError[] = [];
  const read = readWishes(wishes, errors);
  refuseAny(errors);
  const after = { ...before, ...read };
  if (read.target) errors.push(...checkTimes(read.target));
  errors.push(...checkWhos(read, before, after, surroundings));
  if (read.steps) errors.push(...checkStarts(after, surroundings));
  refuseAny(errors);
  const isPublished = after.status === 'live' && before.status !== 'live';
  if (isPublished || (after.status === 'live' && read.steps)) {
    refuseIncomplete(whyNotLive(after.type, after.steps));
  }
  if (read.steps) refuseLostQuestions(before, after, surroundings);
  return read;
}

function readWishes({ steps, target, ...rest }: Wishes, errors: ProblemError[]): Wishes {
  const read: Wishes = { ...rest };
  if (steps) {
    read.steps = steps.map(({ who, ...step }, i) =>
      who ? { ...step, who: readWho(who, `steps[${i}].who`, errors) } : step,
    );
  }
  if (target) read.target = { ...target, who: readWho(target.who, 'target.who', errors) };
  return read;
}

function checkTimes({ when: { start, end } }: ExperienceContent['target']): ProblemError[] {
  if (start === null || end === null || Date.parse(start) < Date.parse(end)) return [];
  const message = 'It would end before it starts.';
  return [{ path: 'target.when.end', message, code: 'ends_before_start' }];
}

/** A Who that is written or made live must be sound, and no other may become broken. */
function checkWhos(
  read: Wishes,
  before: ExperienceRow,
  after: ExperienceRow,
  { segments, experiences, imports, ...clock }: Surroundings,
): ProblemError[] {
  const segmentsById = new Map(segments.map((segment) => [segment.id, segment]));
  const others = experiences.filter(({ id }) => id !== before.id);
  const resolveIn = (row: ExperienceRow) => {
    const existing = toExistingIds({ experiences: [...others, row], imports });
    return resolveWhos(row, createResolver({ ...clock, segments: segmentsById, ...existing }));
  };
  const isPublished = after.status === 'live' && before.status !== 'live';
  const [ownBefore] = resolveIn(before);
  const [own, ...ofBlocks] = resolveIn(after);
  const checked = [];
  if (read.target || isPublished || ownBefore.plan.valid) checked.push(own);
  if (read.steps || isPublished) checked.push(...ofBlocks);
  return checked.flatMap(({ plan }) => (plan.valid ? [] : toErrors(plan.problems, '')));
}

/** A button starts an experience that is there. */
function checkStarts({ id, steps }: ExperienceRow, { experiences }: Surroundings): ProblemError[] {
  const ids = new Set([id, ...experiences.map((experience) => experience.id)]);
  return listStarts(steps).flatMap(({ experienceId, path }) => {
    if (ids.has(experienceId)) return [];
    const message = `There is no experience with the id ${JSON.stringify(experienceId)}.`;
    return [{ path: formatPath(path), message, code: 'experience_missing' }];
  });
}

function refuseAny(errors: readonly ProblemError[]): void {
  if (errors.length === 0) return;
  const detail = 'The experience is not valid; `errors` says where.';
  throw new HttpProblem(422, 'invalid_experience', detail, { errors });
}

function refuseIncomplete(errors: readonly ProblemError[]): void {
  if (errors.length === 0) return;
  const detail = `It cannot be live: ${errors.map(({ message }) => message).join(' ')}`;
  throw new HttpProblem(422, 'experience_incomplete', detail, { errors });
}

/** Conditions on the answers to a question that is gone match nobody: that must not happen by the way. */
function refuseLostQuestions(
  before: ExperienceRow,
  after: ExperienceRow,
  { segments, experiences }: Surroundings,
): void {
  const kept = toQuestionIds(after.steps);
  const lost = [...toQuestionIds(before.steps)].filter((id) => !kept.has(id));
  if (lost.length === 0) return;
  const uses = findExperienceUses(segments, experiences).get(before.id) ?? [];
  const usedBy = uses
    .filter(({ stepIds }) => lost.some((id) => stepIds.has(id)))
    .map(({ type, id, name }): UseBody => ({ type, id, name }));
  if (usedBy.length === 0) return;
  const list = usedBy.map(({ name }) => `“${name}”`).join(', ');
  const detail = `Conditions of ${list} are about a question that would go: take them out there first.`;
  throw new HttpProblem(409, 'question_in_use', detail, { extra: { usedBy } });
}
