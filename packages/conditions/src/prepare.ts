import { findEqualConditions } from './equal-conditions.ts';
import { createMemory, type Find, type Memory } from './evaluation.ts';
import type { MembershipPredicate, Plan, PlanGroup, PlanNode, ValidPlan } from './plan.ts';
import { prepareEvent } from './prepare-event.ts';
import { createReaders, prepareValue, readerOf } from './prepare-value.ts';
import type { EventLookup, Instant, Profile } from './profile.ts';

/** Whether one user is in the audience. Reads nothing but its arguments. */
export type Evaluator = (profile: Profile, events: EventLookup) => boolean;

/**
 * The plan as a function, for use on many users. Stops at the first child that decides a group, so that
 * events are looked up only where they matter. An invalid plan matches nobody.
 */
export function prepare(plan: Plan): Evaluator {
  const judge = prepareEach([plan]);
  return (profile, events) => judge(profile, events)(0);
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
 * index. What plans share is found out at most once for a user: saved segments of one resolver, equal conditions,
 * and what conditions compare.
 */
export function prepareEach(plans: readonly Plan[]): JudgeEach {
  return prepareForAnyTime(plans)();
}

/** Verdicts on one user, by the index of the plan. She must not change between one and the next. */
export type JudgeEach = (profile: Profile, events: EventLookup) => (index: number) => boolean;

/**
 * `prepareEach` as of whatever `now`, as if the plans had been resolved then. What moves with time is moved when
 * it is evaluated, and once for all the users who are judged at one instant.
 */
export function prepareForAnyTime(plans: readonly Plan[]): (now?: Instant) => JudgeEach {
  const memory = createMemory();
  const toReader = isAlone(plans) ? readerOf : createReaders(memory);
  const tests = prepareTests(plans, memory, toReader);
  return (now) => {
    const moment = now === undefined ? undefined : memory.createMoment(now);
    return (profile, events) => {
      const evaluation = memory.begin(profile, events, moment);
      return (index) => (tests[index] ?? matchNobody)(evaluation);
    };
  };
}

/** A plan alone has little to share, and is often prepared for one user: the search would cost more. */
function isAlone(plans: readonly Plan[]): boolean {
  return plans.length === 1;
}

/** How each plan is tested on a user; what they share is found out once in an evaluation. */
export function prepareTests(
  plans: readonly Plan[],
  memory: Memory,
  toReader: typeof readerOf,
): Find<boolean>[] {
  const equal = isAlone(plans) ? new Map<PlanNode, PlanNode>() : findEqualConditions(plans);
  const testsByNode = new Map<PlanNode, Find<boolean>>();

  function toTest(place: PlanNode, plan: ValidPlan): Find<boolean> {
    const node = equal.get(place) ?? place;
    const known = testsByNode.get(node);
    if (known !== undefined) return known;
    const plain = buildTest(node, plan);
    const isShared = equal.has(node) || (node.type === 'group' && node.segmentId !== undefined);
    const test = isShared ? memory.remember(plain) : plain;
    testsByNode.set(node, test);
    return test;
  }

  function buildTest(node: PlanNode, plan: ValidPlan): Find<boolean> {
    switch (node.type) {
      case 'group': {
        const tests = node.children.map((child) => toTest(child, plan));
        return joinTests(node, tests);
      }
      case 'not': {
        const test = toTest(node.child, plan);
        return (evaluation) => !test(evaluation);
      }
      case 'value':
        return prepareValue(node, plan.timeZone, memory, toReader);
      case 'event':
        return prepareEvent(node, plan.timeZone, memory);
      case 'membership':
        return testMembership(node);
    }
  }

  return plans.map((plan) => (plan.valid ? toTest(plan.root, plan) : matchNobody));
}

function matchNobody(): boolean {
  return false;
}

function joinTests({ match }: PlanGroup, tests: readonly Find<boolean>[]): Find<boolean> {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  const decisive = match === 'any';
  return (evaluation) => {
    for (const test of tests) if (test(evaluation) === decisive) return decisive;
    return !decisive;
  };
}

function testMembership({ set, id }: MembershipPredicate): Find<boolean> {
  return ({ profile }) => profile[set].has(id);
}
