import { holds, holdsAll } from './holds.ts';
import type {
  EventPredicate,
  MembershipPredicate,
  Plan,
  PlanGroup,
  PlanNode,
  Predicate,
  Problem,
  ValuePredicate,
} from './plan.ts';
import { findOccurrences } from './prepare-event.ts';
import type { EventLookup, Instant, Profile, Value } from './profile.ts';
import { isNativeInstant, profileReader, readTyped } from './read-subject.ts';
import type { Condition, Match } from './tree.ts';

/** Why a user is in an audience or not. */
export type Explanation =
  | { valid: true; verdict: boolean; now: Instant; root: ExplainedGroup }
  | { valid: false; verdict: false; problems: Problem[] };

export type ExplainedNode = ExplainedGroup | ExplainedCondition;

/** A group of the tree as written, its children in their order. */
export interface ExplainedGroup {
  type: 'group';
  match: Match;
  verdict: boolean;
  children: ExplainedNode[];
}

/** A condition as written; its verdict has `not` already taken into account. */
export interface ExplainedCondition {
  type: 'condition';
  condition: Condition;
  verdict: boolean;
  evidence: Evidence;
}

/** What was found where the condition looked. */
export type Evidence =
  /** The value as it is, absent when there is none; a native instant as ISO text. `instant` is what it
   * was read as by a condition on dates. */
  | { type: 'value'; value?: Value; instant?: Instant }
  /** How many occurrences counted, and the latest of them, newest first. */
  | { type: 'events'; count: number; newest: Instant[] }
  /** Whether she has seen or completed the experience, or was in the import. */
  | { type: 'membership'; member: boolean }
  /** The saved segment's own explanation. */
  | { type: 'segment'; name: string; group: ExplainedGroup };

/** How many of the counted occurrences are shown. */
const maxNewest = 5;

interface Evaluation {
  profile: Profile;
  events: EventLookup;
  timeZone: string;
}

/**
 * The tree with every condition's own verdict and evidence, also of those that did not matter to the
 * whole. `verdict` is that of `evaluate`; `events` answers for `eventQueries(plan)`.
 */
export function explain(plan: Plan, profile: Profile, events: EventLookup): Explanation {
  if (!plan.valid) return { valid: false, verdict: false, problems: plan.problems };
  const { now, timeZone, root } = plan;
  if (root.type !== 'group') throw new Error('The root of a plan is a group.');
  const group = explainGroup(root, { profile, events, timeZone });
  return { valid: true, verdict: group.verdict, now, root: group };
}

function explainGroup(group: PlanGroup, evaluation: Evaluation): ExplainedGroup {
  const children = group.children.map((child) => explainNode(child, false, evaluation));
  const { match } = group;
  const verdict = match === 'all' ? children.every(isTrue) : children.some(isTrue);
  return { type: 'group', match, verdict, children };
}

function isTrue({ verdict }: ExplainedNode): boolean {
  return verdict;
}

function explainNode(node: PlanNode, not: boolean, evaluation: Evaluation): ExplainedNode {
  if (node.type === 'not') return explainNode(node.child, !not, evaluation);
  if (node.type !== 'group') return explainPredicate(node, not, evaluation);
  const group = explainGroup(node, evaluation);
  const { segmentId, segmentName } = node;
  if (segmentId === undefined) return group;
  return {
    type: 'condition',
    condition: { type: 'segment', segmentId, ...(not && { not }) },
    verdict: group.verdict !== not,
    evidence: { type: 'segment', name: segmentName ?? segmentId, group },
  };
}

function explainPredicate(
  predicate: Predicate,
  not: boolean,
  evaluation: Evaluation,
): ExplainedCondition {
  const { verdict, evidence } = weigh(predicate, evaluation);
  return { type: 'condition', condition: predicate.condition, verdict: verdict !== not, evidence };
}

interface Weighed {
  verdict: boolean;
  evidence: Evidence;
}

function weigh(predicate: Predicate, evaluation: Evaluation): Weighed {
  switch (predicate.type) {
    case 'value':
      return weighValue(predicate, evaluation);
    case 'event':
      return weighEvent(predicate, evaluation);
    case 'membership':
      return weighMembership(predicate, evaluation);
  }
}

function weighValue(predicate: ValuePredicate, { profile, timeZone }: Evaluation): Weighed {
  const { subject, kind } = predicate;
  if (subject.type === 'property') throw new Error('A property is tested on an occurrence.');
  const value = profileReader(subject)(profile);
  const verdict = holds(predicate, value, timeZone);
  if (value === undefined) return { verdict, evidence: { type: 'value' } };
  const instant = kind === 'date' ? readTyped(subject, kind, value, timeZone) : undefined;
  const shown = isNativeInstant(subject, kind) ? new Date(Number(value)).toISOString() : value;
  return {
    verdict,
    evidence: {
      type: 'value',
      value: shown,
      ...(typeof instant === 'number' && { instant }),
    },
  };
}

function weighEvent(predicate: EventPredicate, { events, timeZone }: Evaluation): Weighed {
  const { min, max, where } = predicate;
  const counted = findOccurrences(predicate, events)
    .filter((occurrence) => holdsAll(where, occurrence, timeZone))
    .map(({ timestamp }) => timestamp)
    .sort((a, b) => b - a);
  return {
    verdict: counted.length >= min && (max === undefined || counted.length <= max),
    evidence: { type: 'events', count: counted.length, newest: counted.slice(0, maxNewest) },
  };
}

function weighMembership({ set, id }: MembershipPredicate, { profile }: Evaluation): Weighed {
  const member = profile[set].has(id);
  return { verdict: member, evidence: { type: 'membership', member } };
}
