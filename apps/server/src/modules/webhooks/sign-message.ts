import { createHmac } from 'node:crypto';
import type { Instant } from '@muster/conditions';
import type { RandomBytes } from '../projects/make-secret.ts';

const prefix = 'whsec_';

/** What messages are signed with: 256 random bits. */
export function makeWebhookSecret(random: RandomBytes): string {
  return `${prefix}${Buffer.from(random(32)).toString('base64')}`;
}

/** A message as its signature sees it. */
export interface SignedParts {
  id: string;
  /** The time of the attempt: an old one is no message any more. */
  at: Instant;
  payload: string;
}

/** The headers of Standard Webhooks, with a signature for each secret. */
export function signMessage(
  { id, at, payload }: SignedParts,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`);
    return `v1,${mac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
