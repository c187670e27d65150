import type { Compared } from './operator.ts';
import type { EventLookup, Instant, Profile } from './profile.ts';

/** What is found out about a user: a verdict, or what conditions compare, null where there is nothing. */
export type Finding = Compared | null;

/** One evaluation: the user, and what has been found out about her so far. */
export interface Evaluation {
  profile: Profile;
  events: EventLookup;
  /** Absent: the instant at which the plans were resolved. */
  moment: Moment | undefined;
  /** What several places ask for, by slot; undefined: none of them has asked yet. */
  findings: (Finding | undefined)[];
}

/** An instant, and what was moved to it so far, by slot. */
export interface Moment {
  now: Instant;
  moved: unknown[];
}

/** Finds something out about the user of an evaluation. */
export type Find<Found extends Finding> = (evaluation: Evaluation) => Found;

/**
 * Gives out the slots of what is found out once in an evaluation, and of what is moved once to a moment. Both go with
 * it: what a function kept of its latest call would be old by the time it is replaced, which costs the collector of
 * garbage more than all of the comparing.
 */
export interface Memory {
  /** The same, at most once in an evaluation. */
  remember<Found extends Finding>(find: Find<Found>): Find<Found>;
  /** What `move` makes of the moment of an evaluation, `still` where there is none. */
  follow<Moved extends object>(
    still: Moved,
    move: (now: Instant) => Moved,
  ): (evaluation: Evaluation) => Moved;
  createMoment(now: Instant): Moment;
  begin(profile: Profile, events: EventLookup, moment: Moment | undefined): Evaluation;
}

/** A memory without slots. All are given out before the first evaluation begins. */
export function createMemory(): Memory {
  let findings = 0;
  let moved = 0;
  return {
    remember<Found extends Finding>(find: Find<Found>): Find<Found> {
      const slot = findings++;
      return (evaluation) => {
        const known = evaluation.findings[slot];
        if (known !== undefined) return known as Found;
        const found = find(evaluation);
        evaluation.findings[slot] = found;
        return found;
      };
    },
    follow<Moved extends object>(still: Moved, move: (now: Instant) => Moved) {
      const slot = moved++;
      return ({ moment }: Evaluation) => {
        if (moment === undefined) return still;
        moment.moved[slot] ??= move(moment.now);
        return moment.moved[slot] as Moved;
      };
    },
    createMoment: (now) => ({ now, moved: new Array(moved) }),
    begin: (profile, events, moment) => ({
      profile,
      events,
      moment,
      findings: new Array(findings),
    }),
  };
}
