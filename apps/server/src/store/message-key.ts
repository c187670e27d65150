import { hash } from 'node:crypto';
import { fromKeyText, toKeyText } from './key-text.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const mostBytesAsIs = 32;
const mostCharactersAsIs = 64;

/**
 * A message id as deduplication remembers it: at most 33 bytes, equal for equal ids only. UUIDs and
 * short ids keep their order, so that ids made in sequence stay on the same few pages of the
 * B-tree: hashing all of them costs a random page write each.
 */
export function toMessageKey(messageId: string): Uint8Array {
  if (messageId.length === 36 && uuid.test(messageId)) {
    return Buffer.from(`01${messageId.replaceAll('-', '')}`, 'hex');
  }
  if (!messageId.isWellFormed()) throw new TypeError('A message id must be well-formed text.');
  const bytes = Buffer.from(`\u0002${messageId}`, 'utf8');
  if (bytes.length <= mostBytesAsIs + 1) return bytes;
  return Buffer.from(`03${hash('sha256', messageId, 'hex').slice(0, 32)}`, 'hex');
}

/**
 * A message id inside the key of an event: the id itself, or its hash when it is long, since an
 * index row of PostgreSQL holds no more than 2,704 bytes. `\#` cannot begin any `toKeyText`.
 */
export function toEventKey(messageId: string): { key: string; full: string | null } {
  const text = toKeyText(messageId);
  if (text.length <= mostCharactersAsIs) return { key: text, full: null };
  return { key: `\\#${hash('sha256', messageId, 'base64url')}`, full: text };
}

/** The message id of an event's key columns. */
export function toMessageId(key: string, full: string | null): string {
  return fromKeyText(full ?? key);
}
