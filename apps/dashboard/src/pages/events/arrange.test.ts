import { expect, test } from 'vitest';
import { findListed, readSorting, sortListed } from './arrange.ts';

const item = (label: string, more: object = {}) => ({
  label,
  source: 'api',
  description: '',
  hidden: false,
  count: label.length,
  ...more,
});

const items = [
  item('bought 10', { description: 'Paid at the TILL' }),
  item('bought 9'),
  item('noise', { hidden: true }),
  item('viewed', { source: 'app' }),
];

const labels = (found: { label: string }[]) => found.map(({ label }) => label);

test('a text is looked for in names and descriptions, whatever the letter case', () => {
  expect(labels(findListed(items, { q: ' till ' }))).toEqual(['bought 10']);
  expect(labels(findListed(items, { q: 'BOUGHT' }))).toEqual(['bought 10', 'bought 9']);
});

test('what is hidden is shown when it is asked for', () => {
  expect(labels(findListed(items, {}))).not.toContain('noise');
  expect(labels(findListed(items, { show: 'all' }))).toContain('noise');
});

test('the order is that of the address, where it names a field', () => {
  const fields = {
    name: ({ label }: { label: string }) => label,
    count: (of: { count: number }) => of.count,
  };
  expect(labels(sortListed(items, 'name', fields))).toEqual([
    'bought 9',
    'bought 10',
    'noise',
    'viewed',
  ]);
  expect(labels(sortListed(items, '-count', fields))[0]).toBe('bought 10');
  for (const sort of [undefined, 'toString', '-', 'x']) {
    expect(labels(sortListed(items, sort, fields))).toEqual(labels(items));
    expect(readSorting(sort, fields)).toBeUndefined();
  }
});
