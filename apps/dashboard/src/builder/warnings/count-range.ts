import type { Clock, EventCondition, PlanNode } from '@muster/conditions';
import { planAlone } from './plan-alone.ts';

/** How often an event may have occurred. */
export interface CountRange {
  holds: (count: number) => boolean;
  /** Counts beside which the answer changes: one of them stands for any count there can be. */
  edges: readonly number[];
}

/** The counts that satisfy an event condition, its negation included, as the language resolves it. */
export function countRange(condition: EventCondition, clock: Clock): CountRange {
  const { not = false, type, source, name, count } = condition;
  // Which occurrences are counted makes no difference to how many there may be.
  const plan = planAlone({ type, source, name, ...(count && { count }) }, clock);
  const node = plan.valid ? findEvent(plan.root) : undefined;
  // What cannot be understood contradicts nothing.
  if (node === undefined) return { holds: () => true, edges: [] };
  const { min, max = Number.POSITIVE_INFINITY } = node;
  const edges = [min - 1, min, max, max + 1].filter((edge) => edge >= 0 && Number.isFinite(edge));
  return { holds: (tried) => (tried >= min && tried <= max) !== not, edges };
}

function findEvent(node: PlanNode): Extract<PlanNode, { type: 'event' }> | undefined {
  switch (node.type) {
    case 'event':
      return node;
    case 'group':
      return node.children.map(findEvent).find((found) => found !== undefined);
    default:
      return undefined;
  }
}
