import { describe, expect, test } from 'vitest';
import { type Condition, type Group, maxConditions, maxDepth, type TreeNode } from '../tree.ts';
import { addNode } from './add-node.ts';
import { duplicateNode } from './duplicate-node.ts';
import type { EditRefusal, EditResult } from './edit-result.ts';
import { moveNode } from './move-node.ts';
import { removeNode } from './remove-node.ts';
import { replaceCondition } from './replace-condition.ts';
import { toggleMatch } from './toggle-match.ts';
import { ungroup } from './ungroup.ts';
import { wrapNode } from './wrap-node.ts';

const a: Condition = { type: 'segment', segmentId: 'a' };
const b: Condition = { type: 'segment', segmentId: 'b' };
const c: Condition = { type: 'segment', segmentId: 'c' };
const d: Condition = { type: 'segment', segmentId: 'd' };

const full = all(...Array.from({ length: maxConditions }, () => a));
const deepest = nest(maxDepth);
const deepestGroup = zeros(maxDepth - 1);

test.each<[name: string, result: EditResult, tree: Group, path: number[]]>([
  ['add to an empty root', addNode(all(), [], a), all(a), [0]],
  ['add at the end of a group', addNode(all(a, any(b)), [1], c), all(a, any(b, c)), [1, 1]],
  ['add in front of another', addNode(all(a, b), [], c, 1), all(a, c, b), [1]],
  ['add an empty group', addNode(all(a), [], all()), all(a, all()), [1]],
  ['add a group to a full tree', addNode(full, [], any(), 0), all(any(), ...full.children), [0]],
  ['add at the bottom', addNode(deepest, deepestGroup, b), nest(8, a, b), [...deepestGroup, 1]],
  ['remove a condition', removeNode(all(a, b), [0]), all(b), []],
  ['remove a group with all in it', removeNode(all(a, any(b, c)), [1]), all(a), []],
  ['remove the last child of groups', removeNode(all(a, all(any(b))), [1, 0, 0]), all(a), []],
  ['remove the last condition of all', removeNode(nest(4), zeros(4)), all(), []],
  ['remove beside an empty group', removeNode(all(all(), a), [1]), all(all()), []],
  ['remove the root', removeNode(any(a, b), []), all(), []],
  ['toggle the root', toggleMatch(all(a, b), []), any(a, b), []],
  ['toggle a group', toggleMatch(all(a, any(b, c)), [1]), all(a, all(b, c)), [1]],
  ['wrap a condition', wrapNode(any(a, b), [1]), any(a, all(b)), [1]],
  ['wrap a group', wrapNode(all(any(a, b)), [0]), all(all(any(a, b))), [0]],
  ['wrap the root', wrapNode(any(a, b), []), all(any(a, b)), []],
  ['wrap down to the bottom', wrapNode(nest(7), []), nest(8), []],
  ['ungroup in place', ungroup(all(a, any(b, c), d), [1]), all(a, b, c, d), [1]],
  ['ungroup an empty group', ungroup(all(a, all(all())), [1, 0]), all(a), []],
  ['ungroup the root over one group', ungroup(all(any(a, b)), []), any(a, b), []],
  ['duplicate a condition', duplicateNode(all(a, b), [0]), all(a, a, b), [1]],
  ['duplicate a group', duplicateNode(any(all(a, b), c), [0]), any(all(a, b), all(a, b), c), [1]],
  ['replace', replaceCondition(all(a, any(b, c)), [1, 1], d), all(a, any(b, d)), [1, 1]],
  ['move down', moveNode(all(a, b, c), [0], [2]), all(b, a, c), [1]],
  ['move to the end', moveNode(all(a, b, c), [0], [3]), all(b, c, a), [2]],
  ['move up', moveNode(all(a, b, c), [2], [0]), all(c, a, b), [0]],
  ['move in front of itself', moveNode(all(a, b, c), [1], [1]), all(a, b, c), [1]],
  ['move in front of the next', moveNode(all(a, b, c), [1], [2]), all(a, b, c), [1]],
  [
    'move into the group behind',
    moveNode(all(a, any(b, c)), [0], [1, 1]),
    all(any(b, a, c)),
    [0, 1],
  ],
  [
    'move into the group before',
    moveNode(all(any(b, c), a), [1], [0, 2]),
    all(any(b, c, a)),
    [0, 2],
  ],
  ['move out of a group', moveNode(all(any(a, b), c), [0, 1], [0]), all(b, any(a), c), [0]],
  ['move the last out of a group', moveNode(all(any(a), b), [0, 0], [2]), all(b, a), [1]],
  [
    'move the last out of groups',
    moveNode(all(all(any(a)), any(b)), [0, 0, 0], [1, 0]),
    all(any(a, b)),
    [0, 0],
  ],
  ['move a group', moveNode(all(any(a, b), all(c)), [0], [1, 0]), all(all(any(a, b), c)), [0, 0]],
])('%s', (_name, result, tree, path) => {
  expect(result).toEqual({ ok: true, tree, path });
});

