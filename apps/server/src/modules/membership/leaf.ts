import {
  answerKey,
  type Condition,
  conditionKey,
  type EventLookup,
  eventKey,
  isRelative,
  type Predicate,
  type Profile,
  type ValidPlan,
} from '@muster/conditions';
import type { BitColumn } from './bit-table.ts';
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
  /** Its place among the leaves of the table that it is in. */
  place: number;
  /** The condition alone, without its negation. Not older than a day before the latest step. */
  plan: ValidPlan;
  /** What of a user it looks at: a name that `PersonChange` has. */
  field: string;
  /** True when it looks at events. */
  isOfEvents: boolean;
  /** True when its answer can change by the passing of time alone. */
  isMoving: boolean;
  members: BitColumn;
  /**
   * `empty`: nobody's answer is known; `filled`: everybody's as of the filling; `ready`: as of now.
   */
  state: 'empty' | 'filled' | 'ready';
  /** While it is empty: whose answer is known all the same, as she has changed since. */
  known: Bitset;
}

export function createLeaf(predicate: Predicate, plan: ValidPlan, members: BitColumn): Leaf {
  return {
    key: leafKey(predicate),
    condition: predicate.condition,
    place: -1,
    plan: { ...plan, root: predicate },
    field: fieldOf(predicate),
    isOfEvents: predicate.type === 'event',
    isMoving: predicate.type !== 'membership' && isRelative(predicate),
    members,
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
