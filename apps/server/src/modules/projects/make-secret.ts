import type { SignatureScheme } from '@muster/protocol';

/** Random bytes; `crypto.randomBytes` outside tests. */
export type RandomBytes = (count: number) => Uint8Array;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Text of 5 random bits a character, without letters that are easily misread (Crockford's base 32). */
export function makeToken(random: RandomBytes, characters: number): string {
  // The low five bits of a uniform byte are uniform: 32 divides 256.
  return Array.from(random(characters), (byte) => alphabet[byte & 31]).join('');
}

/** A secret API key: 175 random bits behind a prefix that says what it is. */
export function makeApiKey(random: RandomBytes): string {
  return `mk_live_${makeToken(random, 35)}`;
}

/** What signatures of user ids are made with: 255 random bits behind a prefix that says what it is. */
export function makeVerificationSecret(random: RandomBytes): string {
  return `mv_${makeToken(random, 51)}`;
}

/** The end of a source's address, which only its sender knows: 160 random bits. */
export function makeSourceKey(random: RandomBytes): string {
  return makeToken(random, 32);
}

/** What a source signs with: 255 random bits. Standard Webhooks has a form of its own, of 192 bits. */
export function makeSourceSecret(random: RandomBytes, scheme: SignatureScheme): string {
  if (scheme === 'standard-webhooks') {
    return `whsec_${Buffer.from(random(24)).toString('base64')}`;
  }
  return `ms_${makeToken(random, 51)}`;
}

/** The first characters of a key, enough to recognise it by and far too few to guess it from. */
export function prefixOf(key: string): string {
  return key.slice(0, key.startsWith('mk_live_') ? 12 : 4);
}
