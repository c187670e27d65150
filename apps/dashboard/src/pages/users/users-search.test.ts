import { expect, test } from 'vitest';
import { readUsersSearch } from './users-search.ts';

const filter = { type: 'group', match: 'all', children: [] };

test('an address is read whole', () => {
  const search = {
    q: 'ada',
    filter,
    sort: '-lastActivity',
    columns: ['email', 'attributes.plan'],
    kind: 'anonymous',
    tab: 'segments',
  };
  expect(readUsersSearch(search)).toEqual(search);
});

test.each([
  { q: '' },
  { q: ['a'] },
  { filter: 'all' },
  { filter: { type: 'group' } },
  { filter: null },
  { sort: 'color' },
  { sort: ['name'] },
  { columns: 'email' },
  { columns: [1] },
  { kind: 'user' },
  { tab: 'toString' },
])('%j says nothing', (search) => {
  expect(readUsersSearch(search)).toEqual({});
});

test('digits typed into the address are a search', () => {
  expect(readUsersSearch({ q: 2024 })).toEqual({ q: '2024' });
});
