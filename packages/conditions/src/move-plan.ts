import type { Clock } from './operator.ts';
import type {
  EventPredicate,
  Interval,
  Plan,
  PlanNode,
  ValidPlan,
  ValuePredicate,
} from './plan.ts';
import type { Instant } from './profile.ts';
import { resolveEvent } from './resolve-condition.ts';

/**
 * The plan as it would have been resolved at another `now` from the same trees. What does not move with
 * time is reused, and what several places share stays shared.
 */
export function movePlan(plan: ValidPlan, now: Instant): ValidPlan {
  const clock = { now, timeZone: plan.timeZone };
  return { ...plan, now, root: moveNode(plan.root, clock, new Map()) };
}

/** `movePlan` for the plans of one resolver; what they share stays shared, too. Invalid ones stay so. */
export function movePlans(plans: readonly Plan[], now: Instant): Plan[] {
  const moved = new Map<PlanNode, PlanNode>();
  return plans.map((plan) => {
    if (!plan.valid) return plan;
    return { ...plan, now, root: moveNode(plan.root, { now, timeZone: plan.timeZone }, moved) };
  });
}

/** True when the predicate's own meaning depends on `now`. */
export function isRelative(predicate: ValuePredicate | EventPredicate): boolean {
  if (predicate.relative !== undefined) return true;
  return (
    predicate.type === 'event' &&
    predicate.where.some((filter) => {
      return (filter.type === 'not' ? filter.child : filter).relative !== undefined;
    })
  );
}

function moveNode(node: PlanNode, clock: Clock, moved: Map<PlanNode, PlanNode>): PlanNode {
  const known = moved.get(node);
  if (known !== undefined) return known;
  const result = moveOnce(node, clock, moved);
  moved.set(node, result);
  return result;
}

function moveOnce(node: PlanNode, clock: Clock, moved: Map<PlanNode, PlanNode>): PlanNode {
  switch (node.type) {
    case 'group': {
      const children = node.children.map((child) => moveNode(child, clock, moved));
      const isSame = children.every((child, i) => child === node.children[i]);
      return isSame ? node : { ...node, children };
    }
    case 'not': {
      const child = moveNode(node.child, clock, moved);
      return child === node.child ? node : { ...node, child };
    }
    case 'value':
      return isRelative(node) ? moveValue(node, clock) : node;
    case 'event':
      return isRelative(node) ? moveEvent(node, clock) : node;
    case 'membership':
      return node;
  }
}

/** A relative predicate as it is at another instant. */
function moveValue(predicate: ValuePredicate, clock: Clock): ValuePredicate {
  return { ...predicate, operand: moveOperand(predicate, clock) };
}

/** The operand of a relative predicate, an interval, as it is at another instant. */
export function moveOperand({ operator, test }: ValuePredicate, clock: Clock): Interval {
  return operator.resolve(test.value, clock) as Interval;
}

/** The same of one about events. */
export function moveEvent({ condition }: EventPredicate, clock: Clock): EventPredicate {
  return resolveEvent(condition, clock);
}
