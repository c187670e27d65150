/**
 * The wire form of the condition language: what the API takes, the store keeps and the builder
 * edits. A value of these types has passed `parseTree`; anything else is `unknown` JSON.
 */

/** How the children of a group are joined: `all` is AND, `any` is OR. */
export type Match = 'all' | 'any';

/** A joined list of conditions and further groups. The root of every tree is a group. */
export interface Group {
  type: 'group';
  match: Match;
  children: TreeNode[];
}

export type TreeNode = Group | Condition;

export type Condition =
  | AttributeCondition
  | EventCondition
  | ExperienceCondition
  | AnswerCondition
  | SegmentCondition
  | ImportCondition;

/** The kinds of value that operators are defined on. A date is a string that reads as one. */
export type Kind = 'string' | 'number' | 'boolean' | 'date' | 'list';

export type NativeKey =
  | 'id'
  | 'name'
  | 'email'
  | 'language'
  | 'firstSeen'
  | 'lastActivity'
  | 'created'
  | 'sessions'
  | 'tags';

export type AttributeSource = 'native' | 'custom' | 'trait';

/** A test of one value: which operator of which kind, its operand as sent, and its complement. */
export interface ValueTest {
  kind: Kind;
  operator: string;
  /** The operand in the operator's wire shape; absent for operators that take none (`empty`). */
  value?: unknown;
  /** True means the exact complement: users without a value are included. */
  not?: boolean;
}

export interface AttributeCondition extends ValueTest {
  type: 'attribute';
  source: AttributeSource;
  key: string;
}

/** Where an event came from. `app` holds native and no-code events and the page's own `track`. */
export type EventSource = 'app' | 'segment' | 'posthog' | 'api';

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month';

export interface Span {
  amount: number;
  unit: Unit;
}

export type Count =
  | { operator: 'atLeast' | 'atMost' | 'exactly'; value: number }
  | { operator: 'between'; value: [number, number] };

export type Window =
  | { operator: 'ever' }
  | ({ operator: 'inLast' | 'moreThanAgo' } & Span)
  | { operator: 'between'; from: string; to: string }
  | { operator: 'before' | 'after'; at: string };

export interface PropertyFilter extends ValueTest {
  key: string;
}

export interface EventCondition {
  type: 'event';
  source: EventSource;
  name: string;
  /** Default: at least once. */
  count?: Count;
  /** Default: ever. */
  window?: Window;
  /** All must hold on the same occurrence. Default: none. */
  where?: PropertyFilter[];
  not?: boolean;
}

export interface ExperienceCondition {
  type: 'experience';
  experienceId: string;
  interaction: 'seen' | 'completed';
  not?: boolean;
}

/** A test of the user's latest answer to one step of an experience. */
export interface AnswerCondition extends ValueTest {
  type: 'answer';
  experienceId: string;
  stepId: string;
}

export interface SegmentCondition {
  type: 'segment';
  segmentId: string;
  not?: boolean;
}

export interface ImportCondition {
  type: 'import';
  importId: string;
  not?: boolean;
}

/** Most groups on the way from the root to a condition, the root included. */
export const maxDepth = 8;
/** Most conditions in one tree, saved segments not expanded. */
export const maxConditions = 200;
/** Most conditions after saved segments are expanded, counting each use. */
export const maxExpandedConditions = 5000;
/**
 * Most groups and negations on the way from the root to a condition, saved segments expanded: what
 * ClickHouse still takes (its syntax trees are at most 1,000 deep, about 5 for a negated group).
 */
export const maxExpandedDepth = 150;
/** Most property filters of one event condition. */
export const maxPropertyFilters = 50;
/** Largest number of times in the count of an event condition. */
export const maxCount = 1_000_000;
/** Most values in the operand of one operator. */
export const maxOperandValues = 5000;
