import { describeCondition, type Names } from './describe-condition.ts';
import type { Group, TreeNode } from './tree.ts';

/**
 * The whole tree as one readable formula: `Last activity in the last 30 days AND (plan is any of Pro
 * or Team OR purchase occurred ≥ 2× in 30 d)`. For people, not to be read back. Never throws: what
 * is unknown is said to be.
 */
export function describe(tree: Group, names: Names): string {
  return tree.children.length === 0 ? 'Everyone' : describeGroup(tree, names);
}

function describeGroup(group: Group, names: Names): string {
  const connector = group.match === 'all' ? ' AND ' : ' OR ';
  const isJoined = group.children.length > 1;
  return group.children.map((child) => describeNode(child, isJoined, names)).join(connector);
}

function describeNode(node: TreeNode, isJoined: boolean, names: Names): string {
  if (node.type !== 'group') return describeCondition(node, names);
  if (node.children.length === 0) return '(empty group)';
  const formula = describeGroup(node, names);
  return isJoined && joinsSeveral(node) ? `(${formula})` : formula;
}

/** False for groups that are there for one condition alone, whose brackets would say nothing. */
function joinsSeveral(group: Group): boolean {
  const [only, ...others] = group.children;
  return others.length > 0 || (only?.type === 'group' && joinsSeveral(only));
}
