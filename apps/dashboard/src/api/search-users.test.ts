import { parseTree } from '@muster/conditions';
import { expect, test } from 'vitest';
import { everyone, searchUsers } from './search-users.ts';

const filter = {
  type: 'group',
  match: 'any',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'plan',
      kind: 'string',
      operator: 'empty',
    },
  ],
} as const;

test.each(['', '   '])('no text %j leaves the filter as it is', (text) => {
  expect(searchUsers(everyone, text)).toBe(everyone);
});

test('a text looks at id, email and name, within the filter', () => {
  const found = searchUsers({ ...filter, children: [...filter.children] }, ' ada ');
  expect(found.match).toBe('all');
  expect(found.children[0]).toEqual(filter);
  expect(found.children[1]).toMatchObject({
    match: 'any',
    children: ['id', 'email', 'name'].map((key) => ({ key, operator: 'startsWith', value: 'ada' })),
  });
});

test('what is asked is a valid tree', () => {
  expect(parseTree(searchUsers(everyone, '"%_\\')).ok).toBe(true);
});
