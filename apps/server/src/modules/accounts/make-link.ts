import { hashKey } from '../../http/hash-key.ts';
import type { Invitation } from '../../store/invitations.ts';
import { makeToken, type RandomBytes } from '../projects/make-secret.ts';

/** A row to be stored, and the link whose token is in no store. */
export interface NewLink {
  row: Invitation;
  /** From the root of the server; the token is in the fragment, which no proxy and no log sees. */
  path: string;
}

/** Makes a link that opens once, until it expires. */
export function makeLink(
  wish: Omit<Invitation, 'id' | 'hash' | 'expiresAt'>,
  { random, lastsMs }: { random: RandomBytes; lastsMs: number },
): NewLink {
  const token = makeToken(random, 40);
  const id = `inv_${makeToken(random, 16)}`;
  const row = { ...wish, id, hash: hashKey(token), expiresAt: wish.createdAt + lastsMs };
  return { row, path: `/join#${token}` };
}
