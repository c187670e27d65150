import { createId } from '../../create-id.ts';
import type { Json } from '../../json.ts';
import type { StartRuntime } from '../runtime-host.ts';
import type { Action, Answer } from '../showing.ts';
import type { ShownExperience } from '../shown.ts';

type Say = Parameters<StartRuntime>[2];
type Emit = Parameters<StartRuntime>[3];

/**
 * Reports of one showing: each under the same id, seen once, and each further step once.
 *
 * @param now the browser's clock, in milliseconds
 */
export function createReports(say: Say, emit: Emit, now: () => number) {
  const showings: Record<string, { show: string; steps: Record<string, boolean> }> = {};
  return (action: Action, experience: ShownExperience, stepId?: string, value?: Answer) => {
    const { id, type } = experience;
    const isFirst = !showings[id];
    const showing = showings[id] ?? {
      show: createId((bytes) => crypto.getRandomValues(bytes)),
      steps: {},
    };
    showings[id] = showing;
    const step = `${stepId}`;
    if (action === 'seen' && showing.steps[step]) return;
    const isFurther = action === 'seen' && !isFirst;
    if (action === 'seen') showing.steps[step] = true;
    say(
      {
        type: 'experience',
        experienceId: id,
        action: isFurther ? 'stepSeen' : action,
        stepId,
        value: value as Json | undefined,
        show: showing.show,
      },
      { at: now() },
    );
    if (!isFurther) emit(`experience:${action}`, { experienceId: id, type, stepId, value });
  };
}
