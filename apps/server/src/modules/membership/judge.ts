import {
  type Instant,
  type JudgeEach,
  prepareForAnyTime,
  prepareNextChanges,
} from '@muster/conditions';
import type { KnownPerson, Leaf } from './leaf.ts';

/** What leaves say of one person, whose data is read once, however many of them look at it. */
export interface Look {
  /** Whether they hold at one instant. */
  at(now: Instant): (leaf: Leaf) => boolean;
  /** The first instant later than `after` at which the answer may change by itself; `Infinity`: none. */
  nextFlip(leaf: Leaf, after: Instant): Instant;
}

/** Looks at users by the leaves of one table, at one instant after another. */
export interface Judge {
  look(person: KnownPerson): Look;
}

/** A judge by these leaves, each at its place, with the plans that they have now. */
export function createJudge(leaves: readonly Leaf[]): Judge {
  const plans = leaves.map(({ plan }) => plan);
  const judgeAt = prepareForAnyTime(plans);
  const nextChanges = prepareNextChanges(plans);
  /** Many users are looked at as of one instant: what moves is moved to it once. */
  let latest: { now: Instant; judge: JudgeEach } | undefined;

  function toJudge(now: Instant): JudgeEach {
    if (latest?.now !== now) latest = { now, judge: judgeAt(now) };
    return latest.judge;
  }

  return {
    look({ profile, events }) {
      const foresee = nextChanges(profile, events);
      return {
        at(now) {
          const isIn = toJudge(now)(profile, events);
          return ({ place }) => isIn(place);
        },
        nextFlip: ({ place }, after) => foresee(place, after),
      };
    },
  };
}
