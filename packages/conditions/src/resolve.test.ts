import { expect, test } from 'vitest';
import {
  all,
  any,
  context,
  event,
  is,
  not,
  planOf,
  segment,
  segments,
} from '../test/build-tree.ts';
import type { EventPredicate, Plan, PlanGroup, PlanNode } from './plan.ts';
import { createResolver, resolve } from './resolve.ts';
import type { Count, TreeNode, Window } from './tree.ts';

function firstOf(plan: Plan): PlanNode | undefined {
  return plan.valid && plan.root.type === 'group' ? plan.root.children[0] : undefined;
}

function problemsOf(plan: Plan): [path: string, code: string, message: string][] {
  if (plan.valid) return [];
  return plan.problems.map(({ path, code, message }) => [path.join('.'), code, message]);
}

function eventPlan(window: Window | undefined, timeZone: string, now: string): EventPredicate {
  const tree = all(event('e', window && { window }));
  return firstOf(planOf(tree, { timeZone, now: Date.parse(now) })) as EventPredicate;
}

const noon = '2026-06-15T12:00:00.000Z';

test.each<[Window | undefined, timeZone: string, from?: string, last?: string]>([
  [undefined, 'UTC'],
  [{ operator: 'ever' }, 'UTC'],
  // now − N < t ≤ now
  [{ operator: 'inLast', amount: 1, unit: 'hour' }, 'UTC', '2026-06-15T11:00:00.001Z', noon],
  [{ operator: 'inLast', amount: 1, unit: 'month' }, 'UTC', '2026-05-15T12:00:00.001Z', noon],
  // t ≤ now − N
  [
    { operator: 'moreThanAgo', amount: 1, unit: 'day' },
    'UTC',
    undefined,
    '2026-06-14T12:00:00.000Z',
  ],
  // Both ends included; the end of a day is the end of that day.
  [
    { operator: 'between', from: '2026-03-29', to: '2026-03-29' },
    'Europe/Paris',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T21:59:59.999Z',
  ],
  [
    { operator: 'between', from: '2026-03-28T23:00:00Z', to: '2026-03-29T01:00' },
    'Europe/Paris',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T00:00:00.000Z',
  ],
  [{ operator: 'before', at: '2026-03-29' }, 'Europe/Paris', undefined, '2026-03-28T22:59:59.999Z'],
  [{ operator: 'before', at: noon }, 'Europe/Paris', undefined, '2026-06-15T11:59:59.999Z'],
  [{ operator: 'after', at: '2026-03-29' }, 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
  [{ operator: 'after', at: noon }, 'UTC', '2026-06-15T12:00:00.001Z'],
])('the window %j in %s is from %s to %s', (window, timeZone, from, last) => {
  const { window: interval } = eventPlan(window, timeZone, noon);
  expect(interval).toEqual({
    ...(from && { from: Date.parse(from) }),
    ...(last && { until: Date.parse(last) + 1 }),
  });
});

test('only windows that move with now say so', () => {
  const span = { amount: 3, unit: 'day' } as const;
  expect(eventPlan({ operator: 'inLast', ...span }, 'UTC', noon).relative).toEqual(span);
  expect(eventPlan({ operator: 'before', at: noon }, 'UTC', noon).relative).toBeUndefined();
  expect(eventPlan({ operator: 'ever' }, 'UTC', noon).relative).toBeUndefined();
});

test.each<[Count | undefined, { min: number; max?: number }]>([
  [undefined, { min: 1 }],
  [{ operator: 'atLeast', value: 3 }, { min: 3 }],
  [{ operator: 'atLeast', value: 0 }, { min: 0 }],
  [
    { operator: 'atMost', value: 3 },
    { min: 0, max: 3 },
  ],
  [
    { operator: 'exactly', value: 0 },
    { min: 0, max: 0 },
  ],
  [
    { operator: 'exactly', value: 3 },
    { min: 3, max: 3 },
  ],
  [
    { operator: 'between', value: [0, 5] },
    { min: 0, max: 5 },
  ],
])('the count %j is %j', (count, bounds) => {
  const predicate = firstOf(planOf(all(event('e', count && { count })))) as EventPredicate;
  expect({ min: predicate.min, ...('max' in predicate && { max: predicate.max }) }).toEqual(bounds);
});

test('negation stands around the condition and nowhere in it', () => {
  const [plain] = [firstOf(planOf(all(is('a', 'x'))))];
  expect(plain).toMatchObject({ type: 'value', operand: ['x'] });
  const negated = firstOf(planOf(all(not(is('a', 'x')))));
  expect(negated).toMatchObject({ type: 'not', child: { type: 'value', operand: ['x'] } });
  const filter = { key: 'k', kind: 'number', operator: 'gt', value: 5, not: true } as const;
  const where = (firstOf(planOf(all(event('e', { where: [filter] })))) as EventPredicate).where;
  expect(where).toMatchObject([{ type: 'not', child: { type: 'value', operand: 5 } }]);
});

test('a saved segment is its current conditions, the same object wherever it is used', () => {
  const saved = segments({ paying: any(is('plan', 'Pro')), big: all(segment('paying')) });
  const tree = any(segment('paying'), not(segment('paying')), segment('big'));
  const plan = planOf(tree, { segments: saved });
  const [plain, negated, nested] = (plan.root as PlanGroup).children;
  expect(plain).toMatchObject({
    type: 'group',
    match: 'any',
    segmentId: 'paying',
    segmentName: 'PAYING',
    children: [{ type: 'value' }],
  });
  expect(negated).toEqual({ type: 'not', child: plain });
  expect((negated as { child: PlanNode }).child).toBe(plain);
  expect((nested as PlanGroup).children[0]).toBe(plain);
});

test('one resolver gives all its plans the same segments', () => {
  const resolver = createResolver(context({ segments: segments({ a: all(is('a', 'x')) }) }));
  expect(firstOf(resolver.resolve(all(segment('a'))))).toBe(
    firstOf(resolver.resolve(any(segment('a')))),
  );
  expect(resolver.resolveSegment('a')).toMatchObject({ valid: true, root: { segmentId: 'a' } });
  expect(problemsOf(resolver.resolveSegment('b'))).toEqual([
    ['', 'segment_missing', 'There is no segment with the id "b".'],
  ]);
});

test('the empty root matches everybody where it is allowed', () => {
  for (const tree of [all(), any()]) {
    expect(resolve(tree, context(), { allowEmptyRoot: true })).toMatchObject({
      valid: true,
      root: { type: 'group', match: 'all', children: [] },
    });
    expect(resolve(tree, context()).valid).toBe(false);
  }
  const saved = segments({ empty: all() });
  const plan = resolve(all(segment('empty')), context({ segments: saved }), {
    allowEmptyRoot: true,
  });
  expect(problemsOf(plan)).toMatchObject([['children.0', 'empty_group', expect.any(String)]]);
});

const existing = context({
  segments: segments({
    good: all(is('a', 'x')),
    unreadable: { type: 'group', match: 'all', children: [{ type: 'attribute', operator: 'x' }] },
    dangling: all(segment('gone')),
    around: any(is('a', 'x'), segment('there')),
    there: all(not(segment('around'))),
    self: all(segment('self')),
  }),
  experiences: new Map([['tour', { steps: new Set(['one']) }]]),
  imports: new Set(['csv']),
});

test.each<[TreeNode, path: string, code: string, words: string]>([
  [segment('gone'), '', 'segment_missing', 'There is no segment with the id "gone".'],
  [segment('dangling'), '', 'segment_missing', 'In segment “DANGLING”: There is no segment'],
  [segment('unreadable'), '', 'unknown_choice', 'In segment “UNREADABLE”: Expected native'],
  [segment('self'), '', 'segment_cycle', 'SELF → SELF'],
  [segment('around'), '', 'segment_cycle', 'AROUND → THERE → AROUND'],
  [
    { type: 'experience', experienceId: 'x', interaction: 'seen' },
    '.experienceId',
    'experience_missing',
    '"x"',
  ],
  [
    { type: 'answer', experienceId: 'x', stepId: 'one', kind: 'string', operator: 'empty' },
    '.experienceId',
    'experience_missing',
    '"x"',
  ],
  [
    { type: 'answer', experienceId: 'tour', stepId: 'two', kind: 'string', operator: 'empty' },
    '.stepId',
    'step_missing',
    '"two"',
  ],
  [{ type: 'import', importId: 'x' }, '.importId', 'import_missing', '"x"'],
])('%j makes the whole plan invalid', (broken, path, code, words) => {
  const trees: [TreeNode, string][] = [
    [any(is('a', 'x'), broken), `children.1${path}`],
    [any(is('a', 'x'), not(broken)), `children.1${path}`],
    [any(is('a', 'x'), all(segment('good'), broken)), `children.1.children.1${path}`],
  ];
  for (const [tree, at] of trees) {
    const [first] = problemsOf(resolve(tree, existing));
    expect(first).toMatchObject([at, code, expect.stringContaining(words)]);
  }
});

test('what exists is accepted', () => {
  const tree = all(
    segment('good'),
    { type: 'experience', experienceId: 'tour', interaction: 'completed' },
    {
      type: 'answer',
      experienceId: 'tour',
      stepId: 'one',
      kind: 'number',
      operator: 'gte',
      value: 9,
    },
    { type: 'import', importId: 'csv' },
  );
  expect(resolve(tree, existing).valid).toBe(true);
});

test('a tree that no longer parses is invalid, with the path of every problem', () => {
  const plan = resolve(
    { type: 'group', match: 'all', children: [{ type: 'x' }, { type: 'y' }] },
    existing,
  );
  expect(problemsOf(plan).map(([path]) => path)).toEqual(['children.0.type', 'children.1.type']);
});

test('every problem of every segment is found, at the condition that uses it', () => {
  const plan = resolve(all(segment('unreadable'), segment('gone')), existing);
  expect(problemsOf(plan).map(([path, code]) => `${path} ${code}`)).toEqual([
    'children.0 unknown_choice',
    'children.0 unknown_choice',
    'children.0 unsupported_type',
    'children.1 segment_missing',
  ]);
});

test('a resolver finds what is broken whichever segment it is asked about first', () => {
  const resolver = createResolver(existing);
  for (const id of ['good', 'there', 'around', 'self', 'dangling', 'good', 'around']) {
    expect([id, resolver.resolveSegment(id).valid]).toEqual([id, id === 'good']);
    expect([id, resolve(all(segment(id)), existing).valid]).toEqual([id, id === 'good']);
  }
});

/** `s0` is one condition; each further segment uses the one before twice. */
function doubling(levels: number) {
  const trees: Record<string, unknown> = { s0: all(is('a', 'x')) };
  for (let i = 1; i <= levels; i += 1)
    trees[`s${i}`] = any(segment(`s${i - 1}`), segment(`s${i - 1}`));
  return context({ segments: segments(trees) });
}

test('expanded conditions are counted for each use, without being expanded for each', () => {
  expect(resolve(all(segment('s12')), doubling(12)).valid).toBe(true);
  expect(problemsOf(resolve(all(segment('s13')), doubling(13)))).toMatchObject([
    ['children.0', 'too_many_expanded_conditions', expect.stringContaining('5000')],
  ]);
  expect(resolve(all(segment('s140')), doubling(140)).valid).toBe(false);
});

/** A chain of segments, each a group with the next one in it; every second use is negated. */
function chain(length: number) {
  const trees: Record<string, unknown> = { s0: all(is('a', 'x')) };
  for (let i = 1; i <= length; i += 1) {
    trees[`s${i}`] = all(is('b', 'y'), { ...segment(`s${i - 1}`), not: i % 2 === 0 });
  }
  return context({ segments: segments(trees) });
}

test('a chain of segments is as long as the engine can take, and no longer', () => {
  expect(resolve(all(segment('s98')), chain(98)).valid).toBe(true);
  const [problem] = problemsOf(resolve(all(segment('s100')), chain(100)));
  expect(problem).toMatchObject([
    'children.0',
    'expanded_too_deep',
    expect.stringContaining('150'),
  ]);
  expect(resolve(all(segment('s100000')), chain(100_000)).valid).toBe(false);
  expect(resolve(all(segment('s200')), doubling(200)).valid).toBe(false);
});

test('being too deep is said of the tree that is, whichever was asked about first', () => {
  const forwards = createResolver(chain(300));
  const backwards = createResolver(chain(300));
  const ids = Array.from({ length: 301 }, (_, i) => `s${i}`);
  const valid = ids.map((id) => forwards.resolveSegment(id).valid);
  const validBackwards = ids.toReversed().map((id) => backwards.resolveSegment(id).valid);
  expect(validBackwards.toReversed()).toEqual(valid);
  expect(valid.filter(Boolean)).toHaveLength(100);
});

test('now that is no instant is a mistake of the caller', () => {
  expect(() => createResolver(context({ now: 1.5 }))).toThrow(RangeError);
  expect(() => createResolver(context({ now: Number.NaN }))).toThrow(RangeError);
});
