import { holds, holdsAll } from './holds.ts';
import { isRelative, moveEvent, moveValue } from './move-plan.ts';
import type { Clock } from './operator.ts';
import type {
  EventPredicate,
  MembershipPredicate,
  Plan,
  PlanGroup,
  PlanNode,
  ValuePredicate,
} from './plan.ts';
import type { EventLookup, Instant, Occurrence, Profile } from './profile.ts';
import { profileReader } from './read-subject.ts';

/** Whether one user is in the audience. Reads nothing but its arguments. */
export type Evaluator = (profile: Profile, events: EventLookup) => boolean;

/** One evaluation: the user, and what has been found about her so far. */
interface Evaluation {
  profile: Profile;
  events: EventLookup;
  /** Absent: the instant at which the plans were resolved. */
  now: Instant | undefined;
  /** Verdicts of the nodes that several places share, by slot. */
  verdicts: (boolean | undefined)[];
}

type Test = (evaluation: Evaluation) => boolean;

/**
 * The plan as a function, for use on many users. Stops at the first child that decides a group, so that
 * events are looked up only where they matter. An invalid plan matches nobody.
 */
export function prepare(plan: Plan): Evaluator {
  const evaluateAll = prepareAll([plan]);
  return (profile, events) => evaluateAll(profile, events)[0] === true;
}

/** `prepare` for several plans, whose verdicts come in their order. Shares work as `prepareEach` does. */
export function prepareAll(
  plans: readonly Plan[],
): (profile: Profile, events: EventLookup) => boolean[] {
  const judge = prepareEach(plans);
  return (profile, events) => {
    const isIn = judge(profile, events);
    return plans.map((_, index) => isIn(index));
  };
}

/**
 * `prepare` for several plans, each evaluated for a user when her verdict on it is asked for, by its
 * index. What the plans of one resolver share, saved segments, is evaluated at most once for a user.
 */
export function prepareEach(plans: readonly Plan[]): JudgeEach {
  return prepareForAnyTime(plans)();
}

/** Verdicts on one user, by the index of the plan. */
export type JudgeEach = (profile: Profile, events: EventLookup) => (index: number) => boolean;

/**
 * `prepareEach` as of whatever `now`, as if the plans had been resolved then. What moves with time is moved when
 * it is evaluated, and once for all the users who are judged at one instant.
 */
export function prepareForAnyTime(plans: readonly Plan[]): (now?: Instant) => JudgeEach {
  const testsByNode = new Map<PlanNode, Test>();
  let slots = 0;

  function toTest(node: PlanNode, timeZone: string): Test {
    const known = testsByNode.get(node);
    if (known !== undefined) return known;
    const plain = buildTest(node, timeZone, toTest);
    const isShareable = node.type === 'group' && node.segmentId !== undefined;
    const test = isShareable ? remember(plain, slots++) : plain;
    testsByNode.set(node, test);
    return test;
  }

  const tests = plans.map((plan) => (plan.valid ? toTest(plan.root, plan.timeZone) : matchNobody));
  return (now) => (profile, events) => {
    const evaluation = { profile, events, now, verdicts: new Array<boolean | undefined>(slots) };
    return (index) => (tests[index] ?? matchNobody)(evaluation);
  };
}

function matchNobody(): boolean {
  return false;
}

function remember(test: Test, slot: number): Test {
  return (evaluation) => {
    const { verdicts } = evaluation;
    verdicts[slot] ??= test(evaluation);
    return verdicts[slot] === true;
  };
}

function buildTest(
  node: PlanNode,
  timeZone: string,
  toTest: (node: PlanNode, timeZone: string) => Test,
): Test {
  switch (node.type) {
    case 'group': {
      return joinTests(
        node,
        node.children.map((child) => toTest(child, timeZone)),
      );
    }
    case 'not': {
      const test = toTest(node.child, timeZone);
      return (evaluation) => !test(evaluation);
    }
    case 'value':
      return testValue(node, timeZone);
    case 'event':
      return testEvent(node, timeZone);
    case 'membership':
      return testMembership(node);
  }
}

function joinTests({ match }: PlanGroup, tests: readonly Test[]): Test {
  return match === 'all'
    ? (evaluation) => tests.every((test) => test(evaluation))
    : (evaluation) => tests.some((test) => test(evaluation));
}

function testValue(predicate: ValuePredicate, timeZone: string): Test {
  const { subject } = predicate;
  if (subject.type === 'property') throw new Error('A property is tested on an occurrence.');
  const read = profileReader(subject);
  const at = follow(predicate, timeZone, moveValue);
  return ({ profile, now }) => holds(at(now), read(profile), timeZone);
}

function testEvent(predicate: EventPredicate, timeZone: string): Test {
  const at = follow(predicate, timeZone, moveEvent);
  return ({ events, now }) => {
    const moved = at(now);
    return isWithinCount(moved, countMatches(moved, events, timeZone));
  };
}

/** The predicate as it is at an instant; the last one is remembered. */
function follow<Predicate extends ValuePredicate | EventPredicate>(
  predicate: Predicate,
  timeZone: string,
  move: (predicate: Predicate, clock: Clock) => Predicate,
): (now: Instant | undefined) => Predicate {
  if (!isRelative(predicate)) return () => predicate;
  let movedTo: Instant | undefined;
  let moved = predicate;
  return (now) => {
    if (now !== movedTo) {
      moved = now === undefined ? predicate : move(predicate, { now, timeZone });
      movedTo = now;
    }
    return moved;
  };
}

function testMembership({ set, id }: MembershipPredicate): Test {
  return ({ profile }) => profile[set].has(id);
}

function isWithinCount({ min, max }: EventPredicate, count: number): boolean {
  return count >= min && (max === undefined || count <= max);
}

/** The number of occurrences that count, or the first number that decides the condition. */
function countMatches(predicate: EventPredicate, events: EventLookup, timeZone: string): number {
  const { min, max, where } = predicate;
  const enough = max === undefined ? min : max + 1;
  if (enough === 0) return 0;
  const occurrences = findOccurrences(predicate, events);
  if (where.length === 0) return occurrences.length;
  let count = 0;
  for (const occurrence of occurrences) {
    if (holdsAll(where, occurrence, timeZone)) count += 1;
    if (count === enough) break;
  }
  return count;
}

/** The occurrences of the predicate's event in its window, property filters aside. */
export function findOccurrences(
  { source, name, window }: EventPredicate,
  events: EventLookup,
): readonly Occurrence[] {
  return events.find(source, name, window.from, window.until);
}
