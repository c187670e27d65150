import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyTrees, arbitraryScenario, resolveAll, toContext } from '../test/agreement/scenario.ts';
import { did, occurrence, person } from '../test/build-person.ts';
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
import { evaluate } from './evaluate.ts';
import { toEventLookup } from './event-lookup.ts';
import { eventQueries } from './event-queries.ts';
import { type Evidence, type ExplainedNode, explain } from './explain.ts';
import type { EventLookup, Profile } from './profile.ts';
import { resolve } from './resolve.ts';
import type { Condition, TreeNode } from './tree.ts';

function explainOne(condition: Condition, profile: Profile, events: EventLookup = did()) {
  const experiences = new Map([['x', { steps: new Set(['s']) }]]);
  const saved = segments({ pro: any(is('plan', 'Pro')) });
  const plan = planOf(all(condition), { experiences, imports: new Set(['i']), segments: saved });
  const explanation = explain(plan, profile, events);
  if (!explanation.valid) throw new Error('The plan is valid.');
  const [child] = explanation.root.children;
  if (child?.type !== 'condition') throw new Error('The child is a condition.');
  return child;
}

const custom = { type: 'attribute', source: 'custom', key: 'x' } as const;

test.each<[Condition, Profile, boolean, Evidence]>([
  [is('x', 'a'), person({ attributes: { x: 'a' } }), true, { type: 'value', value: 'a' }],
  [is('x', 'a'), person({ attributes: { x: 5 } }), false, { type: 'value', value: 5 }],
  [is('x', 'a'), person(), false, { type: 'value' }],
  [not(is('x', 'a')), person(), true, { type: 'value' }],
  [
    { ...custom, kind: 'date', operator: 'on', value: '2026-01-02' },
    person({ attributes: { x: '2026-01-02T03:04Z' } }),
    true,
    { type: 'value', value: '2026-01-02T03:04Z', instant: Date.UTC(2026, 0, 2, 3, 4) },
  ],
  [
    { ...custom, kind: 'date', operator: 'on', value: '2026-01-02' },
    person({ attributes: { x: 'tomorrow' } }),
    false,
    { type: 'value', value: 'tomorrow' },
  ],
  [
    { type: 'attribute', source: 'native', key: 'created', kind: 'date', operator: 'empty' },
    person({ native: { created: 5 } }),
    false,
    { type: 'value', value: '1970-01-01T00:00:00.005Z', instant: 5 },
  ],
  [
    {
      type: 'attribute',
      source: 'native',
      key: 'tags',
      kind: 'list',
      operator: 'includesAny',
      value: ['a'],
    },
    person({ native: { tags: ['b'] } }),
    false,
    { type: 'value', value: ['b'] },
  ],
  [
    { type: 'answer', experienceId: 'x', stepId: 's', kind: 'number', operator: 'gte', value: 9 },
    person({ answers: new Map([['["x","s"]', 10]]) }),
    true,
    { type: 'value', value: 10 },
  ],
  [
    { type: 'experience', experienceId: 'x', interaction: 'seen', not: true },
    person({ seen: new Set(['x']) }),
    false,
    { type: 'membership', member: true },
  ],
  [{ type: 'import', importId: 'i' }, person(), false, { type: 'membership', member: false }],
])('%j is explained by what was found', (condition, profile, verdict, evidence) => {
  expect(explainOne(condition, profile)).toEqual({
    type: 'condition',
    condition,
    verdict,
    evidence,
  });
});

test('events are explained by how often they counted and when they last did', () => {
  const where = [{ key: 'k', kind: 'number', operator: 'gt', value: 0 }] as const;
  const condition = event('e', { count: { operator: 'atMost', value: 3 }, where: [...where] });
  const events = [3, 1, 7, 5, 2, 6, 4].map((at) => occurrence('e', at, { k: at % 7 }));
  expect(explainOne(condition, person(), did(...events))).toEqual({
    type: 'condition',
    condition,
    verdict: false,
    evidence: { type: 'events', count: 6, newest: [6, 5, 4, 3, 2] },
  });
  expect(explainOne(not(condition), person(), did(...events)).verdict).toBe(true);
});

test('a segment is explained by its own conditions', () => {
  const profile = person({ attributes: { plan: 'Pro' } });
  const group = {
    type: 'group',
    match: 'any',
    verdict: true,
    children: [
      {
        type: 'condition',
        condition: is('plan', 'Pro'),
        verdict: true,
        evidence: { type: 'value', value: 'Pro' },
      },
    ],
  };
  const evidence = { type: 'segment', name: 'PRO', group };
  expect(explainOne(segment('pro'), profile)).toMatchObject({ verdict: true, evidence });
  expect(explainOne(not(segment('pro')), profile)).toEqual({
    type: 'condition',
    condition: not(segment('pro')),
    verdict: false,
    evidence,
  });
});

test('every condition is explained, also where another has decided already', () => {
  const tree = all(is('a', 'x'), any(is('b', 'y'), event('e')), not(is('c', 'z')));
  const explanation = explain(planOf(tree), person({ attributes: { b: 'y' } }), did());
  expect(explanation).toMatchObject({
    valid: true,
    verdict: false,
    now: context().now,
    root: {
      type: 'group',
      match: 'all',
      verdict: false,
      children: [
        { verdict: false },
        {
          type: 'group',
          match: 'any',
          verdict: true,
          children: [{ verdict: true }, { verdict: false }],
        },
        { verdict: true },
      ],
    },
  });
});

test('an invalid plan is explained by its problems', () => {
  const plan = resolve(all(segment('gone')), context());
  expect(explain(plan, person(), did())).toEqual({
    valid: false,
    verdict: false,
    problems: [
      {
        path: ['children', 0],
        code: 'segment_missing',
        message: 'There is no segment with the id "gone".',
      },
    ],
  });
});

/** The conditions that an explanation is of, in the shape of the tree. */
function unexplain(node: ExplainedNode): TreeNode {
  if (node.type === 'condition') return node.condition;
  return { type: 'group', match: node.match, children: node.children.map(unexplain) };
}

/** The tree without the `not: false` that says nothing. */
function dropIdleNot(node: TreeNode): TreeNode {
  if (node.type === 'group') return { ...node, children: node.children.map(dropIdleNot) };
  const { not: negated, ...rest } = node;
  if (node.type !== 'segment') return node;
  return { ...rest, ...(negated && { not: negated }) } as TreeNode;
}

test('an explanation has the shape of the tree and the verdict of the evaluator', () => {
  fc.assert(
    fc.property(arbitraryScenario(3, anyTrees(3)), (scenario) => {
      const { world, segments: saved, trees, persons } = scenario;
      const plans = resolveAll(toContext(world, saved), trees);
      for (const [i, plan] of plans.entries()) {
        for (const { profile, events } of persons) {
          const needed = events.filter(({ source, name, timestamp }) =>
            eventQueries(plan).some(
              (query) =>
                query.source === source &&
                query.name === name &&
                timestamp >= (query.from ?? timestamp) &&
                timestamp < (query.until ?? timestamp + 1),
            ),
          );
          const explanation = explain(plan, profile, toEventLookup(needed));
          expect(explanation.verdict).toBe(evaluate(plan, profile, toEventLookup(events)));
          const tree = explanation.valid && unexplain(explanation.root);
          expect(tree).toEqual(trees[i] && dropIdleNot(trees[i]));
        }
      }
    }),
    { numRuns: 150 },
  );
});
