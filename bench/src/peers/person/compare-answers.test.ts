import { expect, it } from 'vitest';
import { compareAnswers } from './compare-answers.ts';
import type { Judge } from './contenders.ts';

const fill =
  (of: (person: number) => number[]): Judge<number> =>
  (person, verdicts) => {
    verdicts.set(of(person));
  };
const people = [1, 2, 3].map((person) => ({ ours: person, theirs: person }));

it('counts the people about whom both answer differently, by plan', async () => {
  const ours = fill((person) => [1, person > 1 ? 1 : 0]);
  const theirs = fill(() => [1, 1]);
  expect(await compareAnswers(2, people, ours, theirs)).toEqual({
    byPlan: [0, 1],
    total: 1,
    failures: 0,
  });
});

it('waits for answers, and takes none for another answer', async () => {
  const ours = fill(() => [0, 1]);
  const theirs: Judge<number> = async (person, verdicts) => {
    await Promise.resolve();
    if (person === 2) throw new Error('no');
    verdicts.set([0, 1]);
  };
  expect(await compareAnswers(2, people, ours, theirs)).toEqual({
    byPlan: [1, 1],
    total: 2,
    failures: 1,
  });
});
