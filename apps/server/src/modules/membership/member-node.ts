import type { Match, PlanNode, Predicate } from '@muster/conditions';
import type { Leaf } from './leaf.ts';

/** A tree over leaves: how a segment's members come of theirs. */
export type MemberNode =
  | { type: 'leaf'; leaf: Leaf }
  | { type: 'not'; child: MemberNode }
  | { type: 'group'; match: Match; children: MemberNode[] };

export function toMemberNode(node: PlanNode, toLeaf: (predicate: Predicate) => Leaf): MemberNode {
  switch (node.type) {
    case 'group': {
      const children = node.children.map((child) => toMemberNode(child, toLeaf));
      return { type: 'group', match: node.match, children };
    }
    case 'not':
      return { type: 'not', child: toMemberNode(node.child, toLeaf) };
    default:
      return { type: 'leaf', leaf: toLeaf(node) };
  }
}

/** Each leaf of the tree once. */
export function leavesOf(node: MemberNode): Set<Leaf> {
  const leaves = new Set<Leaf>();
  function visit(each: MemberNode): void {
    if (each.type === 'leaf') leaves.add(each.leaf);
    else if (each.type === 'not') visit(each.child);
    else each.children.forEach(visit);
  }
  visit(node);
  return leaves;
}

/** For which of 32 users the tree holds, by what their leaves say; numbers of nobody may be among them. See `ToWord`. */
export function wordOf(node: MemberNode, words: Int32Array, base: number): number {
  if (node.type === 'leaf') return words[base + node.leaf.members.place] as number;
  if (node.type === 'not') return ~wordOf(node.child, words, base);
  let word = node.match === 'all' ? everybody : nobody;
  for (const child of node.children) {
    const own = wordOf(child, words, base);
    word = node.match === 'all' ? word & own : word | own;
  }
  return word;
}

const everybody = -1;
const nobody = 0;
