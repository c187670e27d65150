import type { Group } from '../tree.ts';
import { addNode } from './add-node.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { findNode, splitPath, type TreePath } from './tree-path.ts';

/** Puts a copy of a condition or group right behind it; `path` is that of the copy. */
export function duplicateNode(tree: Group, path: TreePath): EditResult {
  const node = findNode(tree, path);
  if (!node) return refuseEdit(tree, 'not_found');
  const place = splitPath(path);
  if (!place) return refuseEdit(tree, 'root');
  // Trees are never changed in place, so the copy may be the same object.
  return addNode(tree, place.parent, node, place.index + 1);
}
