import type { Match, PlanNode, Predicate } from '@muster/conditions';
import { type Bitset, hasBit } from './bitset.ts';
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

/** True when the tree holds for the user, by what her leaves say. */
export function isMember(node: MemberNode, number: number): boolean {
  if (node.type === 'leaf') return hasBit(node.leaf.members, number);
  if (node.type === 'not') return !isMember(node.child, number);
  const isAll = node.match === 'all';
  for (const child of node.children) if (isMember(child, number) !== isAll) return !isAll;
  return isAll;
}

/** Everybody of `everyone` for whom the tree holds. */
export function membersOf(node: MemberNode, everyone: Bitset): Bitset {
  const words = combine(node, everyone.words.length);
  for (const [at, word] of everyone.words.entries()) words[at] = (words[at] ?? 0) & word;
  return { words };
}

/** A new array of so many words; numbers of nobody may be in it. */
function combine(node: MemberNode, length: number): Uint32Array {
  const words = new Uint32Array(length);
  if (node.type === 'leaf') {
    const own = node.leaf.members.words;
    words.set(own.length > length ? own.subarray(0, length) : own);
    return words;
  }
  if (node.type === 'not') {
    const child = combine(node.child, length);
    for (let at = 0; at < length; at += 1) words[at] = ~(child[at] as number);
    return words;
  }
  const isAll = node.match === 'all';
  if (isAll) words.fill(0xffff_ffff);
  for (const each of node.children) {
    const child = combine(each, length);
    for (let at = 0; at < length; at += 1) {
      const word = words[at] as number;
      words[at] = isAll ? word & (child[at] as number) : word | (child[at] as number);
    }
  }
  return words;
}
