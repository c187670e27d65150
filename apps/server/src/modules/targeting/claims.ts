import type { Instant } from '@muster/conditions';
import type { RateLimit } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ReadTransaction, WriteTransaction } from '../../store/store.ts';
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

/** Who is about to be shown what, for whoever answers questions of pages. */
export interface Claims {
  /** Those of a person by all her keys, as they are at each call of what it resolves to. */
  find(keys: readonly string[]): Promise<() => readonly Claim[]>;
  /** Adds one, to be called right after the others were read. */
  add(person: string, others: readonly Claim[], claim: Claim): Promise<void>;
}

/** Those of whom it has not been heard yet that they were seen. */
export function listHeld(
  claims: Iterable<Claim>,
  { interactions }: ProfileDocument,
  now: Instant,
): readonly Claim[] {
  return [...claims].filter((claim) => {
    const seen = interactions.get(claim.experienceId)?.seen;
    // The browser's clock may be off by as much.
    const isHeardOf = seen !== undefined && seen > claim.at - heardOfWithinMs;
    return isRecent(claim, now) && !isHeardOf;
  });
}

function isRecent({ at }: Claim, now: Instant): boolean {
  return now - at < heardOfWithinMs;
}

/**
 * Kept in memory, where one process alone answers: what a restart forgets is at most what was claimed and not
 * yet seen in its last minute.
 */
export function createOwnClaims(): Claims {
  const claimsByPerson = new Map<string, Claim[]>();

  function forgetOld(now: Instant): void {
    for (const [person, [first]] of claimsByPerson) {
      if (first && isRecent(first, now) && claimsByPerson.size <= maxPeople) return;
      claimsByPerson.delete(person);
    }
  }

  return {
    find: async (keys) => () => [...new Set(keys.flatMap((key) => claimsByPerson.get(key) ?? []))],
    async add(person, others, claim) {
      forgetOld(claim.at);
      claimsByPerson.delete(person);
      claimsByPerson.set(person, [...others, claim]);
    },
  };
}

/** Kept in the store, where several processes answer; of a transaction that reads, nothing can be added. */
export function createSharedClaims(tx: ReadTransaction | WriteTransaction): Claims {
  return {
    async find(keys) {
      const claims = await tx.claims(keys);
      return () => claims;
    },
    async add(person, _, claim) {
      if (!('putClaim' in tx)) throw new Error('A claim needs a transaction that writes.');
      await tx.putClaim(person, claim, claim.at - heardOfWithinMs);
    },
  };
}
