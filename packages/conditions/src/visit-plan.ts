import type { PlanNode } from './plan.ts';

/** Visits the node and all below it, each object once, however many places share it. */
export function visitPlan(
  node: PlanNode,
  seen: Set<PlanNode>,
  visit: (node: PlanNode) => void,
): void {
  if (seen.has(node)) return;
  seen.add(node);
  visit(node);
  if (node.type === 'group') for (const child of node.children) visitPlan(child, seen, visit);
  if (node.type === 'not') visitPlan(node.child, seen, visit);
}
