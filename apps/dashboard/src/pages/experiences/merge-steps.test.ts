import { expect, it } from 'vitest';
import { emptyStep } from './content/step-edits.ts';
import { mergeSteps } from './merge-steps.ts';

/** Steps of a text: `a1 b` is the step a with the title 1, and b. */
const read = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map(([id = '', title = '']) => ({ ...emptyStep('tour', id), title }));

it.each([
  // mine, from, theirs, merged
  ['a b', 'a b', 'a1 b', 'a1 b'],
  ['a1 b', 'a b', 'a b2', 'a1 b2'],
  ['a1 b', 'a b', 'a2 b', 'a1 b'],
  ['b a', 'a b', 'a1 b', 'b a1'],
  ['a b', 'a b', 'b a', 'b a'],
  ['a', 'a b', 'a1 b', 'a1'],
  ['a', 'a b', 'a b1', 'a'],
  ['a b', 'a b', 'b', 'b'],
  ['a1 b', 'a b', 'b', 'a1 b'],
  ['a b c', 'a b', 'a b d', 'a b c d'],
])('%s from %s with %s: %s', (mine, from, theirs, merged) => {
  const steps = mergeSteps(read(mine), read(from), read(theirs));
  const shown = steps.map(({ id, title }) => id + title);
  expect(shown.toSorted()).toEqual(merged.split(' ').toSorted());
});
