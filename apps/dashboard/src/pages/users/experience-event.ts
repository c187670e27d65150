import type { Names } from '@muster/conditions';
import type { UserEventBody } from '@muster/protocol';

/** What somebody did with an experience, in words: `Answered How happy are you?`. */
export interface ExperienceEvent {
  what: string;
  /** The step that it was about. */
  step: string | undefined;
  value: UserEventBody['properties'][string] | undefined;
}

const verbs = new Map([
  ['experience seen', 'Saw'],
  ['experience step seen', 'Saw a step of'],
  ['experience completed', 'Completed'],
  ['experience dismissed', 'Dismissed'],
  ['experience answered', 'Answered'],
]);

/** The native event in words, what it names by id called by name; undefined for any other event. */
export function readExperienceEvent(
  { source, name, properties }: Pick<UserEventBody, 'source' | 'name' | 'properties'>,
  names: Names,
): ExperienceEvent | undefined {
  const verb = source === 'app' ? verbs.get(name) : undefined;
  const { experienceId, stepId, value } = properties;
  if (verb === undefined || typeof experienceId !== 'string') return undefined;
  const title = names.experience(experienceId) ?? 'an experience that is gone';
  const step =
    typeof stepId === 'string' ? (names.step?.(experienceId, stepId) ?? stepId) : undefined;
  return { what: `${verb} ${title}`, step, value };
}
