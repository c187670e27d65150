import type { Plan } from './plan.ts';
import { prepare } from './prepare.ts';
import type { EventLookup, Instant, Profile } from './profile.ts';
import { type ResolveContext, resolve } from './resolve.ts';

/** True when this user is in the audience of the plan; an invalid plan has nobody in it. */
export function evaluate(plan: Plan, profile: Profile, events: EventLookup): boolean {
  return prepare(plan)(profile, events);
}

/**
 * Resolves and evaluates in one step, for one tree and one user. The empty root matches everybody, as
 * in a filter; whoever evaluates saved segments resolves them.
 */
export function evaluateTree(
  tree: unknown,
  profile: Profile,
  events: EventLookup,
  now: Instant,
  context: Omit<ResolveContext, 'now'>,
): boolean {
  return evaluate(resolve(tree, { ...context, now }, { allowEmptyRoot: true }), profile, events);
}
