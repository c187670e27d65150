import { findNode, type Group, parseTree, type TreePath } from '@muster/conditions';

/** Why a draft is not valid yet, and where. */
export interface DraftProblem {
  path: TreePath;
  message: string;
}

/** What was found in trees, which never change: the builder and the page around it ask of the same one. */
const found = new WeakMap<Group, readonly DraftProblem[]>();

/** What is missing in a draft before it can be applied; nothing when it is valid. The empty root is. */
export function findDraftProblems(tree: Group): readonly DraftProblem[] {
  const known = found.get(tree) ?? lookForProblems(tree);
  found.set(tree, known);
  return known;
}

function lookForProblems(tree: Group): DraftProblem[] {
  const parsed = parseTree(tree, { allowEmptyRoot: true });
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, message }) => ({ path: toTreePath(tree, path), message }));
}

/** The part of a path in the JSON that says which node: `children, 0, value` is in the node at 0. */
function toTreePath(tree: Group, path: readonly (string | number)[]): TreePath {
  const indexes: number[] = [];
  for (let at = 0; path[at] === 'children'; at += 2) {
    const index = path[at + 1];
    if (typeof index !== 'number' || !findNode(tree, [...indexes, index])) break;
    indexes.push(index);
  }
  return indexes;
}
