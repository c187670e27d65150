import type { Identity } from './store.ts';

/** One text for an identity: the key of the map that `findNumbers` returns. */
export function toIdentityKey({ kind, id }: Identity): string {
  return `${kind}:${id}`;
}
