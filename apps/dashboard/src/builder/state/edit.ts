import {
  addNode,
  type Condition,
  duplicateNode,
  type EditResult,
  type Group,
  groupNodes,
  moveNode,
  removeNode,
  replaceCondition,
  type TreeNode,
  type TreePath,
  toggleMatch,
  ungroup,
  wrapNode,
} from '@muster/conditions';

/** A change of the tree, as a value. */
export type Edit =
  | { type: 'add'; group: TreePath; node: TreeNode; index?: number }
  /** `typing`: one of a run of small changes by keyboard, undone together. */
  | { type: 'replace'; path: TreePath; condition: Condition; typing?: boolean }
  | { type: 'toggle'; path: TreePath }
  | { type: 'wrap'; path: TreePath }
  | { type: 'group'; paths: readonly TreePath[] }
  | { type: 'ungroup'; path: TreePath }
  | { type: 'remove'; path: TreePath }
  | { type: 'duplicate'; path: TreePath }
  | { type: 'move'; from: TreePath; to: TreePath }
  /** Another tree altogether, from outside. */
  | { type: 'load'; tree: Group };

/** Makes the edit; a refused one gives the very same tree back. */
export function makeEdit(tree: Group, edit: Edit): EditResult {
  switch (edit.type) {
    case 'add':
      return addNode(tree, edit.group, edit.node, edit.index);
    case 'replace':
      return replaceCondition(tree, edit.path, edit.condition);
    case 'toggle':
      return toggleMatch(tree, edit.path);
    case 'wrap':
      return wrapNode(tree, edit.path);
    case 'group':
      return groupNodes(tree, edit.paths);
    case 'ungroup':
      return ungroup(tree, edit.path);
    case 'remove':
      return removeNode(tree, edit.path);
    case 'duplicate':
      return duplicateNode(tree, edit.path);
    case 'move':
      return moveNode(tree, edit.from, edit.to);
    case 'load':
      return { ok: true, tree: edit.tree, path: [] };
  }
}
