import type { Compared } from './operator.ts';
import type { EventLookup, Instant, Profile } from './profile.ts';

/** What is found out about a user: a verdict, or what conditions compare, null where there is nothing. */
export type Finding = Compared | null;

/** One evaluation: the user, and what has been found out about her so far. */
export interface Evaluation {
  profile: Profile;
  events: EventLookup;
  /** Absent: the instant at which the plans were resolved. */
  now: Instant | undefined;
  /** What several places ask for, by slot; undefined: none of them has asked yet. */
  findings: (Finding | undefined)[];
}

/** Finds something out about the user of an evaluation. */
export type Find<Found extends Finding> = (evaluation: Evaluation) => Found;

/** What evaluations have in common: how much they remember. */
export interface Memory {
  /** The same, found out at most once in an evaluation, and forgotten with it. */
  remember<Found extends Finding>(find: Find<Found>): Find<Found>;
  begin(profile: Profile, events: EventLookup, now: Instant | undefined): Evaluation;
}

/** A memory of nothing yet. `remember` is called before the first evaluation begins. */
export function createMemory(): Memory {
  let slots = 0;
  return {
    remember<Found extends Finding>(find: Find<Found>): Find<Found> {
      const slot = slots;
      slots += 1;
      return (evaluation) => {
        const known = evaluation.findings[slot];
        if (known !== undefined) return known as Found;
        const found = find(evaluation);
        evaluation.findings[slot] = found;
        return found;
      };
    },
    begin: (profile, events, now) => ({ profile, events, now, findings: new Array(slots) }),
  };
}
