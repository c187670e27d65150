import { conditionKey } from './condition-key.ts';
import type { Plan, PlanNode, Predicate } from './plan.ts';
import { visitPlan } from './visit-plan.ts';

/**
 * Of each condition that stands in several places of the plans and means the same in all of them, the one that
 * can answer for the others. A condition that stands alone is not in the map.
 */
export function findEqualConditions(plans: readonly Plan[]): ReadonlyMap<PlanNode, Predicate> {
  const predicatesByKey = new Map<string, Predicate[]>();
  const seen = new Set<PlanNode>();
  for (const plan of plans) {
    if (!plan.valid) continue;
    visitPlan(plan.root, seen, (node) => {
      if (node.type === 'group' || node.type === 'not') return;
      // What a date means depends on these two as well.
      const key = `${plan.now} ${plan.timeZone} ${conditionKey(node.condition)}`;
      const equal = predicatesByKey.get(key);
      if (equal === undefined) predicatesByKey.set(key, [node]);
      else equal.push(node);
    });
  }
  const representatives = new Map<PlanNode, Predicate>();
  for (const equal of predicatesByKey.values()) {
    const [first] = equal;
    if (first === undefined || equal.length === 1) continue;
    for (const node of equal) representatives.set(node, first);
  }
  return representatives;
}
