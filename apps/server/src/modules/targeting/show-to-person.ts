import { answerKey, type EventLookup } from '@muster/conditions';
import type { ExperienceStepBody, RateLimit, ShownExperience } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { EventQuery } from '../../store/store.ts';
import { createPersonValues } from '../experiences/content/person-values.ts';
import { toShown } from '../experiences/content/to-shown.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import type { Judgement, LiveExperience } from '../sdk/project-plans.ts';
import { needsClaim } from './claims.ts';

/** Something that is to be shown, and how if not as it says itself: asked for by its id. */
export interface Chosen {
  experience: LiveExperience;
  startedBy?: 'manual' | 'url';
}

/** What is known of the person to whom something is shown. */
export interface Onlooker {
  document: ProfileDocument;
  judgement: Pick<Judgement, 'isIn'>;
  /** Holds what `listTaskQueries` asks for. */
  tasks: EventLookup;
  rateLimit: RateLimit | null;
}

/** The events that complete items of checklists among these, whenever they happened. */
export function listTaskQueries(chosen: readonly Chosen[]): EventQuery[] {
  return chosen.flatMap(({ experience: { row } }) => row.steps.flatMap(findTaskEvent(row)));
}

/**
 * The experiences as this person gets them. One of which no part is for her is left out, e.g. a resource
 * center whose blocks all are for others.
 */
export function showToPerson(
  chosen: readonly Chosen[],
  { document, judgement, tasks, rateLimit }: Onlooker,
): ShownExperience[] {
  const find = createPersonValues(document);
  return chosen.flatMap(({ experience: { row, blocks }, startedBy }) => {
    const shown = toShown(row, {
      find,
      sees: (step) => {
        const who = blocks.get(step);
        return who === undefined || judgement.isIn(who);
      },
      isDone: (step) => isDone(row, row.steps[step], document, tasks),
      isRead: document.interactions.get(row.id)?.seen !== undefined,
      ...(startedBy && { showOn: { type: startedBy } }),
    });
    if (shown.steps.length === 0) return [];
    const asksFirst = startedBy === undefined && needsClaim(row, rateLimit);
    return [asksFirst ? { ...shown, needsClaim: true } : shown];
  });
}

function findTaskEvent({ type }: ExperienceRow) {
  return ({ task }: ExperienceStepBody): EventQuery[] =>
    type === 'checklist' && task?.event ? [task.event] : [];
}

/** By its event, or where there is none by the person, who says so. */
function isDone(
  { id }: ExperienceRow,
  step: ExperienceStepBody | undefined,
  { answers }: ProfileDocument,
  tasks: EventLookup,
): boolean {
  if (step === undefined) return false;
  const event = step.task?.event;
  if (event === undefined) return answers.get(answerKey(id, step.id))?.value === 'done';
  return tasks.find(event.source, event.name, undefined, undefined).length > 0;
}
