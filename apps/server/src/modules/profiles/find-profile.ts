import type { ReadTransaction } from '../../store/store.ts';
import type { ProfileDocument } from './profile-document.ts';

/**
 * The number of the user with that id: a user id before an anonymous id of the same text. An
 * anonymous id that was merged leads to the identified user.
 */
export async function findProfileNumber(
  tx: ReadTransaction,
  project: number,
  id: string,
): Promise<number | undefined> {
  const numbers = await tx.findNumbers(project, [
    { kind: 'user', id },
    { kind: 'anonymous', id },
  ]);
  return numbers.get(`user:${id}`) ?? numbers.get(`anonymous:${id}`);
}

/** The document of that user, found like `findProfileNumber`. */
export async function findProfile(
  tx: ReadTransaction,
  project: number,
  id: string,
): Promise<ProfileDocument | undefined> {
  const number = await findProfileNumber(tx, project, id);
  if (number === undefined) return undefined;
  const [document] = await tx.profiles(project, [number]);
  return document;
}
