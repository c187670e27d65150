import { expect, test } from 'vitest';
import { references } from './references.ts';
import type { Condition, Group, PropertyFilter, TreeNode } from './tree.ts';

test('a tree without conditions refers to nothing', () => {
  const nothing = { segments: [], experiences: [], imports: [], attributes: [], events: [] };
  expect(references(all())).toEqual(nothing);
  expect(references(all(all(), all(all())))).toEqual(nothing);
});

test('a segment is listed once, with each use', () => {
  const tree = all(segment('s2'), all(segment('s1'), segment('s2')));
  expect(references(tree).segments).toEqual([
    {
      segmentId: 's2',
      paths: [
        ['children', 0],
        ['children', 1, 'children', 1],
      ],
    },
    { segmentId: 's1', paths: [['children', 1, 'children', 0]] },
  ]);
});

test('an experience with its steps, whether seen or answered', () => {
  const tree = all(
    { type: 'experience', experienceId: 'tour', interaction: 'seen' },
    answer('survey', 'nps'),
    answer('survey', 'why'),
    answer('other', 'nps'),
    { type: 'experience', experienceId: 'survey', interaction: 'completed', not: true },
    answer('survey', 'nps'),
  );
  expect(references(tree).experiences).toEqual([
    { experienceId: 'tour', paths: [['children', 0]], steps: [] },
    {
      experienceId: 'survey',
      paths: [
        ['children', 1],
        ['children', 2],
        ['children', 4],
        ['children', 5],
      ],
      steps: [
        {
          stepId: 'nps',
          paths: [
            ['children', 1],
            ['children', 5],
          ],
        },
        { stepId: 'why', paths: [['children', 2]] },
      ],
    },
    {
      experienceId: 'other',
      paths: [['children', 3]],
      steps: [{ stepId: 'nps', paths: [['children', 3]] }],
    },
  ]);
});

test('an import', () => {
  const tree = all({ type: 'import', importId: 'i' }, { type: 'import', importId: 'i', not: true });
  expect(references(tree).imports).toEqual([
    {
      importId: 'i',
      paths: [
        ['children', 0],
        ['children', 1],
      ],
    },
  ]);
});

test('attributes of one key but several sources are several', () => {
  const tree = all(attribute('custom', 'email'), attribute('native', 'email'));
  expect(references(tree).attributes).toEqual([
    { source: 'custom', key: 'email', paths: [['children', 0]] },
    { source: 'native', key: 'email', paths: [['children', 1]] },
  ]);
});

test('an event with the properties that its filters name', () => {
  const tree = all(
    { type: 'event', source: 'api', name: 'buy', where: [filter('amount'), filter('currency')] },
    { type: 'event', source: 'app', name: 'buy', where: [filter('amount')] },
    { type: 'event', source: 'api', name: 'buy', where: [filter('amount')] },
    { type: 'event', source: 'api', name: '__proto__' },
  );
  expect(references(tree).events).toEqual([
    {
      source: 'api',
      name: 'buy',
      paths: [
        ['children', 0],
        ['children', 2],
      ],
      properties: [
        {
          key: 'amount',
          paths: [
            ['children', 0, 'where', 0],
            ['children', 2, 'where', 0],
          ],
        },
        { key: 'currency', paths: [['children', 0, 'where', 1]] },
      ],
    },
    {
      source: 'app',
      name: 'buy',
      paths: [['children', 1]],
      properties: [{ key: 'amount', paths: [['children', 1, 'where', 0]] }],
    },
    { source: 'api', name: '__proto__', paths: [['children', 3]], properties: [] },
  ]);
});

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function segment(segmentId: string): Condition {
  return { type: 'segment', segmentId };
}

function answer(experienceId: string, stepId: string): Condition {
  return { type: 'answer', experienceId, stepId, kind: 'number', operator: 'gte', value: 9 };
}

function attribute(source: 'native' | 'custom', key: string): Condition {
  return { type: 'attribute', source, key, kind: 'string', operator: 'empty' };
}

function filter(key: string): PropertyFilter {
  return { key, kind: 'number', operator: 'gte', value: 50 };
}
