import type { Group } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { changeGroup, findNode, type TreePath } from './tree-path.ts';

/** Turns the AND of a group into OR, and OR into AND. */
export function toggleMatch(tree: Group, path: TreePath): EditResult {
  const node = findNode(tree, path);
  if (!node) return refuseEdit(tree, 'not_found');
  if (node.type !== 'group') return refuseEdit(tree, 'not_a_group');
  const toggled = changeGroup(tree, path, (group) => ({
    ...group,
    match: group.match === 'all' ? 'any' : 'all',
  }));
  return { ok: true, tree: toggled, path };
}
