import type { Group } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { removeNode } from './remove-node.ts';
import { changeChildren, findNode, splitPath, type TreePath } from './tree-path.ts';

/**
 * Lifts the children of a group one level, to its place among its siblings, where the match of the
 * parent joins them. A group without children vanishes as if removed.
 *
 * The root has no level above it. Only where all that it holds is one group can it be taken away:
 * that group then is the root, which means the same and undoes `wrapNode` of the root.
 */
export function ungroup(tree: Group, path: TreePath): EditResult {
  const group = findNode(tree, path);
  if (!group) return refuseEdit(tree, 'not_found');
  if (group.type !== 'group') return refuseEdit(tree, 'not_a_group');
  const place = splitPath(path);
  if (!place) return ungroupRoot(tree);
  if (group.children.length === 0) return removeNode(tree, path);
  const lifted = changeChildren(tree, place.parent, (children) =>
    children.toSpliced(place.index, 1, ...group.children),
  );
  return { ok: true, tree: lifted, path };
}

function ungroupRoot(tree: Group): EditResult {
  const [only, ...others] = tree.children;
  if (only?.type !== 'group' || others.length > 0) return refuseEdit(tree, 'root');
  return { ok: true, tree: only, path: [] };
}
