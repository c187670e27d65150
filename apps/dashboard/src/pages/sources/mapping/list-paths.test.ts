import { expect, test } from 'vitest';
import { listPaths } from './list-paths.ts';

test('paths lead to members and entries, whatever they are called', () => {
  const payload = { id: 1, 'a.b': { 'c"d': [{ e: null }] }, '': 0, list: [] };
  expect(listPaths(JSON.stringify(payload))).toEqual([
    'id',
    '["a.b"]',
    '["a.b"]["c\\"d"]',
    '["a.b"]["c\\"d"][0]',
    '["a.b"]["c\\"d"][0].e',
    '[""]',
    'list',
  ]);
});

test('of a list they are those of an entry, and of what is no JSON there are none', () => {
  expect(listPaths('[{"a":1},{"b":2}]')).toEqual(['a']);
  expect(listPaths('{"a":')).toEqual([]);
  expect(listPaths('5')).toEqual([]);
});

test('they end somewhere', () => {
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i]));
  expect(listPaths(JSON.stringify(wide))).toHaveLength(300);
  let deep: unknown = 1;
  for (let i = 0; i < 50; i += 1) deep = { a: deep };
  expect(listPaths(JSON.stringify(deep))).toHaveLength(8);
});
