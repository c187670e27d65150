import { type Group, maxDepth } from '../tree.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { measureTree } from './measure-tree.ts';
import { takeOut } from './remove-node.ts';
import { changeChildren, findNode, isWithin, splitPath, type TreePath } from './tree-path.ts';

/**
 * Brings several conditions and groups, wherever they are, together in a new AND group, in the order
 * in which they stand and where the first of them stood; `path` is that of the group. What lies within
 * another of them comes along with it. The root cannot be among them: `wrapNode` is for that.
 */
export function groupNodes(tree: Group, paths: readonly TreePath[]): EditResult {
  const chosen = paths
    .filter((path) => !paths.some((other) => other.length < path.length && isWithin(path, other)))
    .toSorted(comparePaths)
    .filter((path, index, all) => index === 0 || comparePaths(path, all[index - 1] ?? []) !== 0);
  const [first, ...others] = chosen;
  if (first === undefined) return refuseEdit(tree, 'not_found');
  const place = splitPath(first);
  if (!place) return refuseEdit(tree, 'root');
  const nodes = chosen.flatMap((path) => findNode(tree, path) ?? []);
  if (nodes.length < chosen.length) return refuseEdit(tree, 'not_found');
  const group: Group = { type: 'group', match: 'all', children: nodes };
  if (place.parent.length + 1 + measureTree(group).depth > maxDepth) {
    return refuseEdit(tree, 'too_deep');
  }
  const grouped = changeChildren(tree, place.parent, (children) =>
    children.with(place.index, group),
  );
  // From the last to the first: what is taken out moves nothing that stands in front of it.
  const left = others.reduceRight((rest, path) => takeOut(rest, path).tree, grouped);
  return { ok: true, tree: left, path: first };
}

/** Negative when the node at `one` stands in front of the node at `other`; a group before what it holds. */
export function comparePaths(one: TreePath, other: TreePath): number {
  const level = one.findIndex((index, at) => index !== other[at]);
  if (level === -1) return one.length - other.length;
  return (one[level] ?? 0) - (other[level] ?? -1);
}
