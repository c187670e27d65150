import { expect, test } from 'vitest';
import { all, any, is, segment, segments } from '../test/build-tree.ts';
import { findCycle } from './find-cycle.ts';
import type { Group } from './tree.ts';

const saved = segments({
  a: all(is('x', 'y')),
  b: any(segment('a'), all(segment('c'))),
  c: all({ ...segment('d'), not: true }),
  d: all(is('x', 'y')),
  broken: { type: 'nothing' },
});

function pathOf(id: string, tree: Group): string | undefined {
  const path = findCycle({ id, name: `new ${id}` }, tree, saved);
  return path?.map((step) => `${step.id} ${step.name}`).join(' → ');
}

test('a tree that uses no segment, or segments that do not lead back, makes no cycle', () => {
  expect(pathOf('a', all(is('x', 'y')))).toBeUndefined();
  expect(pathOf('b', all(segment('c'), segment('d'), segment('a')))).toBeUndefined();
  expect(pathOf('new', all(segment('b')))).toBeUndefined();
  expect(pathOf('a', all(segment('gone'), segment('broken')))).toBeUndefined();
});

test('a segment that uses itself is a cycle of one', () => {
  expect(pathOf('a', all(is('x', 'y'), any(segment('a'))))).toBe('a new a → a new a');
});

test('a longer cycle is told from the saved segment back to it', () => {
  expect(pathOf('d', all(segment('b')))).toBe('d new d → b B → c C → d new d');
  expect(pathOf('a', all(segment('b')))).toBe('a new a → b B → a new a');
});

test('of several cycles the shortest is told', () => {
  expect(pathOf('d', all(segment('b'), segment('c')))).toBe('d new d → c C → d new d');
});

test('what counts is the tree to be saved, not the one that is stored', () => {
  expect(pathOf('b', all(is('x', 'y')))).toBeUndefined();
  expect(pathOf('c', all(segment('b')))).toBe('c new c → b B → c new c');
});

test('a cycle among other segments is not made by this one', () => {
  const looping = segments({ p: all(segment('q')), q: all(segment('p')) });
  expect(findCycle({ id: 'r', name: 'R' }, all(segment('p')), looping)).toBeUndefined();
});

test('a chain of 100,000 segments is followed to its end', () => {
  const trees = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, i) => [`s${i}`, all(segment(`s${i + 1}`))]),
  );
  const path = findCycle({ id: 's100000', name: '' }, all(segment('s0')), segments(trees));
  expect(path).toHaveLength(100_002);
});
