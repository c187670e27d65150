import { createMemory, type Evaluation, type Moment } from './evaluation.ts';
import { prepareNearest } from './next-change.ts';
import type { ValidPlan } from './plan.ts';
import { prepareTests } from './prepare.ts';
import { createReaders } from './prepare-value.ts';
import type { EventLookup, Instant, Profile } from './profile.ts';

/** One user as she is at one instant. She must not change between one question about it and the next. */
export type Look = Evaluation;

/** Looks at any number of users by several plans, which are called by their index. */
export interface Looks {
  look(profile: Profile, events: EventLookup, now: Instant): Look;
  /** The verdict of the plan, as if it had been resolved at the instant of the look. */
  isIn(look: Look, index: number): boolean;
  /** `nextPossibleChange` of the plan; `Infinity`: none. */
  nextChange(look: Look, index: number, after: Instant): Instant;
}

/**
 * Verdicts and until when each holds by itself. What plans compare of a user is read once, for the verdicts and for
 * the instants at which they may change; what moves with time is moved once for all who are looked at, one after
 * another, as of the same instant.
 */
export function prepareLooks(plans: readonly ValidPlan[]): Looks {
  const memory = createMemory();
  const toReader = createReaders(memory);
  const tests = prepareTests(plans, memory, toReader);
  const nearests = plans.map((plan) => prepareNearest(plan, toReader));
  let moment: Moment | undefined;
  return {
    look(profile, events, now) {
      if (moment?.now !== now) moment = memory.createMoment(now);
      return memory.begin(profile, events, moment);
    },
    isIn: (look, index) => tests[index]?.(look) ?? false,
    nextChange: (look, index, after) => nearests[index]?.(look, after) ?? never,
  };
}

const never = Number.POSITIVE_INFINITY;
