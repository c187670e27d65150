import type { SegmentSummaryBody } from '@muster/protocol';
import { describe, expect, test } from 'vitest';
import { arrangeSegments, readSegmentsSearch } from './arrange-segments.ts';

function segment(id: string, change: Partial<SegmentSummaryBody> = {}): SegmentSummaryBody {
  return {
    id,
    name: id,
    description: '',
    badge: null,
    audience: null,
    problems: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'ada',
    updatedAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'ada',
    usedBy: [],
    version: 1,
    ...change,
  };
}

const segments = [
  segment('Week 10', { description: 'Came lately', createdAt: '2026-03-01T00:00:00.000Z' }),
  segment('Week 9', { badge: { label: 'NEW' }, updatedBy: 'Oskar' }),
  segment('big'),
];
const audiences = { 'Week 10': 5, 'Week 9': null, big: 0 };
const ids = (text: string, sort?: Parameters<typeof arrangeSegments>[1]['sort']) =>
  arrangeSegments(segments, { text, sort, audiences }).map(({ id }) => id);

describe('a search', () => {
  test.each([
    ['', ['Week 10', 'Week 9', 'big']],
    ['week', ['Week 10', 'Week 9']],
    [' LATELY ', ['Week 10']],
    ['new', ['Week 9']],
    ['oskar', ['Week 9']],
    ['nothing', []],
  ])('for %j finds %j', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});

describe('an order', () => {
  test.each([
    ['name', ['big', 'Week 9', 'Week 10']],
    ['-name', ['Week 10', 'Week 9', 'big']],
    ['audience', ['Week 9', 'big', 'Week 10']],
    ['-audience', ['Week 10', 'big', 'Week 9']],
    ['-createdAt', ['Week 10', 'Week 9', 'big']],
  ] as const)('by %s', (sort, expected) => {
    expect(ids('', sort)).toEqual(expected);
  });
});

test('an address says only what is understood', () => {
  expect(readSegmentsSearch({ q: 'a', sort: '-name', other: 1 })).toEqual({
    q: 'a',
    sort: '-name',
  });
  expect(readSegmentsSearch({ q: 1, sort: 'color' })).toEqual({});
});
