import type { Instant } from '@muster/conditions';
import type { deviceNames, ExperienceType, RateLimit } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import type { Claim } from './claims.ts';

/** Where somebody is. */
export interface Page {
  /** The whole address; of one that cannot be read, '', which meets no rule. */
  url: string;
  device: (typeof deviceNames)[number];
}

/** One person at one moment: what all rules but Who look at. */
export interface Visit {
  now: Instant;
  page: Page;
  person: ProfileDocument;
  /** `null`: as many experiences as there are. */
  rateLimit: RateLimit | null;
  /** When the person last saw each of what counts towards the limit, the latest first. */
  seenLately: readonly Instant[];
}

/** One reason for which an experience may be held back. */
export interface Rule<LookedAt = Visit> {
  passes(experience: ExperienceRow, visit: LookedAt): boolean;
  /** In a sentence, whichever way it went, and the value that decided. */
  explain(experience: ExperienceRow, visit: LookedAt): { reason: string; value: unknown };
}

/** One that looks at nothing but the page. */
export type PageRule = Rule<Pick<Visit, 'page'>>;

/** These come by themselves, so that a person may get too many of them; the others wait to be opened. */
const imposing: ReadonlySet<ExperienceType> = new Set(['tour', 'survey', 'banner', 'hint']);

export function isImposing(type: ExperienceType): boolean {
  return imposing.has(type);
}

/**
 * When a person last saw each of the experiences that count towards the limit, the latest first. One that
 * is deleted counts: nothing says any more that it waited to be opened. What is claimed counts as seen.
 */
export function listSeenLately(
  { interactions }: ProfileDocument,
  typeOf: (experienceId: string) => ExperienceType | undefined,
  claims: readonly Pick<Claim, 'experienceId' | 'at'>[] = [],
): Instant[] {
  const claimed = new Map(claims.map(({ experienceId, at }) => [experienceId, at]));
  const instants = [...claimed.values()];
  for (const [id, { seen }] of interactions) {
    const type = typeOf(id);
    if (seen === undefined || claimed.has(id)) continue;
    if (type === undefined || isImposing(type)) instants.push(seen);
  }
  return instants.sort((a, b) => b - a);
}
