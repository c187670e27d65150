import { measureTree } from '../../src/edit/measure-tree.ts';
import { ungroup } from '../../src/edit/ungroup.ts';
import { wrapNode } from '../../src/edit/wrap-node.ts';
import { parseTree } from '../../src/parse-tree.ts';
import { type Condition, type Group, maxDepth, type TreeNode } from '../../src/tree.ts';
import type { SavedTrees } from './scenario.ts';

/** What must be true of the audience of a tree, whatever the population. */
export interface Law {
  name: string;
  tree: Group;
  audience: 'everybody' | 'nobody' | { of: Group };
}

/** The segments, and two trees saved beside them, so that they can be negated as a whole. */
export function saveForLaws(a: Group, b: Group, segments: SavedTrees): SavedTrees {
  return new Map([
    ...segments,
    ['a', a],
    ['b', b],
    ['a and b', all(segment('a'), segment('b'))],
    ['a or b', any(segment('a'), segment('b'))],
  ]);
}

/** The laws for two trees saved by `saveForLaws`; `choice` picks what they are tried on. */
export function listLaws(a: Group, b: Group, segments: SavedTrees, choice: number): Law[] {
  const [isA, isB, notA, notB] = [segment('a'), segment('b'), not('a'), not('b')];
  const one = pickCondition(b, choice);
  const other: Condition = { ...one, not: !one.not };
  return [
    { name: 'A or not A', tree: any(isA, notA), audience: 'everybody' },
    { name: 'A and not A', tree: all(isA, notA), audience: 'nobody' },
    { name: 'a condition or its complement', tree: any(one, other), audience: 'everybody' },
    { name: 'a condition and its complement', tree: all(one, other), audience: 'nobody' },
    { name: 'not (A and B)', tree: all(not('a and b')), audience: { of: any(notA, notB) } },
    { name: 'not (A or B)', tree: all(not('a or b')), audience: { of: all(notA, notB) } },
    { name: 'A and A', tree: all(isA, isA), audience: { of: a } },
    { name: 'A or (A and B)', tree: any(isA, all(isA, isB)), audience: { of: a } },
    { name: 'A with its children in another order', tree: reorder(a, choice), audience: { of: a } },
    { name: 'A wrapped', tree: wrapNode(a, []).tree, audience: { of: a } },
    { name: 'A with a child wrapped', tree: wrapChild(a, choice), audience: { of: a } },
    { name: 'A grouped, then ungrouped', tree: groupAndUngroup(a), audience: { of: a } },
    { name: 'A saved, then loaded', tree: saveAndLoad(a), audience: { of: a } },
    { name: 'the segment A', tree: all(isA), audience: { of: a } },
    { name: 'A with its segments inlined', tree: inline(a, segments), audience: { of: a } },
  ];
}

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function any(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

function segment(segmentId: string): Condition {
  return { type: 'segment', segmentId };
}

function not(segmentId: string): Condition {
  return { type: 'segment', segmentId, not: true };
}

/** The children of every group turned around and rotated. */
function reorder(group: Group, choice: number): Group {
  const turned = group.children
    .map((child) => (child.type === 'group' ? reorder(child, choice + 1) : child))
    .reverse();
  const by = choice % turned.length;
  return { ...group, children: [...turned.slice(by), ...turned.slice(0, by)] };
}

function wrapChild(group: Group, choice: number): Group {
  return wrapNode(group, [choice % group.children.length]).tree;
}

/** (a, b, c) as ((a, b), c), and back by the builder's own ungroup. */
function groupAndUngroup(tree: Group): Group {
  const [first, second, ...others] = tree.children;
  if (!first || !second) return ungroup(wrapNode(tree, []).tree, []).tree;
  const grouped: Group = { ...tree, children: [first, second] };
  return ungroup({ ...tree, children: [grouped, ...others] }, [0]).tree;
}

function saveAndLoad(tree: Group): Group {
  const loaded = parseTree(JSON.parse(JSON.stringify(tree)));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** The tree with the conditions of its segments in their places, as far as depth allows. */
function inline(tree: Group, segments: SavedTrees): Group {
  const inlined = inlineGroup(tree, segments);
  return measureTree(inlined).depth > maxDepth ? tree : inlined;
}

function inlineGroup(group: Group, segments: SavedTrees): Group {
  return { ...group, children: group.children.map((child) => inlineNode(child, segments)) };
}

function inlineNode(node: TreeNode, segments: SavedTrees): TreeNode {
  if (node.type === 'group') return inlineGroup(node, segments);
  // A group cannot be negated: what is not in a segment stays so.
  if (node.type !== 'segment' || node.not) return node;
  const tree = segments.get(node.segmentId);
  return tree ? inlineGroup(tree, segments) : node;
}

function pickCondition(tree: Group, choice: number): Condition {
  const conditions = listConditions(tree);
  const condition = conditions[choice % conditions.length];
  if (!condition) throw new Error('The tree has no condition.');
  return condition;
}

function listConditions(node: TreeNode): Condition[] {
  return node.type === 'group' ? node.children.flatMap(listConditions) : [node];
}
