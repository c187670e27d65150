import {
  type Condition,
  type Group,
  maxConditions,
  maxDepth,
  measureTree,
  parseTree,
  type TreeNode,
  type TreePath,
} from '@muster/conditions';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromClipboard, toClipboard } from '../clipboard.ts';
import {
  type BuilderAction,
  type BuilderState,
  reduceBuilder,
  startBuilder,
} from './builder-state.ts';
import type { KeyedNode } from './keyed-node.ts';

const condition = fc.nat(9).map((id): Condition => ({ type: 'segment', segmentId: `${id}` }));
/** Groups may be empty: so a new one is while somebody fills it. */
const draft = group(4, 0);
const saved = group(4, 1);

/** An action before it is known what the tree looks like: its places are chosen among those there are. */
const step = fc.record({
  name: fc.constantFrom(
    'add',
    'replace',
    'toggle',
    'wrap',
    'group',
    'ungroup',
    'remove',
    'duplicate',
    'move',
    'load',
    'undo',
    'redo',
    'select',
  ),
  at: fc.nat(),
  to: fc.nat(),
  node: fc.oneof(condition, group(2, 0)),
  typing: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('whatever is done', () => {
  test('a draft keeps its limits, its keys are one a node, and nothing else is said of it', () => {
    fc.assert(
      fc.property(draft, fc.array(step, { maxLength: 25 }), (tree, steps) => {
        let state = startBuilder(tree);
        for (const next of steps) {
          state = reduceBuilder(state, toAction(state, next));
          const { depth, conditions } = measureTree(state.tree);
          expect(depth).toBeLessThanOrEqual(maxDepth);
          expect(conditions).toBeLessThanOrEqual(maxConditions);
          expectSameShape(state.keyed.root, state.tree);
          const keys = listKeys(state.keyed.root);
          expect(new Set(keys).size).toBe(keys.length);
          for (const key of state.selected) expect(keys).toContain(key);
        }
      }),
    );
  });

  test('undo after it gives the tree before it, and redo the tree after it', () => {
    fc.assert(
      fc.property(draft, fc.array(step, { maxLength: 8 }), step, (tree, steps, last) => {
        const before = steps.reduce(
          (state, next) => reduceBuilder(state, toAction(state, next)),
          startBuilder(tree),
        );
        const action = toAction(before, { ...last, typing: false });
        fc.pre(action.type !== 'undo' && action.type !== 'redo');
        const after = reduceBuilder(before, action);
        fc.pre(after.tree !== before.tree);
        const undone = reduceBuilder(after, { type: 'undo' });
        expect(undone.tree).toBe(before.tree);
        expect(undone.keyed.root).toBe(before.keyed.root);
        const redone = reduceBuilder(undone, { type: 'redo' });
        expect(redone.tree).toBe(after.tree);
        expect(redone.keyed.root).toBe(after.keyed.root);
      }),
    );
  });

  test('undoing all of it gives the tree it began with', () => {
    fc.assert(
      fc.property(draft, fc.array(step, { maxLength: 30 }), (tree, steps) => {
        const state = steps.reduce(
          (present, next) => reduceBuilder(present, toAction(present, next)),
          startBuilder(tree),
        );
        const undone = Array.from({ length: 40 }).reduce<BuilderState>(
          (present) => reduceBuilder(present, { type: 'undo' }),
          state,
        );
        expect(undone.tree).toBe(tree);
        expect(undone.past).toEqual([]);
      }),
    );
  });

  test('what was not touched keeps its key', () => {
    fc.assert(
      fc.property(saved, step, (tree, next) => {
        const before = startBuilder(tree);
        const after = reduceBuilder(before, toAction(before, next));
        const beforeByNode = nodesByKey(before.keyed.root);
        const afterByNode = nodesByKey(after.keyed.root);
        const kept = [...beforeByNode].filter(([key, node]) => afterByNode.get(key) === node);
        const alive = new Set(afterByNode.values());
        const expected = [...beforeByNode.values()].filter((node) => alive.has(node));
        // The same object can stand in several places; then one of them keeps the key.
        expect(new Set(kept.map(([, node]) => node))).toEqual(new Set(expected));
      }),
    );
  });
});

test('a run of typing is undone at once, another field is not part of it', () => {
  const [a, b] = [segment('a'), segment('b')];
  const start = startBuilder({ type: 'group', match: 'all', children: [a, b] });
  const type = (state: BuilderState, path: TreePath, id: string) =>
    reduceBuilder(state, { type: 'replace', path, condition: segment(id), typing: true });
  const typed = type(type(type(start, [0], 'x'), [0], 'xy'), [0], 'xyz');
  const other = type(typed, [1], 'z');
  const undone = reduceBuilder(other, { type: 'undo' });
  expect(undone.tree.children).toEqual([segment('xyz'), b]);
  expect(reduceBuilder(undone, { type: 'undo' }).tree).toBe(start.tree);
});

test('a refused edit changes nothing and says why in a sentence', () => {
  const full: Group = {
    type: 'group',
    match: 'all',
    children: Array.from({ length: maxConditions }, (_, i) => segment(`${i}`)),
  };
  const start = startBuilder(full);
  const state = reduceBuilder(start, { type: 'add', group: [], node: segment('one more') });
  expect(state.tree).toBe(full);
  expect(state.past).toEqual([]);
  expect(state.notice).toEqual({
    text: 'There can be 200 conditions at most, and this would be more.',
    isRefusal: true,
  });
});

test('removing gives the keyboard to what took the place, then to what is left', () => {
  const start = startBuilder({
    type: 'group',
    match: 'all',
    children: [segment('a'), segment('b'), segment('c')],
  });
  const [, b, c] = start.keyed.root.children;
  const one = reduceBuilder(start, { type: 'remove', path: [0] });
  expect(one.focus).toEqual({ key: b?.key, part: 'node' });
  const two = reduceBuilder(one, { type: 'remove', path: [1] });
  expect(two.focus).toEqual({ key: b?.key, part: 'node' });
  expect(c?.key).not.toBe(b?.key);
  const three = reduceBuilder(two, { type: 'remove', path: [0] });
  expect(three.focus).toEqual({ key: three.keyed.root.key, part: 'add' });
});

describe('copy and paste', () => {
  test('what is copied is pasted as it was', () => {
    fc.assert(
      fc.property(saved, (tree) => {
        const pasted = fromClipboard(toClipboard(tree));
        const [only, ...others] = tree.children;
        expect(pasted).toEqual({ ok: true, node: only && others.length === 0 ? only : tree });
      }),
    );
  });

  test('serialise and parse give the same tree', () => {
    fc.assert(
      fc.property(saved, (tree) => {
        expect(parseTree(JSON.parse(JSON.stringify(tree)))).toEqual({ ok: true, value: tree });
      }),
    );
  });

  test.each([
    ['not JSON', 'hello', 'What is on the clipboard is not a group of conditions.'],
    ['something else', '{"a":1}', 'This cannot be pasted. Expected a group as the root'],
    [
      'an unknown operator',
      '{"type":"group","match":"all","children":[{"type":"attribute","source":"custom","key":"a","kind":"string","operator":"like","value":"x"}]}',
      'children.0.operator: ',
    ],
  ])('refuses %s with its reasons', (_, text, reason) => {
    const pasted = fromClipboard(text);
    expect(pasted).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });
});

function toAction(state: BuilderState, { name, at, to, node, typing }: Step): BuilderAction {
  const paths = listPaths(state.keyed.root);
  const path = paths[at % paths.length] ?? [];
  const other = paths[to % paths.length] ?? [];
  switch (name) {
    case 'add':
      return { type: 'add', group: path, node };
    case 'replace':
      return { type: 'replace', path, condition: segment('new'), typing };
    case 'group':
      return { type: 'group', paths: [path, other] };
    case 'move':
      return { type: 'move', from: path, to: other };
    case 'load':
      return { type: 'load', tree: { type: 'group', match: 'any', children: [node] } };
    case 'undo':
    case 'redo':
      return { type: name };
    case 'select':
      return { type: 'select', key: listKeys(state.keyed.root)[at % paths.length] ?? '' };
    default:
      return { type: name, path };
  }
}

function listPaths(keyed: KeyedNode, path: TreePath = []): TreePath[] {
  return [path, ...keyed.children.flatMap((child, i) => listPaths(child, [...path, i]))];
}

function listKeys(keyed: KeyedNode): string[] {
  return [keyed.key, ...keyed.children.flatMap(listKeys)];
}

function nodesByKey(keyed: KeyedNode): Map<string, TreeNode> {
  const nodes = new Map([[keyed.key, keyed.node]]);
  for (const child of keyed.children) for (const entry of nodesByKey(child)) nodes.set(...entry);
  return nodes;
}

function expectSameShape(keyed: KeyedNode, node: TreeNode): void {
  expect(keyed.node).toBe(node);
  const children = node.type === 'group' ? node.children : [];
  expect(keyed.children.length).toBe(children.length);
  for (const [i, child] of children.entries()) {
    const inner = keyed.children[i];
    if (inner) expectSameShape(inner, child);
  }
}

function segment(segmentId: string): Condition {
  return { type: 'segment', segmentId };
}

function group(depth: number, minLength: number): fc.Arbitrary<Group> {
  const child: fc.Arbitrary<TreeNode> =
    depth > 1
      ? fc.oneof(
          { weight: 3, arbitrary: condition },
          { weight: 1, arbitrary: group(depth - 1, minLength) },
        )
      : condition;
  return fc.record({
    type: fc.constant('group' as const),
    match: fc.constantFrom('all' as const, 'any' as const),
    children: fc.array(child, { minLength, maxLength: 4 }),
  });
}
