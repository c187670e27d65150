import { type Group, maxDepth, type TreeNode } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { measureTree } from './measure-tree.ts';
import { changeChildren, findNode, splitPath, type TreePath } from './tree-path.ts';

/**
 * Puts a new AND group around a condition or a group; around the root, the new group is the root.
 * `ungroup` of the same path undoes it.
 */
export function wrapNode(tree: Group, path: TreePath): EditResult {
  const node = findNode(tree, path);
  if (!node) return refuseEdit(tree, 'not_found');
  if (path.length + 1 + measureTree(node).depth > maxDepth) return refuseEdit(tree, 'too_deep');
  const place = splitPath(path);
  if (!place) return { ok: true, tree: wrap(tree), path };
  const wrapped = changeChildren(tree, place.parent, (children) =>
    children.with(place.index, wrap(node)),
  );
  return { ok: true, tree: wrapped, path };
}

function wrap(node: TreeNode): Group {
  return { type: 'group', match: 'all', children: [node] };
}
