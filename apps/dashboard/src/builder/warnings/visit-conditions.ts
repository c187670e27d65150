import type { Condition, TreeNode } from '@muster/conditions';

/** Calls `visit` for each condition in the order in which they stand, with its path joined by points. */
export function visitConditions(
  node: TreeNode,
  visit: (condition: Condition, path: string) => void,
  path = '',
): void {
  if (node.type !== 'group') visit(node, path);
  else
    for (const [i, child] of node.children.entries())
      visitConditions(child, visit, joinPath(path, i));
}

/** The path of a child, joined by points. */
export function joinPath(path: string, index: number): string {
  return path === '' ? `${index}` : `${path}.${index}`;
}
