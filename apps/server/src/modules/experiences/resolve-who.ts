import type { Path, Plan, Resolver } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';

/**
 * A Who as a plan, whose problems are placed in the Who (`['conditions', 'children', 0]`,
 * `['segmentIds', 1]`). Fails closed: what cannot be evaluated, or is of no kind that is known, matches
 * nobody. It never falls back to everyone.
 */
export function resolveWho(stored: WhoBody, resolver: Resolver): Plan {
  // It may have been garbled: then it is of no kind, and no other Who must suffer from that.
  const who: Partial<WhoBody> & { segmentIds?: unknown; conditions?: unknown } = stored ?? {};
  switch (who.type) {
    case 'everyone':
      return resolver.resolve(everyone, { allowEmptyRoot: true });
    case 'segments':
      return place(resolver.resolve(toUnion(who.segmentIds)), ([_, index]) => [
        'segmentIds',
        ...(index === undefined ? [] : [index]),
      ]);
    case 'conditions':
      return place(resolver.resolve(who.conditions), (path) => ['conditions', ...path]);
    default: {
      const message = 'What kind of Who this is, is not known.';
      return { valid: false, problems: [{ path: ['type'], code: 'unknown_who', message }] };
    }
  }
}

const everyone = { type: 'group', match: 'all', children: [] };

/** Who is in any of the segments. */
function toUnion(segmentIds: unknown) {
  const ids: unknown[] = Array.isArray(segmentIds) ? segmentIds : [];
  const children = ids.map((segmentId) => ({ type: 'segment', segmentId }));
  return { type: 'group', match: 'any', children };
}

function place(plan: Plan, toPath: (path: Path) => Path): Plan {
  if (plan.valid) return plan;
  const problems = plan.problems.map((problem) => ({ ...problem, path: toPath(problem.path) }));
  return { valid: false, problems };
}
