import type { ReadTransaction } from '../../store/store.ts';

/** The user ids that browsers' own ids are linked to; anonymous and unknown ones are left out. */
export async function findUserIds(
  tx: ReadTransaction,
  project: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const identities = ids.map((id) => ({ kind: 'anonymous', id }) as const);
  const numbers = await tx.findNumbers(project, identities);
  const documents = await tx.profiles(project, [...numbers.values()]);
  const userIds = new Map(documents.map(({ number, userId }) => [number, userId]));
  const found = new Map<string, string>();
  for (const id of ids) {
    const number = numbers.get(`anonymous:${id}`);
    const userId = number === undefined ? undefined : userIds.get(number);
    if (userId !== undefined) found.set(id, userId);
  }
  return found;
}
