import type { TreeNode } from '../tree.ts';

/** How large a tree or a part of it is. */
export interface Size {
  conditions: number;
  /** Most groups on the way from the node down, the node itself included; 0 for a condition. */
  depth: number;
}

/** Measures without recursion, since what is pasted may be nested deeper than the stack allows. */
export function measureTree(node: TreeNode): Size {
  const size: Size = { conditions: 0, depth: 0 };
  const pending = [{ node, groupsAbove: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.node.type !== 'group') {
      size.conditions += 1;
      continue;
    }
    const groupsAbove = next.groupsAbove + 1;
    size.depth = Math.max(size.depth, groupsAbove);
    for (const child of next.node.children) pending.push({ node: child, groupsAbove });
  }
  return size;
}
