import { expect, test } from 'vitest';
import { usersColumns } from '../index-layout.ts';
import type { Condition } from '../tree.ts';
import { categories, categoryOf } from './categories.ts';
import { findNativeField, nativeFields } from './native-fields.ts';

test('the nine categories come in the order of the menu', () => {
  expect(categories.map(({ label }) => label)).toEqual([
    'Attributes',
    'Experiences',
    'Segments',
    'Custom attributes',
    'Events',
    'Segment.io traits',
    'Segment.io events',
    'PostHog events',
    'API events',
  ]);
});

test('no two categories look alike', () => {
  for (const look of ['id', 'label', 'hue', 'icon'] as const) {
    expect(new Set(categories.map((category) => category[look])).size).toBe(categories.length);
  }
});

test.each<[string, Condition]>([
  [
    'Attributes',
    { type: 'attribute', source: 'native', key: 'id', kind: 'string', operator: 'empty' },
  ],
  ['Attributes', { type: 'import', importId: 'i' }],
  [
    'Custom attributes',
    { type: 'attribute', source: 'custom', key: 'id', kind: 'string', operator: 'empty' },
  ],
  [
    'Segment.io traits',
    { type: 'attribute', source: 'trait', key: 'id', kind: 'string', operator: 'empty' },
  ],
  ['Events', { type: 'event', source: 'app', name: 'e' }],
  ['Segment.io events', { type: 'event', source: 'segment', name: 'e' }],
  ['PostHog events', { type: 'event', source: 'posthog', name: 'e' }],
  ['API events', { type: 'event', source: 'api', name: 'e' }],
  ['Experiences', { type: 'experience', experienceId: 'x', interaction: 'seen' }],
  [
    'Experiences',
    { type: 'answer', experienceId: 'x', stepId: 's', kind: 'number', operator: 'empty' },
  ],
  ['Segments', { type: 'segment', segmentId: 's' }],
])('%s holds %j', (label, condition) => {
  expect(categoryOf(condition).label).toBe(label);
});

test('every native field has a column of its own in the index', () => {
  const columns = nativeFields.map(({ column }) => column);
  expect(new Set(columns).size).toBe(nativeFields.length);
  expect(columns.filter((column) => !(column in usersColumns))).toEqual([]);
});

test('what an object inherits is no native field', () => {
  expect(findNativeField('toString')).toBeUndefined();
  expect(findNativeField('__proto__')).toBeUndefined();
});
