import { createResolver, findCycle, type Group, type Resolver } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { SegmentRow } from '../../store/store.ts';
import { readTree, refuseTree } from '../audience/read-question.ts';
import { type NamedByConditions, toExistingIds } from '../experiences/existing-ids.ts';
import { resolveWhos } from '../experiences/who-plans.ts';
import { findDependants, findUses } from './segment-uses.ts';

/** What a tree is checked against: all that is stored, in the transaction that will save it. */
interface Surroundings extends NamedByConditions {
  segments: readonly SegmentRow[];
  timeZone: string;
  now: number;
}

/**
 * The tree of a request as it may be saved under `id`. Throws a 422 when it does not parse, is
 * empty, refers to what does not exist or is broken, would make segments use one another in a
 * cycle, or would leave a segment or an experience that uses this one unable to be evaluated.
 */
export function checkTree(
  json: unknown,
  { id, name }: { id: string; name: string },
  { segments, experiences, imports, timeZone, now }: Surroundings,
): Group {
  const tree = readTree(json, { allowEmptyRoot: false });
  const before = new Map<string, SavedTree>(segments.map((segment) => [segment.id, segment]));
  const cycle = findCycle({ id, name }, tree, before);
  if (cycle !== undefined) throw refuseCycle(cycle);
  const after = new Map(before).set(id, { name, conditions: tree });
  const context = { now, timeZone, ...toExistingIds({ experiences, imports }) };
  const next = createResolver({ ...context, segments: after });
  const plan = next.resolve(tree);
  if (!plan.valid) throw refuseTree(plan.problems);

  const previous = createResolver({ ...context, segments: before });
  const experiencesById = new Map(experiences.map((experience) => [experience.id, experience]));
  const canEvaluate = ({ type, id: user }: UseBody, resolver: Resolver) => {
    if (type === 'segment') return resolver.resolveSegment(user).valid;
    const experience = experiencesById.get(user);
    return experience && resolveWhos(experience, resolver).every((who) => who.plan.valid);
  };
  const broken = findDependants(id, findUses(segments, experiences)).filter(
    (user) => canEvaluate(user, previous) && !canEvaluate(user, next),
  );
  if (broken.length > 0) throw refuseBreaking(broken);
  return tree;
}

interface SavedTree {
  name: string;
  conditions: unknown;
}

function refuseCycle(cycle: readonly { id: string; name: string }[]): HttpProblem {
  const path = cycle.map((step) => step.name).join(' → ');
  const message = `Segments would use one another in a cycle: ${path}.`;
  return refuse('segment_cycle', message, { cycle });
}

/** Only the limits on expanded trees can do this: whatever else is wrong was so before. */
function refuseBreaking(users: readonly UseBody[]): HttpProblem {
  const list = users.map(({ name }) => `“${name}”`).join(', ');
  const message = `With these conditions ${list} would be too large to be evaluated.`;
  return refuse('segment_breaks_others', message, {});
}

function refuse(code: string, message: string, extra: Record<string, unknown>): HttpProblem {
  const errors = [{ path: 'conditions', message, code }];
  return new HttpProblem(422, code, message, { errors, extra });
}
