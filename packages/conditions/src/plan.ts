import type { Operator } from './operator.ts';
import type { Instant } from './profile.ts';
import type {
  AttributeSource,
  Condition,
  EventCondition,
  EventSource,
  Kind,
  Match,
  Span,
  ValueTest,
} from './tree.ts';

/**
 * A resolved tree: what could be understood twice has been understood once. Dates and windows are
 * intervals of instants, saved segments are expanded, defaults are filled in, operands are in the
 * form that operators compare. `evaluate` and `compile` read nothing else.
 */
export type Plan = ValidPlan | InvalidPlan;

export interface ValidPlan {
  valid: true;
  root: PlanNode;
  now: Instant;
  /** IANA name, e.g. `Europe/Paris`: dates without a time are midnight there. */
  timeZone: string;
}

/** A tree that cannot be evaluated matches nobody, and says why. */
export interface InvalidPlan {
  valid: false;
  problems: Problem[];
}

/** Path segments from the root of the JSON, e.g. `['children', 0, 'value']`. */
export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  /** A stable code, e.g. `unknown_operator`, `segment_missing`. */
  code: string;
  /** A sentence for a person. */
  message: string;
}

export type PlanNode = PlanGroup | PlanNot | Predicate;

export interface PlanGroup {
  type: 'group';
  match: Match;
  children: PlanNode[];
  /** Set when this group is the expansion of a saved segment. The same object is reused per id. */
  segmentId?: string;
  /** The name of that segment. */
  segmentName?: string;
}

/** Negation happens here and nowhere else, so that it is the exact complement. */
export interface PlanNot {
  type: 'not';
  child: PlanNode;
}

export type Predicate = ValuePredicate | EventPredicate | MembershipPredicate;

/** Whose value a predicate tests. */
export type Subject =
  | { type: 'attribute'; source: AttributeSource; key: string }
  | { type: 'answer'; experienceId: string; stepId: string }
  | { type: 'property'; key: string };

/** A half-open interval of instants; an absent end is unbounded. */
export interface Interval {
  from?: Instant;
  until?: Instant;
}

export interface ValuePredicate {
  type: 'value';
  subject: Subject;
  kind: Kind;
  operator: Operator;
  /** What `operator.resolve` returned. */
  operand: unknown;
  /** Set when the operand moves with `now`: used to find the next instant of change. */
  relative?: Span;
  /** The test as written, `not` included: to resolve it again at another `now`, and to show it. */
  test: ValueTest;
  condition: Condition;
}

export interface EventPredicate {
  type: 'event';
  source: EventSource;
  name: string;
  /** Number of matching occurrences, both ends included; no `max` is unbounded. */
  min: number;
  max?: number;
  window: Interval;
  /** Set when the window moves with `now`. */
  relative?: Span;
  where: WherePredicate[];
  condition: EventCondition;
}

/** A property filter, possibly negated, on one occurrence. */
export type WherePredicate = ValuePredicate | { type: 'not'; child: ValuePredicate };

/** Membership in a set of ids kept on the user. */
export interface MembershipPredicate {
  type: 'membership';
  set: 'seen' | 'completed' | 'imports';
  id: string;
  condition: Condition;
}
