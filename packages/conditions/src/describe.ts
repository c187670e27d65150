import { describeCondition, type Names } from './describe-condition.ts';
import type { Group, Match, TreeNode } from './tree.ts';

/** A piece of a formula: the word that joins a group, or what stands between those. */
export interface FormulaPart {
  text: string;
  /** Set on the joining word alone; a value may say AND too. */
  connector?: Match;
}

/**
 * The whole tree as one readable formula: `Last activity in the last 30 days AND (plan is any of Pro
 * or Team OR purchase occurred ≥ 2× in 30 d)`. For people, not to be read back. Never throws: what
 * is unknown is said to be.
 */
export function describe(tree: Group, names: Names): string {
  return describeParts(tree, names)
    .map(({ text }) => text)
    .join('');
}

/** The same in parts, for who shows the joining words in another way. */
export function describeParts(tree: Group, names: Names): FormulaPart[] {
  return tree.children.length === 0 ? [{ text: 'Everyone' }] : describeGroup(tree, names);
}

function describeGroup({ match, children }: Group, names: Names): FormulaPart[] {
  const word: FormulaPart = { text: match === 'all' ? 'AND' : 'OR', connector: match };
  const space: FormulaPart = { text: ' ' };
  return children.flatMap((child, at) => [
    ...(at > 0 ? [space, word, space] : []),
    ...describeNode(child, children.length > 1, names),
  ]);
}

function describeNode(node: TreeNode, isJoined: boolean, names: Names): FormulaPart[] {
  if (node.type !== 'group') return [{ text: describeCondition(node, names) }];
  if (node.children.length === 0) return [{ text: '(empty group)' }];
  const formula = describeGroup(node, names);
  return isJoined && joinsSeveral(node) ? [{ text: '(' }, ...formula, { text: ')' }] : formula;
}

/** False for groups that are there for one condition alone, whose brackets would say nothing. */
function joinsSeveral(group: Group): boolean {
  const [only, ...others] = group.children;
  return others.length > 0 || (only?.type === 'group' && joinsSeveral(only));
}
