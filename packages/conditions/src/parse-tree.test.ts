import { expect, test } from 'vitest';
import { all, any, event, is, segment } from '../test/build-tree.ts';
import { parseTree } from './parse-tree.ts';
import { maxConditions, maxDepth, type TreeNode } from './tree.ts';

/** The wire forms that the specification shows, and their kin. */
const accepted: [string, unknown][] = [
  [
    'a native field',
    {
      type: 'attribute',
      source: 'native',
      key: 'email',
      kind: 'string',
      operator: 'contains',
      value: ['@acme.'],
      not: true,
    },
  ],
  ['a custom attribute', is('plan', 'Pro', 'Team')],
  [
    'a trait',
    {
      type: 'attribute',
      source: 'trait',
      key: 'plan',
      kind: 'string',
      operator: 'is',
      value: ['Pro'],
    },
  ],
  ['a key of the prototype', is('__proto__', 'x')],
  [
    'a native date',
    {
      type: 'attribute',
      source: 'native',
      key: 'lastActivity',
      kind: 'date',
      operator: 'inLast',
      value: { amount: 30, unit: 'day' },
    },
  ],
  [
    'tags',
    {
      type: 'attribute',
      source: 'native',
      key: 'tags',
      kind: 'list',
      operator: 'includesAny',
      value: ['vip', 5, true],
    },
  ],
  [
    'a boolean',
    {
      type: 'attribute',
      source: 'custom',
      key: 'a',
      kind: 'boolean',
      operator: 'is',
      value: false,
    },
  ],
  [
    'no value',
    { type: 'attribute', source: 'custom', key: 'a', kind: 'number', operator: 'empty' },
  ],
  [
    'an event with everything',
    event('purchase', {
      count: { operator: 'atLeast', value: 2 },
      window: { operator: 'inLast', amount: 30, unit: 'day' },
      where: [{ key: 'dollars', kind: 'number', operator: 'gte', value: 50 }],
      not: false,
    }),
  ],
  ['an event', event('purchase')],
  ['a range of times', event('e', { count: { operator: 'between', value: [0, 1_000_000] } })],
  ['a window ever', event('e', { window: { operator: 'ever' } })],
  [
    'a window of dates',
    event('e', { window: { operator: 'between', from: '2026-01-01', to: '2026-01-31T12:00:00Z' } }),
  ],
  ['a window before', event('e', { window: { operator: 'before', at: '2026-01-01' } })],
  [
    'a window long ago',
    event('e', { window: { operator: 'moreThanAgo', amount: 1, unit: 'month' } }),
  ],
  ['an experience', { type: 'experience', experienceId: 'x', interaction: 'seen', not: true }],
  [
    'an answer',
    { type: 'answer', experienceId: 'x', stepId: 's', kind: 'number', operator: 'gte', value: 9 },
  ],
  ['a segment', segment('s')],
  ['an import', { type: 'import', importId: 'i' }],
];

test.each(accepted)('accepts %s', (_, condition) => {
  const json = { type: 'group', match: 'any', children: [condition] };
  expect(parseTree(json)).toEqual({ ok: true, value: json });
});

test.each([undefined, null, 5, 'group', [], {}, is('a', 'x'), [all(is('a', 'x'))]])(
  'refuses %j as a root',
  (json) => {
    const parsed = parseTree(json);
    expect(parsed).toMatchObject({ ok: false, problems: [{ path: [], code: 'expected_group' }] });
  },
);

test('every problem is reported, each with its own path', () => {
  const parsed = parseTree({
    type: 'group',
    match: 'all',
    colour: 'red',
    children: [
      {
        type: 'attribute',
        source: 'x',
        key: '',
        kind: 'number',
        operator: 'gt',
        value: '5',
        not: 1,
      },
      { type: 'group', match: 'any', children: [segment('s'), { type: 'segment', segmentId: '' }] },
      event('e', { where: [{ key: '', kind: 'list', operator: 'is' }] }),
    ],
  });
  expect(parsed.ok || parsed.problems.map(({ path }) => path.join('.'))).toEqual([
    'colour',
    'children.0.source',
    'children.0.not',
    'children.0.value',
    'children.0.key',
    'children.1.children.1.segmentId',
    'children.2.where.0.key',
    'children.2.where.0.operator',
  ]);
});

