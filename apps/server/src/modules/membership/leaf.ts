import {
  answerKey,
  type Condition,
  conditionKey,
  type Evaluator,
  type EventLookup,
  eventKey,
  type Instant,
  isRelative,
  movePlans,
  nextPossibleChange,
  type Predicate,
  type Profile,
  prepare,
  type ValidPlan,
} from '@muster/conditions';
import { type Bitset, createBitset } from './bitset.ts';

/** One user as the store knows her now, with the events that were asked for. */
export interface KnownPerson {
  profile: Profile;
  events: EventLookup;
}

/** A condition, however many segments have it, and for whom it holds. */
export interface Leaf {
  /** Equal for conditions that mean the same. */
  key: string;
  condition: Condition;
  /** The condition alone, without its negation. Not older than a day before the latest step. */
  plan: ValidPlan;
  /** What of a user it looks at: a name that `PersonChange` has. */
  field: string;
  /** True when it looks at events. */
  isOfEvents: boolean;
  /** True when its answer can change by the passing of time alone. */
  isMoving: boolean;
  members: Bitset;
  /**
   * `empty`: nobody's answer is known; `filled`: everybody's as of the filling; `ready`: as of now.
   */
  state: 'empty' | 'filled' | 'ready';
  /** While it is empty: whose answer is known all the same, as she has changed since. */
  known: Bitset;
}

export function createLeaf(predicate: Predicate, plan: ValidPlan): Leaf {
  return {
    key: leafKey(predicate),
    condition: predicate.condition,
    plan: { ...plan, root: predicate },
    field: fieldOf(predicate),
    isOfEvents: predicate.type === 'event',
    isMoving: predicate.type !== 'membership' && isRelative(predicate),
    members: createBitset(),
    state: 'empty',
    known: createBitset(),
  };
}

/** What the condition says, its negation aside, which is not the leaf's. */
export function leafKey({ condition }: Predicate): string {
  return conditionKey(condition);
}

function fieldOf(predicate: Predicate): string {
  switch (predicate.type) {
    case 'event':
      return eventKey(predicate.source, predicate.name);
    case 'membership':
      return predicate.set;
    case 'value': {
      const { subject } = predicate;
      if (subject.type === 'attribute') return attributeField(subject.source, subject.key);
      if (subject.type === 'answer') return answerField(subject.experienceId, subject.stepId);
      throw new Error('A condition does not test a property.');
    }
  }
}

/** The name of an attribute among those of fields: `custom plan`. */
export function attributeField(source: string, key: string): string {
  return `${source} ${key}`;
}

/** The name of an answer among those of fields. */
function answerField(experienceId: string, stepId: string): string {
  return `answer ${answerKey(experienceId, stepId)}`;
}

/** How leaves are asked about users at one instant after another. */
export interface Judge {
  holds(leaf: Leaf, person: KnownPerson, now: Instant): boolean;
  /** The first instant later than `after` at which the answer may change; `Infinity`: none. */
  nextFlip(leaf: Leaf, person: KnownPerson, after: Instant): Instant;
}

export function createJudge(): Judge {
  const still = new WeakMap<Leaf, Evaluator>();
  const moving = new WeakMap<Leaf, { now: Instant; evaluate: Evaluator }>();

  function evaluatorOf(leaf: Leaf): Evaluator {
    const known = still.get(leaf) ?? prepare(leaf.plan);
    still.set(leaf, known);
    return known;
  }

  function evaluatorAt(leaf: Leaf, now: Instant): Evaluator {
    const last = moving.get(leaf);
    if (last?.now === now) return last.evaluate;
    const [plan = leaf.plan] = movePlans([leaf.plan], now);
    const evaluate = prepare(plan);
    moving.set(leaf, { now, evaluate });
    return evaluate;
  }

  return {
    holds(leaf, { profile, events }, now) {
      const evaluate = leaf.isMoving ? evaluatorAt(leaf, now) : evaluatorOf(leaf);
      return evaluate(profile, events);
    },
    nextFlip(leaf, { profile, events }, after) {
      if (!leaf.isMoving) return Number.POSITIVE_INFINITY;
      return nextPossibleChange(leaf.plan, profile, events, after) ?? Number.POSITIVE_INFINITY;
    },
  };
}