const tree = all(a, any(b, all(c)));

describe('refused', () => {
  test.each<[name: string, edit: (tree: Group) => EditResult, tree: Group, reason: EditRefusal]>([
    ['add to a group that is not there', (it) => addNode(it, [2], d), tree, 'not_found'],
    ['add beyond the end', (it) => addNode(it, [1], d, 3), tree, 'not_found'],
    ['add before the beginning', (it) => addNode(it, [1], d, -1), tree, 'not_found'],
    ['add at no whole number', (it) => addNode(it, [1], d, 0.5), tree, 'not_found'],
    ['add to a condition', (it) => addNode(it, [0], d), tree, 'not_a_group'],
    ['add below a condition', (it) => addNode(it, [0, 0], d), tree, 'not_found'],
    ['add a group at the bottom', (it) => addNode(it, deepestGroup, all()), deepest, 'too_deep'],
    ['add a deep group', (it) => addNode(it, [], nest(maxDepth)), tree, 'too_deep'],
    ['add what is thousands deep', (it) => addNode(it, [], nest(5000)), tree, 'too_deep'],
    ['add one too many', (it) => addNode(it, [], a), full, 'too_many_conditions'],
    ['add all at once', (it) => addNode(it, [], full), tree, 'too_many_conditions'],
    ['remove what is not there', (it) => removeNode(it, [1, 2]), tree, 'not_found'],
    ['remove by a negative index', (it) => removeNode(it, [-1]), tree, 'not_found'],
    ['toggle what is not there', (it) => toggleMatch(it, [3]), tree, 'not_found'],
    ['toggle a condition', (it) => toggleMatch(it, [0]), tree, 'not_a_group'],
    ['wrap what is not there', (it) => wrapNode(it, [3]), tree, 'not_found'],
    ['wrap too deep', (it) => wrapNode(it, []), deepest, 'too_deep'],
    ['wrap a condition too deep', (it) => wrapNode(it, zeros(maxDepth)), deepest, 'too_deep'],
    ['ungroup what is not there', (it) => ungroup(it, [3]), tree, 'not_found'],
    ['ungroup a condition', (it) => ungroup(it, [0]), tree, 'not_a_group'],
    ['ungroup the root over several', (it) => ungroup(it, []), tree, 'root'],
    ['ungroup the root over a condition', (it) => ungroup(it, []), all(a), 'root'],
    ['ungroup an empty root', (it) => ungroup(it, []), all(), 'root'],
    ['duplicate what is not there', (it) => duplicateNode(it, [3]), tree, 'not_found'],
    ['duplicate the root', (it) => duplicateNode(it, []), tree, 'root'],
    ['duplicate in a full tree', (it) => duplicateNode(it, [0]), full, 'too_many_conditions'],
    ['replace what is not there', (it) => replaceCondition(it, [3], d), tree, 'not_found'],
    ['replace a group', (it) => replaceCondition(it, [1], d), tree, 'not_a_condition'],
    ['replace the root', (it) => replaceCondition(it, [], d), tree, 'not_a_condition'],
    ['move what is not there', (it) => moveNode(it, [3], [0]), tree, 'not_found'],
    ['move into what is not there', (it) => moveNode(it, [0], [3, 0]), tree, 'not_found'],
    ['move beyond the end', (it) => moveNode(it, [0], [1, 3]), tree, 'not_found'],
    ['move into a condition', (it) => moveNode(it, [1], [0, 0]), tree, 'not_a_group'],
    ['move the root', (it) => moveNode(it, [], [0]), tree, 'root'],
    ['move to the root', (it) => moveNode(it, [0], []), tree, 'root'],
    ['move into itself', (it) => moveNode(it, [1], [1, 0]), tree, 'into_itself'],
    ['move into its own child', (it) => moveNode(it, [1], [1, 1, 1]), tree, 'into_itself'],
    [
      'move too deep',
      (it) => moveNode(it, [1], [0, ...deepestGroup]),
      all(nest(7), any(a)),
      'too_deep',
    ],
  ])('%s', (_name, edit, given, reason) => {
    const result = edit(given);
    expect(result).toEqual({ ok: false, tree: given, reason });
    expect(result.tree).toBe(given);
  });
});

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function any(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

/** AND groups in one another, the root included, and conditions in the innermost. */
function nest(depth: number, ...conditions: Condition[]): Group {
  let group = all(...(conditions.length > 0 ? conditions : [a]));
  for (let level = 1; level < depth; level++) group = all(group);
  return group;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
