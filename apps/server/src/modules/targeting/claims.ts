import type { Instant } from '@muster/conditions';
import type { RateLimit } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { isImposing } from './visit.ts';

/** A page is about to show an experience, and nothing has been heard of that yet. */
export interface Claim {
  experienceId: string;
  /** Made at random by the page: when it asks again, since an answer was lost, it is the same claim. */
  token: string;
  at: Instant;
}

/**
 * How long it may take from the answer until it is heard that the experience was seen: what shows it may
 * have to be loaded, over a bad network.
 */
const heardOfWithinMs = 60_000;
/** Most people whose claims are kept; beyond it the oldest are forgotten. */
const maxPeople = 100_000;

/**
 * Whether a page asks before it shows an experience. What comes by itself, and not without end, would come
 * twice or too early when two are due at one moment, on one page or on two.
 */
export function needsClaim(
  { type, target: { when } }: Pick<ExperienceRow, 'type' | 'target'>,
  limit: RateLimit | null,
): boolean {
  const isLimited = limit !== null && !when.ignoresRateLimit;
  return isImposing(type) && (isLimited || when.repeat.type !== 'always');
}

/**
 * Who is about to be shown what. Kept in memory: what a restart forgets is at most what was claimed and not
 * yet seen in its last minute.
 */
export function createClaims() {
  const claimsByPerson = new Map<string, Claim[]>();

  const isRecent = ({ at }: Claim, now: Instant) => now - at < heardOfWithinMs;

  function forgetOld(now: Instant): void {
    for (const [person, [first]] of claimsByPerson) {
      if (first && isRecent(first, now) && claimsByPerson.size <= maxPeople) return;
      claimsByPerson.delete(person);
    }
  }

  /** Those of which it has not been heard that they were seen, of a person by all her keys. */
  function list(
    keys: readonly string[],
    { interactions }: ProfileDocument,
    now: Instant,
  ): readonly Claim[] {
    const claims = new Set(keys.flatMap((key) => claimsByPerson.get(key) ?? []));
    return [...claims].filter((claim) => {
      const seen = interactions.get(claim.experienceId)?.seen;
      // The browser's clock may be off by as much.
      const isHeardOf = seen !== undefined && seen > claim.at - heardOfWithinMs;
      return isRecent(claim, now) && !isHeardOf;
    });
  }

  return {
    list,
    /** Adds one to those that `list` has just returned. */
    add(person: string, others: readonly Claim[], claim: Claim): void {
      forgetOld(claim.at);
      claimsByPerson.delete(person);
      claimsByPerson.set(person, [...others, claim]);
    },
  };
}

export type Claims = ReturnType<typeof createClaims>;
