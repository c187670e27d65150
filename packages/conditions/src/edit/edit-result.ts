import type { Group } from '../tree.ts';
import type { TreePath } from './tree-path.ts';

/** Why an edit was refused; the set is closed, so that the builder has a sentence for each. */
export type EditRefusal =
  | 'not_found'
  | 'not_a_group'
  | 'not_a_condition'
  | 'root'
  | 'into_itself'
  | 'too_deep'
  | 'too_many_conditions';

/**
 * What an edit returns; it never throws. A refused edit gives the very same tree back. In an edited
 * tree every subtree that did not change is the same object as before, and `path` says where to look
 * now: at the node that was edited or, where it is gone, at the group that is left around its place.
 */
export type EditResult =
  | { ok: true; tree: Group; path: TreePath }
  | { ok: false; tree: Group; reason: EditRefusal };

export function refuseEdit(tree: Group, reason: EditRefusal): EditResult {
  return { ok: false, tree, reason };
}