test('an empty root is accepted where it is asked for, and only there', () => {
  expect(parseTree(all())).toMatchObject({ ok: false, problems: [{ code: 'empty_group' }] });
  expect(parseTree(any(), { allowEmptyRoot: true })).toEqual({ ok: true, value: any() });
  expect(parseTree(all(any()), { allowEmptyRoot: true })).toMatchObject({
    ok: false,
    problems: [{ path: ['children', 0, 'children'], code: 'empty_group' }],
  });
});

test('groups are at most 8 deep, the root included', () => {
  expect(parseTree(nest(maxDepth))).toEqual({ ok: true, value: nest(maxDepth) });
  expect(parseTree(nest(maxDepth + 1))).toEqual({
    ok: false,
    problems: [
      {
        path: Array.from({ length: maxDepth }, () => ['children', 0]).flat(),
        code: 'too_deep',
        message: 'Groups are nested more than 8 deep, the root included.',
      },
    ],
  });
});

function nest(depth: number): TreeNode {
  let node: TreeNode = is('a', 'x');
  for (let level = 0; level < depth; level += 1) node = all(node);
  return node;
}

test('a tree has at most 200 conditions', () => {
  const half = all(...Array.from({ length: maxConditions / 2 }, () => is('a', 'x')));
  expect(parseTree(all(half, half)).ok).toBe(true);
  expect(parseTree(all(half, half, is('a', 'x')))).toMatchObject({
    ok: false,
    problems: [{ path: [], code: 'too_many_conditions' }],
  });
});

test('the result is made of plain objects of its own', () => {
  const json = all(
    event('e', { where: [{ key: 'k', kind: 'list', operator: 'includesAny', value: ['x'] }] }),
  );
  const parsed = parseTree(json);
  expect(parsed).toEqual({ ok: true, value: json });
  for (const [mine, theirs] of pairObjects(parsed.ok && parsed.value, json)) {
    expect(mine).not.toBe(theirs);
    expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(mine));
  }
});

function pairObjects(mine: unknown, theirs: unknown): [object, object][] {
  if (typeof mine !== 'object' || mine === null) return [];
  const pairs = Object.entries(mine).flatMap(([key, value]) =>
    pairObjects(value, (theirs as Record<string, unknown>)[key]),
  );
  return [[mine, theirs as object], ...pairs];
}

test('fields that an object inherits are not its fields', () => {
  const inherited = Object.create({ type: 'segment', segmentId: 's' });
  expect(parseTree(all(inherited)).ok).toBe(false);
});

test('−0 is read as the 0 that it is', () => {
  const parsed = parseTree(
    JSON.parse(
      '{"type":"group","match":"all","children":[{"type":"event","source":"api","name":"e","count":{"operator":"exactly","value":-0}}]}',
    ),
  );
  expect(parsed).toEqual({
    ok: true,
    value: all(event('e', { count: { operator: 'exactly', value: 0 } })),
  });
});

test('a tree 100,000 groups deep is refused like any that is too deep', () => {
  let json: unknown = segment('s');
  for (let level = 0; level < 100_000; level += 1) {
    json = { type: 'group', match: 'all', children: [json] };
  }
  expect(parseTree(json)).toMatchObject({ ok: false, problems: [{ code: 'too_deep' }] });
  expect(parseTree(all(is('a', 'x'), { ...is('a'), value: [json] } as TreeNode)).ok).toBe(false);
});

test('of a million mistakes the first 50 are reported, and no mistake is quoted whole', () => {
  const huge = 'x'.repeat(1_000_000);
  const children = Array.from({ length: 1_000_000 }, () => ({ type: huge }));
  const fields = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`field ${i}`, i]));
  for (const json of [
    { ...all(), children },
    { ...all(), ...fields },
  ]) {
    const parsed = parseTree(json);
    expect(parsed.ok || parsed.problems.length).toBe(50);
    expect(JSON.stringify(parsed).length).toBeLessThan(20_000);
  }
  const parsed = parseTree({ ...all(is('a', 'x')), [huge]: 1 });
  expect(JSON.stringify(parsed).length).toBeLessThan(1000);
});
