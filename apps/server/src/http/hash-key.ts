import { createHash } from 'node:crypto';

/** The hash under which an API key, a session or a link is stored, in hex. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
