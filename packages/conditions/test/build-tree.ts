import type { ValidPlan } from '../src/plan.ts';
import { type ResolveContext, resolve } from '../src/resolve.ts';
import type {
  AttributeCondition,
  EventCondition,
  Group,
  SegmentCondition,
  TreeNode,
} from '../src/tree.ts';

// Short ways to write trees in tests.

export function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

export function any(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

/** `key is value`, of a custom attribute. */
export function is(key: string, ...value: string[]): AttributeCondition {
  return { type: 'attribute', source: 'custom', key, kind: 'string', operator: 'is', value };
}

/** An event of the server API. */
export function event(name: string, rest: Partial<EventCondition> = {}): EventCondition {
  return { type: 'event', source: 'api', name, ...rest };
}

export function segment(segmentId: string): SegmentCondition {
  return { type: 'segment', segmentId };
}

/** The complement of a condition. */
export function not<T extends TreeNode>(condition: T): T {
  return { ...condition, not: true };
}

/** 2026-06-15T12:00:00Z in UTC, with nothing in it but what is given. */
export function context(rest: Partial<ResolveContext> = {}): ResolveContext {
  return {
    now: Date.UTC(2026, 5, 15, 12),
    timeZone: 'UTC',
    segments: new Map(),
    experiences: new Map(),
    imports: new Set(),
    ...rest,
  };
}

/** Saved segments by id; each is called by its id in capitals. */
export function segments(trees: Record<string, unknown>): ResolveContext['segments'] {
  return new Map(
    Object.entries(trees).map(([id, conditions]) => [id, { name: id.toUpperCase(), conditions }]),
  );
}

/** The plan of a tree that is expected to be valid. */
export function planOf(tree: unknown, rest: Partial<ResolveContext> = {}): ValidPlan {
  const plan = resolve(tree, context(rest), { allowEmptyRoot: true });
  if (!plan.valid) throw new Error(JSON.stringify(plan.problems));
  return plan;
}
