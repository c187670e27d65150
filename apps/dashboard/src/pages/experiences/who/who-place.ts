import type { ExperienceStepBody, TargetBody, WhoBody } from '@muster/protocol';

/** Where in an experience a Who stands: in its target, or in the block of that id. */
export type WhoPlace = 'target' | `step ${string}`;

interface Targeted {
  target: TargetBody;
  steps: readonly ExperienceStepBody[];
}

/** The place of a block's own Who. */
export function placeOfStep(stepId: string): WhoPlace {
  return `step ${stepId}`;
}

/** Every place of an experience that has a Who of its own. */
export function listPlaces({ steps }: Targeted): WhoPlace[] {
  return ['target', ...steps.map(({ id }) => placeOfStep(id))];
}

/** The Who at a place; a block without one is for everyone who sees the center. */
export function findWho({ target, steps }: Targeted, place: WhoPlace): WhoBody {
  if (place === 'target') return target.who;
  return steps.find(({ id }) => placeOfStep(id) === place)?.who ?? { type: 'everyone' };
}

/** The same experience with another Who at that place. */
export function replaceWho<Content extends Targeted>(
  content: Content,
  place: WhoPlace,
  who: WhoBody,
): Content {
  if (place === 'target') return { ...content, target: { ...content.target, who } };
  const steps = content.steps.map((step) => {
    if (placeOfStep(step.id) !== place) return step;
    const { who: _, ...rest } = step;
    return who.type === 'everyone' ? rest : { ...rest, who };
  });
  return { ...content, steps };
}
