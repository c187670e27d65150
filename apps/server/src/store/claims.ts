import type { Instant } from '@muster/conditions';
import type { Claim } from '../modules/targeting/claims.ts';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What can be read of pages that are about to show something. */
export interface ClaimReads {
  /** Those of a person by any of these keys of hers. */
  claims(persons: readonly string[]): Promise<Claim[]>;
}

/** What can be written of them. */
export interface ClaimWrites {
  /** Inserts or replaces it, and forgets those of everybody that are older than that. */
  putClaim(person: string, claim: Claim, forgetBefore: Instant): Promise<void>;
}

export function offerClaimReads(session: Session): ClaimReads {
  return { claims: (persons) => listClaims(session, persons) };
}

export function offerClaimWrites(session: Session): ClaimWrites {
  return { putClaim: (person, claim, before) => putClaim(session, person, claim, before) };
}

async function listClaims({ queries }: Session, persons: readonly string[]): Promise<Claim[]> {
  const rows = await queries
    .selectFrom('claims')
    .select(['experience', 'token', 'at'])
    .where('person', 'in', persons.map(toKeyText))
    .execute();
  return rows.map(({ experience, token, at }) => ({
    experienceId: fromKeyText(experience),
    token,
    at,
  }));
}

async function putClaim(
  { queries }: Session,
  person: string,
  { experienceId, token, at }: Claim,
  forgetBefore: Instant,
): Promise<void> {
  await queries.deleteFrom('claims').where('at', '<', forgetBefore).execute();
  const values = { person: toKeyText(person), experience: toKeyText(experienceId), token, at };
  await queries
    .insertInto('claims')
    .values(values)
    .onConflict((conflict) => conflict.columns(['person', 'experience']).doUpdateSet({ token, at }))
    .execute();
}
