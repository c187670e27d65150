import { parseTree } from '@muster/conditions';
import type { UserBody } from '@muster/protocol';
import { expect, test } from 'vitest';
import { selectUsers, toConditions, type UserSelection } from './user-selection.ts';

function user(id: string | null, anonymousId: string | null = null): UserBody {
  return {
    id,
    anonymousId,
    name: null,
    email: null,
    language: null,
    firstSeen: null,
    lastActivity: null,
    created: '2026-01-01T00:00:00.000Z',
    sessions: 0,
    tags: [],
  };
}

const nobody: UserSelection = new Map();

test('users go in and out, each once, and the earlier selection stays what it was', () => {
  const both = selectUsers(nobody, [user('a'), user('a'), user(null, 'a')], true);
  expect([...both.values()]).toEqual([
    { id: 'a', kind: 'user' },
    { id: 'a', kind: 'anonymous' },
  ]);
  expect([...selectUsers(both, [user('a')], false).keys()]).toEqual(['anonymous a']);
  expect([both.size, nobody.size]).toEqual([2, 0]);
});

test('the conditions of a selection are valid, and there are none for anonymous users', () => {
  const tree = toConditions([{ id: 'a', kind: 'user' }]);
  expect(parseTree(tree).ok).toBe(true);
  expect(toConditions([{ id: 'a', kind: 'anonymous' }])).toBeUndefined();
});
