import type { Group } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { changeChildren, findNode, splitPath, type TreePath } from './tree-path.ts';

/**
 * Removes a node with all in it. A group that loses its last child goes too, and so on upward: an
 * empty group has no meaning. The root alone may be left empty; removing the root empties it and
 * makes it AND again, as a new tree is.
 */
export function removeNode(tree: Group, path: TreePath): EditResult {
  if (path.length === 0) {
    return { ok: true, tree: { type: 'group', match: 'all', children: [] }, path };
  }
  if (!findNode(tree, path)) return refuseEdit(tree, 'not_found');
  const { tree: left, removed } = takeOut(tree, path);
  return { ok: true, tree: left, path: removed.slice(0, -1) };
}

/**
 * The tree without the node at `path` and the groups that this leaves empty; `removed` is the path
 * of the outermost node that went. The node must exist and not be the root.
 */
export function takeOut(tree: Group, path: TreePath): { tree: Group; removed: TreePath } {
  const place = splitPath(path);
  if (!place) throw new Error('The root cannot be taken out.');
  const parent = findNode(tree, place.parent);
  const isLast = parent?.type === 'group' && parent.children.length === 1;
  if (isLast && place.parent.length > 0) return takeOut(tree, place.parent);
  const left = changeChildren(tree, place.parent, (children) => children.toSpliced(place.index, 1));
  return { tree: left, removed: path };
}
