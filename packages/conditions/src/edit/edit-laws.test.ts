import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, type Group, maxConditions, maxDepth, type TreeNode } from '../tree.ts';
import { addNode } from './add-node.ts';
import { duplicateNode } from './duplicate-node.ts';
import type { EditResult } from './edit-result.ts';
import { measureTree } from './measure-tree.ts';
import { moveNode } from './move-node.ts';
import { removeNode } from './remove-node.ts';
import { replaceCondition } from './replace-condition.ts';
import { toggleMatch } from './toggle-match.ts';
import { findNode, type TreePath } from './tree-path.ts';
import { ungroup } from './ungroup.ts';
import { wrapNode } from './wrap-node.ts';

const replacement: Condition = { type: 'import', importId: 'x' };
const condition = fc.nat(9).map((id): TreeNode => ({ type: 'segment', segmentId: `${id}` }));
/** Trees as they may be saved: no empty group. */
const savable = group(maxDepth, 1);
/** Trees as they are while someone builds them. */
const draft = group(maxDepth, 0);

const step = fc.record({
  name: fc.constantFrom(
    'add',
    'remove',
    'toggle',
    'wrap',
    'ungroup',
    'duplicate',
    'replace',
    'move',
  ),
  // Chosen among all places of the tree that the step finds.
  at: fc.nat(),
  to: fc.nat(),
  node: subtree(3, 0),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('there and back is the same tree', () => {
  test('wrap, ungroup', () => {
    fc.assert(
      fc.property(draft, fc.nat(), (tree, at) => {
        const path = pick(listPaths(tree), at);
        const wrapped = wrapNode(tree, path);
        fc.pre(wrapped.ok);
        expect(ungroup(wrapped.tree, path).tree).toEqual(tree);
      }),
    );
  });

  test('toggle, toggle', () => {
    fc.assert(
      fc.property(draft, fc.nat(), (tree, at) => {
        const path = pick(listGroups(tree), at);
        const toggled = toggleMatch(tree, path);
        expect(toggled.tree).not.toEqual(tree);
        expect(toggleMatch(toggled.tree, path).tree).toEqual(tree);
      }),
    );
  });

  test('move, move back', () => {
    fc.assert(
      fc.property(savable, fc.nat(), fc.nat(), (tree, at, to) => {
        const from = pick(listPaths(tree), at);
        // A group that vanishes with its last child has to be made anew, not moved back into.
        fc.pre(countSiblings(tree, from) > 0);
        const moved = moveNode(tree, from, pick(listGaps(tree), to));
        fc.pre(moved.ok);
        expect(findNode(moved.tree, moved.path)).toBe(findNode(tree, from));
        const ways = listGaps(moved.tree).map((gap) => moveNode(moved.tree, moved.path, gap).tree);
        expect(ways).toContainEqual(tree);
      }),
    );
  });

  test('add, remove', () => {
    fc.assert(
      fc.property(savable, fc.nat(), subtree(3, 1), (tree, to, node) => {
        const gap = pick(listGaps(tree), to);
        const added = addNode(tree, gap.slice(0, -1), node, gap.at(-1));
        fc.pre(added.ok);
        expect(findNode(added.tree, added.path)).toBe(node);
        expect(removeNode(added.tree, added.path).tree).toEqual(tree);
      }),
    );
  });

  test('duplicate, remove the copy', () => {
    fc.assert(
      fc.property(draft, fc.nat(), (tree, at) => {
        const copied = duplicateNode(tree, pick(listPaths(tree), at));
        fc.pre(copied.ok);
        expect(removeNode(copied.tree, copied.path).tree).toEqual(tree);
      }),
    );
  });
});

test('no path makes an edit throw', () => {
  const index = fc.oneof(fc.nat(4), fc.integer(), fc.double(), fc.constantFrom(-1, -0, 0.5));
  const path = fc.array(index, { maxLength: 10 });
  fc.assert(
    fc.property(draft, path, path, index, (tree, at, to, place) => {
      const node = findNode(tree, at) ?? replacement;
      const results = [
        addNode(tree, at, node, place),
        removeNode(tree, at),
        toggleMatch(tree, at),
        wrapNode(tree, at),
        ungroup(tree, at),
        duplicateNode(tree, at),
        replaceCondition(tree, at, replacement),
        moveNode(tree, at, to),
      ];
      for (const result of results) {
        if (result.ok) expect(findNode(result.tree, result.path)).toBeDefined();
        else expect(result.tree).toBe(tree);
      }
    }),
  );
});

describe('any number of edits', () => {
  test('keeps the limits, changes nothing in place and shares what did not change', () => {
    fc.assert(
      fc.property(draft, fc.array(step, { minLength: 1, maxLength: 30 }), (start, steps) => {
        let tree = freeze(start);
        for (const next of steps) {
          const result = applyStep(tree, next);
          if (!result.ok) expect(result.tree).toBe(tree);
          expectSharing(tree, result, next);
          tree = freeze(result.tree);
          const size = measureTree(tree);
          expect(size.depth).toBeLessThanOrEqual(maxDepth);
          expect(size.conditions).toBeLessThanOrEqual(maxConditions);
        }
      }),
    );
  });

  test('loses no condition unless it removes, and leaves no group empty', () => {
    fc.assert(
      fc.property(savable, fc.array(step, { minLength: 1, maxLength: 10 }), (start, steps) => {
        let tree = start;
        for (const next of steps.filter(({ name }) => name !== 'add')) {
          const result = applyStep(tree, next);
          if (['toggle', 'wrap', 'ungroup', 'move'].includes(next.name)) {
            expect(listConditions(result.tree)).toEqual(listConditions(tree));
          }
          tree = result.tree;
          // The root alone may be empty; a group that is wrapped around an empty root is not asked.
          if (measureTree(tree).conditions === 0) return;
          expect(listGroups(tree).filter((path) => isEmpty(tree, path))).toEqual([]);
        }
      }),
    );
  });

  test('keeps the limits of a tree that is at them', () => {
    const few = Array.from({ length: maxConditions }, (): TreeNode => replacement);
    let tree: Group = { type: 'group', match: 'all', children: few };
    while (measureTree(tree).depth < maxDepth) tree = wrapNode(tree, []).tree;
    fc.assert(
      fc.property(step, (next) => {
        const size = measureTree(applyStep(tree, next).tree);
        expect(size.depth).toBeLessThanOrEqual(maxDepth);
        expect(size.conditions).toBeLessThanOrEqual(maxConditions);
      }),
    );
  });
});

function subtree(maxGroups: number, minChildren: number): fc.Arbitrary<TreeNode> {
  if (maxGroups === 0) return condition;
  return fc.oneof({ weight: 2, arbitrary: condition }, group(maxGroups, minChildren));
}

function group(maxGroups: number, minChildren: number): fc.Arbitrary<Group> {
  return fc.record({
    type: fc.constant('group' as const),
    match: fc.constantFrom('all' as const, 'any' as const),
    children: fc.array(subtree(maxGroups - 1, minChildren), {
      minLength: minChildren,
      maxLength: 4,
    }),
  });
}

function applyStep(tree: Group, { name, at, to, node }: Step): EditResult {
  const path = pick(listPaths(tree), at);
  switch (name) {
    case 'add':
      return addNode(tree, path, node);
    case 'remove':
      return removeNode(tree, path);
    case 'toggle':
      return toggleMatch(tree, path);
    case 'wrap':
      return wrapNode(tree, path);
    case 'ungroup':
      return ungroup(tree, path);
    case 'duplicate':
      return duplicateNode(tree, path);
    case 'replace':
      return replaceCondition(tree, path, replacement);
    default:
      return moveNode(tree, path, pick(listGaps(tree), to));
  }
}

/** Nothing but the groups on the way to the places of an edit, and what it puts in, is new. */
function expectSharing(before: Group, { ok, tree }: EditResult, { node }: Step): void {
  if (!ok) return;
  const old = new Set([...listNodes(before), ...listNodes(node), replacement]);
  const fresh = listNodes(tree).filter((it) => !old.has(it));
  expect(fresh.every((it) => it.type === 'group')).toBe(true);
  // At most one way down to where a node was, one to where it is, and a group around it.
  expect(fresh.length).toBeLessThanOrEqual(2 * maxDepth);
}

function pick<T>(choices: readonly T[], choice: number): T {
  const chosen = choices[choice % choices.length];
  if (chosen === undefined) throw new Error('Nothing to choose from.');
  return chosen;
}

function listNodes(node: TreeNode): TreeNode[] {
  return node.type === 'group' ? [node, ...node.children.flatMap(listNodes)] : [node];
}

function listConditions(tree: Group): string[] {
  return listNodes(tree)
    .filter((node) => node.type !== 'group')
    .map((node) => JSON.stringify(node))
    .sort();
}

function listPaths(node: TreeNode, path: TreePath = []): TreePath[] {
  if (node.type !== 'group') return [path];
  return [path, ...node.children.flatMap((child, index) => listPaths(child, [...path, index]))];
}

function listGroups(tree: Group): TreePath[] {
  return listPaths(tree).filter((path) => findNode(tree, path)?.type === 'group');
}

/** Every place in front of a node, and the end of every group. */
function listGaps(tree: Group): TreePath[] {
  return listGroups(tree).flatMap((path) => {
    const parent = findNode(tree, path);
    const length = parent?.type === 'group' ? parent.children.length : 0;
    return Array.from({ length: length + 1 }, (_, index) => [...path, index]);
  });
}

function isEmpty(tree: Group, path: TreePath): boolean {
  const node = findNode(tree, path);
  return node?.type === 'group' && node.children.length === 0;
}

function countSiblings(tree: Group, path: TreePath): number {
  const parent = path.length > 0 ? findNode(tree, path.slice(0, -1)) : undefined;
  return parent?.type === 'group' ? parent.children.length - 1 : 0;
}

function freeze(tree: Group): Group {
  for (const node of listNodes(tree)) {
    Object.freeze(node);
    if (node.type === 'group') Object.freeze(node.children);
  }
  return tree;
}
