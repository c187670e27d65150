import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '@muster/conditions';
import type { Project } from '../../store/store.ts';

/**
 * The secrets that signatures of the project's user ids may be made with now; `undefined` where a
 * browser needs no signature.
 */
export function findSecrets({ verification }: Project, now: Instant): string[] | undefined {
  if (!verification?.isRequired) return undefined;
  const { secret, previous } = verification;
  return previous !== undefined && previous.until > now ? [secret, previous.secret] : [secret];
}

const hexDigest = /^[0-9A-Fa-f]{64}$/;

/**
 * Whether somebody may claim to be the user: when no secrets are given anybody, else who sends the
 * HMAC-SHA256 of the user id with one of them, in hex. Takes as long for any wrong signature.
 */
export function mayIdentify(
  secrets: readonly string[] | undefined,
  userId: string,
  signature: unknown,
): boolean {
  if (secrets === undefined) return true;
  if (typeof signature !== 'string' || !hexDigest.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  return secrets
    .map((secret) => createHmac('sha256', secret).update(userId, 'utf8').digest())
    .some((digest) => timingSafeEqual(digest, given));
}
