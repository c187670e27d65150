import { checkValue } from '@muster/conditions';
import { type ExperienceAction, experienceActions } from '@muster/protocol';
import type { CommandItem, ExperienceEffect } from '../ingest/ingest-item.ts';
import { ItemRefused, type RawItem, readId } from '../ingest/read-fields.ts';

const showId = /^[A-Za-z0-9_-]{1,64}$/;

/** An `experience` command: what a user did with one. Throws an `ItemRefused`. */
export function readReport(raw: RawItem, base: CommandItem): CommandItem {
  const experienceId = readId(raw, 'experienceId');
  if (experienceId === undefined) {
    throw new ItemRefused('missing_experience', 'It names no experience.', 'experienceId');
  }
  const action = experienceActions.find((each) => each === raw.action);
  if (action === undefined) {
    throw new ItemRefused('invalid_action', 'There is no such action.', 'action');
  }
  const effect: ExperienceEffect = { experienceId, action, ...readStep(raw, action) };
  const { show } = raw;
  if (show !== undefined && show !== null) {
    if (typeof show !== 'string' || !showId.test(show)) {
      throw new ItemRefused('invalid_show', 'The show is not a short id.', 'show');
    }
    effect.show = show;
  }
  return { ...base, experience: effect };
}

function readStep(raw: RawItem, action: ExperienceAction): Partial<ExperienceEffect> {
  const stepId = readId(raw, 'stepId');
  if (stepId === undefined) {
    if (action !== 'answered' && action !== 'stepSeen') return {};
    throw new ItemRefused('missing_step', 'It names no step of the experience.', 'stepId');
  }
  if (action !== 'answered') return { stepId };
  const checked = checkValue(raw.value);
  if (checked.ok) return { stepId, value: checked.value };
  throw new ItemRefused('invalid_answer', checked.message, 'value');
}
