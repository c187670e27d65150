import { type Group, maxDepth } from '../tree.ts';
import { measureTree } from './measure-tree.ts';
import { findNode, splitPath, type TreePath } from './tree-path.ts';

/**
 * Where a node goes that moves one step up (−1) or down (1) as one reads the tree, for `moveNode`: past
 * a condition, into a group that stands next to it, or out of its own at the end of that. A group that
 * is too deep to enter is passed. Undefined where there is nowhere to go.
 */
export function stepMove(tree: Group, path: TreePath, step: -1 | 1): TreePath | undefined {
  const place = splitPath(path);
  const node = findNode(tree, path);
  if (!place || !node) return undefined;
  const { parent, index } = place;
  const next = findNode(tree, [...parent, index + step]);
  if (next === undefined) return stepOut(parent, step);
  const fits = path.length + 1 + measureTree(node).depth <= maxDepth;
  if (next.type === 'group' && fits) {
    return [...parent, index + step, step === 1 ? 0 : next.children.length];
  }
  // A place is named by what stands there now: down is in front of what comes after the next.
  return [...parent, step === 1 ? index + 2 : index - 1];
}

function stepOut(group: TreePath, step: -1 | 1): TreePath | undefined {
  const place = splitPath(group);
  return place && [...place.parent, step === 1 ? place.index + 1 : place.index];
}
