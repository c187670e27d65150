import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '@muster/conditions';
import type { SignatureScheme } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { SourceParcel } from './source-parcel.ts';

type Headers = SourceParcel['headers'];

/** Says whether a body was signed with the secret. */
type Check = (secret: string, body: Uint8Array) => boolean;

/** Old requests are refused, so that nobody can send again what he has overheard. */
const toleranceMs = 5 * 60 * 1000;

/**
 * Throws a 401 unless one of the bodies, which say the same, was signed with one of the secrets of the
 * source as its scheme says. Takes as long for any wrong signature.
 */
export function verifySourceSignature(
  { setup: { signature, secrets }, headers, arrivedAt }: SourceParcel,
  bodies: readonly Uint8Array[],
): void {
  const check = checks[signature]?.(headers, arrivedAt);
  if (check === undefined) return;
  const results = secrets.flatMap((secret) => bodies.map((body) => check(secret, body)));
  if (!results.includes(true)) throw refuse('The signature is not that of this body.');
}

const checks: Record<
  SignatureScheme,
  ((headers: Headers, arrivedAt: Instant) => Check) | undefined
> = {
  none: undefined,
  segment: (headers) => {
    const given = readHeader(headers, 'x-signature');
    return (secret, body) => isSame(given, hmac('sha1', secret, [body], 'hex'), 'hex');
  },
  'hmac-sha256': (headers) => {
    const given = readHeader(headers, 'x-signature-256').replace(/^sha256=/, '');
    return (secret, body) => isSame(given, hmac('sha256', secret, [body], 'hex'), 'hex');
  },
  'standard-webhooks': (headers, arrivedAt) => {
    const id = readHeader(headers, 'webhook-id');
    const timestamp = readSeconds(headers, 'webhook-timestamp', arrivedAt);
    const given = readHeader(headers, 'webhook-signature').split(' ').slice(0, 10);
    return (secret, body) => {
      const signed = hmac('sha256', toKey(secret), [`${id}.${timestamp}.`, body], 'base64');
      return given
        .map((one) => one.startsWith('v1,') && isSame(one.slice(3), signed, 'base64'))
        .includes(true);
    };
  },
  'customer-io': (headers, arrivedAt) => {
    const timestamp = readSeconds(headers, 'x-cio-timestamp', arrivedAt);
    const given = readHeader(headers, 'x-cio-signature');
    return (secret, body) =>
      isSame(given, hmac('sha256', secret, [`v0:${timestamp}:`, body], 'hex'), 'hex');
  },
  bearer: (headers) => {
    const given = /^bearer +(\S+)\s*$/i.exec(readHeader(headers, 'authorization'))?.[1] ?? '';
    // Hashes are of one length, whatever was given.
    const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
    return (secret) => timingSafeEqual(digest(given), digest(secret));
  },
};

function hmac(
  algorithm: 'sha1' | 'sha256',
  key: string | Buffer,
  parts: readonly (string | Uint8Array)[],
  encoding: 'hex' | 'base64',
): string {
  const mac = createHmac(algorithm, key);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

/** What follows the prefix of Standard Webhooks is base64; any other text is the key itself. */
function toKey(secret: string): string | Buffer {
  const prefix = 'whsec_';
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : secret;
}

/** Of a signature only its length can be learned from how long this takes. */
function isSame(given: string, signed: string, encoding: 'hex' | 'base64'): boolean {
  const one = Buffer.from(given, encoding);
  const other = Buffer.from(signed, encoding);
  return one.length === other.length && timingSafeEqual(one, other);
}

function readHeader(headers: Headers, name: keyof Headers): string {
  const value = headers[name]?.trim();
  if (value) return value;
  throw refuse(`The source asks for a signature, and there is no header ${name}.`);
}

function readSeconds(headers: Headers, name: keyof Headers, arrivedAt: Instant): string {
  const text = readHeader(headers, name);
  const sentAt = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Number.NaN;
  if (Math.abs(arrivedAt - sentAt) <= toleranceMs) return text;
  const detail = `The ${name} is not within five minutes of the clock of this server.`;
  throw new HttpProblem(401, 'signature_expired', detail);
}

function refuse(detail: string): HttpProblem {
  return new HttpProblem(401, 'signature_invalid', detail);
}
