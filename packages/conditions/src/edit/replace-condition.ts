import type { Condition, Group } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { changeChildren, findNode, splitPath, type TreePath } from './tree-path.ts';

/** Puts another condition in the place of one: how the builder changes an operator or operand. */
export function replaceCondition(tree: Group, path: TreePath, condition: Condition): EditResult {
  const present = findNode(tree, path);
  if (!present) return refuseEdit(tree, 'not_found');
  const place = splitPath(path);
  if (present.type === 'group' || !place) return refuseEdit(tree, 'not_a_condition');
  const replaced = changeChildren(tree, place.parent, (children) =>
    children.with(place.index, condition),
  );
  return { ok: true, tree: replaced, path };
}
