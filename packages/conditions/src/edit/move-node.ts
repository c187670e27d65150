import { type Group, maxDepth } from '../tree.ts';
import { isGap } from './add-node.ts';
import { type EditResult, refuseEdit } from './edit-result.ts';
import { measureTree } from './measure-tree.ts';
import { takeOut } from './remove-node.ts';
import { changeChildren, findNode, isWithin, splitPath, type TreePath } from './tree-path.ts';

/**
 * Moves a node in front of what now stands at `to`, or to the end of that group where nothing does:
 * both paths are read in the tree as it is. A group that loses its last child by it vanishes. `path`
 * of the result is where the node has arrived.
 */
export function moveNode(tree: Group, from: TreePath, to: TreePath): EditResult {
  const node = findNode(tree, from);
  if (!node) return refuseEdit(tree, 'not_found');
  const origin = splitPath(from);
  const target = splitPath(to);
  if (!origin || !target) return refuseEdit(tree, 'root');
  if (isWithin(target.parent, from)) return refuseEdit(tree, 'into_itself');
  const group = findNode(tree, target.parent);
  if (!group) return refuseEdit(tree, 'not_found');
  if (group.type !== 'group') return refuseEdit(tree, 'not_a_group');
  if (!isGap(group, target.index)) return refuseEdit(tree, 'not_found');
  if (to.length + measureTree(node).depth > maxDepth) return refuseEdit(tree, 'too_deep');
  const isThereAlready =
    isWithin(from, target.parent) &&
    from.length === to.length &&
    (target.index === origin.index || target.index === origin.index + 1);
  if (isThereAlready) return { ok: true, tree, path: from };

  // Put in first, taken out second: a group is never empty in between.
  const added = changeChildren(tree, target.parent, (children) =>
    children.toSpliced(target.index, 0, node),
  );
  const { tree: moved, removed } = takeOut(added, shiftForInsertion(from, to));
  return { ok: true, tree: moved, path: shiftForRemoval(to, removed) };
}

/** Where the node at `path` is once something was put in at `inserted`. */
function shiftForInsertion(path: TreePath, inserted: TreePath): TreePath {
  return shift(path, inserted, 1, (index, at) => index >= at);
}

/** Where the node at `path` is once what stood at `removed` is gone. */
function shiftForRemoval(path: TreePath, removed: TreePath): TreePath {
  return shift(path, removed, -1, (index, at) => index > at);
}

function shift(
  path: TreePath,
  place: TreePath,
  step: 1 | -1,
  isBehind: (index: number, at: number) => boolean,
): TreePath {
  const level = place.length - 1;
  const index = path[level];
  const at = place[level];
  if (index === undefined || at === undefined) return path;
  if (!isWithin(path, place.slice(0, -1)) || !isBehind(index, at)) return path;
  return path.with(level, index + step);
}
