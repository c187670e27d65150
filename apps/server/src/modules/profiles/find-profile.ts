import { toIdentityKey } from '../../store/identity-key.ts';
import type { Identity, ReadTransaction } from '../../store/store.ts';
import type { ProfileDocument } from './profile-document.ts';

/**
 * The number of the user with that id. Without a `kind`, a user id goes before an anonymous id of
 * the same text. An anonymous id that was merged leads to the identified user.
 */
export async function findProfileNumber(
  tx: ReadTransaction,
  project: number,
  id: string,
  kind?: Identity['kind'],
): Promise<number | undefined> {
  // Nobody has an id that is no text: none is taken in.
  if (!id.isWellFormed()) return undefined;
  const kinds = kind === undefined ? (['user', 'anonymous'] as const) : [kind];
  const numbers = await tx.findNumbers(
    project,
    kinds.map((each) => ({ kind: each, id })),
  );
  for (const each of kinds) {
    const number = numbers.get(toIdentityKey({ kind: each, id }));
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The document of that user, found like `findProfileNumber`. */
export async function findProfile(
  tx: ReadTransaction,
  project: number,
  id: string,
  kind?: Identity['kind'],
): Promise<ProfileDocument | undefined> {
  const number = await findProfileNumber(tx, project, id, kind);
  if (number === undefined) return undefined;
  const [document] = await tx.profiles(project, [number]);
  return document;
}
