import { type Group, maxConditions, maxDepth, type TreeNode } from '../tree.ts';
import { type EditRefusal, type EditResult, refuseEdit } from './edit-result.ts';
import { measureTree } from './measure-tree.ts';
import { changeChildren, findNode, type TreePath } from './tree-path.ts';

/**
 * Adds a condition or a group (an empty one too: the builder starts so) to the group at `group`:
 * in front of its child `index`, or at its end.
 */
export function addNode(tree: Group, group: TreePath, node: TreeNode, index?: number): EditResult {
  const target = findNode(tree, group);
  if (!target) return refuseEdit(tree, 'not_found');
  if (target.type !== 'group') return refuseEdit(tree, 'not_a_group');
  const at = index ?? target.children.length;
  if (!isGap(target, at)) return refuseEdit(tree, 'not_found');
  const refusal = findRefusal(tree, group, node);
  if (refusal) return refuseEdit(tree, refusal);
  return {
    ok: true,
    tree: changeChildren(tree, group, (children) => children.toSpliced(at, 0, node)),
    path: [...group, at],
  };
}

/** True when something can be put in front of `index`; the group's length is its end. */
export function isGap(group: Group, index: number): boolean {
  return Number.isInteger(index) && index >= 0 && index <= group.children.length;
}

function findRefusal(tree: Group, group: TreePath, node: TreeNode): EditRefusal | undefined {
  const added = measureTree(node);
  if (group.length + 1 + added.depth > maxDepth) return 'too_deep';
  // A group without conditions may be added to a tree that is full.
  if (added.conditions > 0 && measureTree(tree).conditions + added.conditions > maxConditions) {
    return 'too_many_conditions';
  }
  return undefined;
}
