import type { CatalogBody } from '@muster/protocol';
import { expect, test } from 'vitest';
import { chooseDefaultColumns, findUserColumn, listUserColumns } from './user-columns.tsx';

function catalog(change: Partial<CatalogBody>): CatalogBody {
  return {
    users: 10,
    native: [],
    attributes: [],
    traits: [],
    events: [],
    experiences: [],
    imports: [],
    at: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

const key = (name: string, count = 1) => ({
  key: name,
  count,
  kinds: [],
  mixed: false,
  hidden: false,
  description: '',
});

test('columns that nobody has a value of make room for attributes', () => {
  const known = catalog({
    native: [key('email', 0), key('lastActivity', 3), key('sessions', 0)],
    attributes: ['lastActivity', 'plan', 'role', 'seats', 'team', 'city'].map((name) => key(name)),
  });
  expect(chooseDefaultColumns(known)).toEqual([
    'lastActivity',
    'attributes.plan',
    'attributes.role',
    'attributes.seats',
    'attributes.team',
  ]);
});

test('while nothing is known, the usual ones', () => {
  const usual = ['email', 'lastActivity', 'tags', 'sessions'];
  expect(chooseDefaultColumns(undefined)).toEqual(usual);
  expect(chooseDefaultColumns(catalog({ users: 0 }))).toEqual(usual);
});

test('a key may hold dots, and line breaks', () => {
  expect(findUserColumn('attributes.a.b\nc')?.label).toBe('a.b\nc');
  expect(findUserColumn('traits.group.name')?.label).toBe('group.name');
});

test.each(['', 'plan', 'attributes.', 'toString', '__proto__'])('%j is no column', (id) => {
  expect(findUserColumn(id)).toBeUndefined();
});

test('attributes and traits are offered after the native fields', () => {
  const ids = listUserColumns(catalog({ attributes: [key('plan')], traits: [key('plan')] })).map(
    ({ id }) => id,
  );
  expect(ids.slice(-2)).toEqual(['attributes.plan', 'traits.plan']);
});
