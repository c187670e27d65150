import { findOperator } from './find-operator.ts';
import type { Clock } from './operator.ts';
import { findDateOperator, windowOperand } from './parse-window.ts';
import type {
  EventPredicate,
  Interval,
  PlanNode,
  PlanNot,
  Subject,
  ValuePredicate,
  WherePredicate,
} from './plan.ts';
import type {
  Condition,
  Count,
  EventCondition,
  PropertyFilter,
  SegmentCondition,
  ValueTest,
} from './tree.ts';

/** Resolves a condition that `parseTree` has accepted; saved segments are expanded elsewhere. */
export function resolveCondition(
  condition: Exclude<Condition, SegmentCondition>,
  clock: Clock,
): PlanNode {
  return negate(resolvePlain(condition, clock), condition.not);
}

/** The exact complement when `not` says so: the one place where negation begins. */
export function negate<Node extends PlanNode>(
  node: Node,
  not: boolean | undefined,
): Node | (PlanNot & { child: Node }) {
  return not === true ? { type: 'not', child: node } : node;
}

function resolvePlain(condition: Exclude<Condition, SegmentCondition>, clock: Clock): PlanNode {
  switch (condition.type) {
    case 'attribute': {
      const { source, key } = condition;
      return resolveTest({ type: 'attribute', source, key }, condition, condition, clock);
    }
    case 'answer': {
      const { experienceId, stepId } = condition;
      return resolveTest({ type: 'answer', experienceId, stepId }, condition, condition, clock);
    }
    case 'event':
      return resolveEvent(condition, clock);
    case 'experience':
      return {
        type: 'membership',
        set: condition.interaction,
        id: condition.experienceId,
        condition,
      };
    case 'import':
      return { type: 'membership', set: 'imports', id: condition.importId, condition };
  }
}

/** A test without its negation. */
function resolveTest(
  subject: Subject,
  test: ValueTest,
  condition: Condition,
  clock: Clock,
): ValuePredicate {
  const operator = findOperator(test.kind, test.operator);
  if (operator === undefined) throw new Error(`No operator ${test.operator} for ${test.kind}.`);
  const operand = operator.resolve(test.value, clock);
  const relative = operator.relative?.(test.value);
  return {
    type: 'value',
    subject,
    kind: test.kind,
    operator,
    operand,
    ...(relative && { relative }),
    test,
    condition,
  };
}

/** An event condition without its negation; counts and windows are filled in and resolved. */
export function resolveEvent(condition: EventCondition, clock: Clock): EventPredicate {
  const where = condition.where ?? [];
  return {
    type: 'event',
    source: condition.source,
    name: condition.name,
    ...resolveCount(condition.count ?? { operator: 'atLeast', value: 1 }),
    ...resolveWindow(condition, clock),
    where: where.map((filter) => resolveFilter(filter, condition, clock)),
    condition,
  };
}

function resolveFilter(
  filter: PropertyFilter,
  condition: EventCondition,
  clock: Clock,
): WherePredicate {
  const subject = { type: 'property', key: filter.key } as const;
  return negate(resolveTest(subject, filter, condition, clock), filter.not);
}

function resolveCount(count: Count): { min: number; max?: number } {
  switch (count.operator) {
    case 'atLeast':
      return { min: count.value };
    case 'atMost':
      return { min: 0, max: count.value };
    case 'exactly':
      return { min: count.value, max: count.value };
    case 'between':
      return { min: count.value[0], max: count.value[1] };
  }
}

function resolveWindow(
  { window }: EventCondition,
  clock: Clock,
): Pick<EventPredicate, 'window' | 'relative'> {
  if (window === undefined || window.operator === 'ever') return { window: {} };
  const operator = findDateOperator(window.operator);
  const operand = windowOperand(window);
  const relative = operator.relative?.(operand);
  return {
    window: operator.resolve(operand, clock) as Interval,
    ...(relative && { relative }),
  };
}
