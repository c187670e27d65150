import type { ExperienceSummaryBody } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { arrangeExperiences } from './arrange-experiences.ts';
import { readExperiencesSearch } from './experiences-search.ts';

const now = Date.parse('2026-01-10T00:00:00Z');

const one = (name: string, part: object, start: string | null = null, end: string | null = null) =>
  ({
    name,
    type: 'tour',
    status: 'live',
    createdBy: 'Maya',
    updatedBy: 'Tom',
    updatedAt: '2026-01-01T00:00:00Z',
    target: { showOn: { type: 'open' }, when: { start, end } },
    ...part,
  }) as ExperienceSummaryBody;

const all = [
  one('Tour 10', {}),
  one('Tour 9', { updatedAt: '2026-01-02T00:00:00Z' }),
  one('Hint', { type: 'hint', status: 'draft', updatedBy: 'Ana' }),
  one('Soon', {}, '2026-02-01T00:00:00Z'),
  one('Over', {}, null, '2026-01-09T00:00:00Z'),
];

const nothing = { type: undefined, status: undefined, sort: undefined, now };

describe('The list of experiences', () => {
  it.each([
    [{}, ['Tour 10', 'Tour 9', 'Hint', 'Soon', 'Over']],
    [{ q: ' tour' }, ['Tour 10', 'Tour 9']],
    [{ q: 'ANA' }, ['Hint']],
    [{ type: 'hint' as const }, ['Hint']],
    [{ status: 'scheduled' as const }, ['Soon']],
    [{ status: 'expired' as const }, ['Over']],
    [{ sort: 'name' as const, q: 'tour' }, ['Tour 9', 'Tour 10']],
    [{ sort: '-updatedAt' as const, q: 'tour' }, ['Tour 9', 'Tour 10']],
    [{ sort: 'status' as const }, ['Hint', 'Tour 10', 'Tour 9', 'Soon', 'Over']],
  ])('%o: %j', (arrangement, names) => {
    const found = arrangeExperiences(all, { ...nothing, ...arrangement });
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it('takes from the address what it can use', () => {
    expect(
      readExperiencesSearch({ q: '', type: 'hint', status: 3, sort: 'name', new: true, x: 'y' }),
    ).toEqual({ type: 'hint', sort: 'name', new: true });
  });
});
