import { expect, it } from 'vitest';
import type { ShownExperience } from '../shown.ts';
import { sortPosts } from './sort-posts.ts';

it('puts the newest first and keeps the order of the rest', () => {
  const posts = [
    { id: 'old', publishedAt: 1 },
    { id: 'new', publishedAt: 9 },
    { id: 'a', publishedAt: 5 },
    { id: 'b', publishedAt: 5 },
    { id: 'never' },
  ] as ShownExperience[];
  expect(sortPosts(posts).map(({ id }) => id)).toEqual(['new', 'a', 'b', 'old', 'never']);
});
