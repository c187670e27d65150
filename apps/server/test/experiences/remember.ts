import { answerKey, type Value } from '@muster/conditions';
import type { TestHouse } from '../http/test-house.ts';

/** What somebody has done with experiences. */
export interface Deeds {
  seen?: string[];
  completed?: string[];
  /** By experience and step. */
  answers?: [experienceId: string, stepId: string, answer: Value][];
}

/** Writes on the profile of a user what she has done, and tells the index. */
export async function remember(
  { store, clock, indexer }: TestHouse,
  userId: string,
  { seen = [], completed = [], answers = [] }: Deeds,
): Promise<void> {
  const at = clock.now;
  await store.write(async (tx) => {
    const found = await tx.findNumbers(1, [{ kind: 'user', id: userId }]);
    const [document] = await tx.profiles(1, [...found.values()]);
    if (document === undefined) throw new Error(`There is no ${userId}.`);
    const interactions = new Map(document.interactions);
    for (const id of seen) interactions.set(id, { ...interactions.get(id), seen: at });
    for (const id of completed) interactions.set(id, { ...interactions.get(id), completed: at });
    const answered = answers.map(
      ([id, step, value]) => [answerKey(id, step), { value, at }] as const,
    );
    const changed = { interactions, answers: new Map([...document.answers, ...answered]) };
    await tx.putProfiles(1, [{ ...document, ...changed }]);
    await tx.appendChanges([{ type: 'profiles', project: 1, numbers: [document.number] }]);
  });
  indexer.notify();
}
