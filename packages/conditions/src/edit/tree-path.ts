import type { Group, TreeNode } from '../tree.ts';

/** The way from the root to a node: the index of the child to take at each level; `[]` is the root. */
export type TreePath = readonly number[];

/** The node at `path`, or undefined when there is none. */
export function findNode(tree: Group, path: TreePath): TreeNode | undefined {
  let node: TreeNode | undefined = tree;
  for (const index of path) {
    node = node?.type === 'group' ? node.children[index] : undefined;
  }
  return node;
}

/** A path to a child, taken apart; undefined for the root, which is nobody's child. */
export function splitPath(path: TreePath): { parent: TreePath; index: number } | undefined {
  const index = path.at(-1);
  return index === undefined ? undefined : { parent: path.slice(0, -1), index };
}

/** True when `path` leads through `ancestor` or ends there. */
export function isWithin(path: TreePath, ancestor: TreePath): boolean {
  return ancestor.every((index, level) => path[level] === index);
}

/**
 * The tree with the group at `path` replaced by what `change` makes of it; only the groups on the way
 * are copied. The path must lead to a group, as the caller has found out.
 */
export function changeGroup(tree: Group, path: TreePath, change: (group: Group) => Group): Group {
  const [index, ...rest] = path;
  if (index === undefined) return change(tree);
  const child = tree.children[index];
  if (child?.type !== 'group') throw new Error(`No group at ${path.join('.')}.`);
  return { ...tree, children: tree.children.with(index, changeGroup(child, rest, change)) };
}

/** The same for the children of that group. */
export function changeChildren(
  tree: Group,
  path: TreePath,
  change: (children: readonly TreeNode[]) => TreeNode[],
): Group {
  return changeGroup(tree, path, (group) => ({ ...group, children: change(group.children) }));
}
