import type { ExperienceStepBody } from '@muster/protocol';
import { isSame } from '../is-same.ts';

type Steps = readonly ExperienceStepBody[];

/**
 * Their steps with what `mine` changed since `from` on top: a step that both changed, or that I took
 * away, is as mine; one that they took away goes unless I changed it; one that either added is there.
 * The order is mine where I moved, added or took away steps, else theirs.
 */
export function mergeSteps(mine: Steps, from: Steps, theirs: Steps): ExperienceStepBody[] {
  const mineById = byId(mine);
  const fromById = byId(from);
  const theirsById = byId(theirs);
  const pick = (id: string): ExperienceStepBody | undefined => {
    const [own, before, other] = [mineById.get(id), fromById.get(id), theirsById.get(id)];
    return isSame(own, before) ? other : own;
  };
  const [lead, rest] = isSame(idsOf(mine), idsOf(from)) ? [theirs, mine] : [mine, theirs];
  const ids = new Set([...idsOf(lead), ...idsOf(rest)]);
  return [...ids].flatMap((id) => pick(id) ?? []);
}

function byId(steps: Steps): ReadonlyMap<string, ExperienceStepBody> {
  return new Map(steps.map((step) => [step.id, step]));
}

function idsOf(steps: Steps): string[] {
  return steps.map(({ id }) => id);
}
