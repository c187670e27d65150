import { expect, test } from 'vitest';
import type { Group, TreeNode } from '../tree.ts';
import { groupNodes } from './group-nodes.ts';
import { moveNode } from './move-node.ts';
import { stepMove } from './step-move.ts';
import type { TreePath } from './tree-path.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(segment) as [TreeNode, TreeNode, TreeNode, TreeNode];

test.each<[string, Group, TreePath[], Group]>([
  ['one', and(a, b), [[1]], and(a, and(b))],
  ['siblings, in their order', or(a, b, c), [[2], [0]], or(and(a, c), b)],
  ['from several groups', and(a, or(b, c), d), [[1, 1], [2]], and(a, or(b, and(c, d)))],
  ['a group that is left empty goes', and(a, or(b)), [[0], [1, 0]], and(and(a, b))],
  ['what is within another comes along', and(a, or(b, c)), [[1], [1, 0]], and(a, and(or(b, c)))],
  ['the same twice', and(a, b), [[0], [0]], and(and(a), b)],
])('groups %s', (_, tree, paths, expected) => {
  expect(groupNodes(tree, paths)).toMatchObject({ ok: true, tree: expected });
});

test.each<[string, Group, TreePath[]]>([
  ['not_found', and(a), []],
  ['not_found', and(a), [[0], [3]]],
  ['root', and(a), [[]]],
  ['too_deep', deep(8), [Array.from({ length: 8 }, () => 0)]],
])('refuses: %s', (reason, tree, paths) => {
  expect(groupNodes(tree, paths)).toEqual({ ok: false, tree, reason });
});

test('a condition walks down through a tree and back', () => {
  const start = and(a, or(b, c), d);
  const places: Group[] = [];
  let tree = start;
  let path: TreePath = [0];
  for (let to = stepMove(tree, path, 1); to; to = stepMove(tree, path, 1)) {
    const moved = moveNode(tree, path, to);
    if (!moved.ok) throw new Error(moved.reason);
    ({ tree, path } = moved);
    places.push(tree);
  }
  expect(places).toEqual([
    and(or(a, b, c), d),
    and(or(b, a, c), d),
    and(or(b, c, a), d),
    and(or(b, c), a, d),
    and(or(b, c), d, a),
  ]);
  for (let to = stepMove(tree, path, -1); to; to = stepMove(tree, path, -1)) {
    const moved = moveNode(tree, path, to);
    if (!moved.ok) throw new Error(moved.reason);
    ({ tree, path } = moved);
  }
  expect(tree).toEqual(start);
});

test('a group too deep to enter is passed', () => {
  const full = and(or(b), deep(7));
  expect(stepMove(full, [0], 1)).toEqual([1, 0]);
  expect(stepMove(and(deep(7), or(b)), [0], 1)).toEqual([2]);
});

function segment(segmentId: string): TreeNode {
  return { type: 'segment', segmentId };
}

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

function deep(depth: number): Group {
  return depth === 1 ? and(a) : and(deep(depth - 1));
}
