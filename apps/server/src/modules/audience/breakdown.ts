import type { Group, Plan, TreeNode, TreePath } from '@muster/conditions';
import type { Store } from '../../store/store.ts';
import type { AudienceQuestion } from './audience-service.ts';
import type { PlanQuestions } from './plan-questions.ts';
import { readNow, readSurroundings, readTree, refuseTree } from './read-question.ts';

/** The counts of one group or condition. */
export interface BrokenDown {
  path: number[];
  /** Who matches it alone. */
  count: number;
  /** Who matches the children of its group up to and including it, joined as the group joins them. */
  running: number;
}

export interface Breakdown {
  users: number;
  /** The root first, then in the order in which they are read. */
  nodes: BrokenDown[];
  now: number;
}

interface Parts {
  store: Store;
  asked: PlanQuestions;
  now: () => number;
}

/**
 * How many match each part of a tree, all counted in one pass that shares equal parts. Throws a 422
 * for a tree that is not valid.
 */
export async function breakDown(
  { store, asked, now: clock }: Parts,
  { project: named, conditions, now: wanted, signal }: AudienceQuestion,
): Promise<Breakdown> {
  const tree = readTree(conditions, { allowEmptyRoot: true });
  const { project, resolver, now } = await store.read((tx) =>
    readSurroundings(tx, named, ({ timeZone }) =>
      wanted === undefined ? clock() : readNow(wanted, timeZone),
    ),
  );
  const whole = resolver.resolve(tree, { allowEmptyRoot: true });
  if (!whole.valid) throw refuseTree(whole.problems);
  const resolve = (children: TreeNode[], match: Group['match']): Plan =>
    resolver.resolve({ type: 'group', match, children }, { allowEmptyRoot: true });

  const parts = [...listParts(tree)];
  const plans = parts.flatMap(({ node, upTo, match }) => [
    resolve([node], 'all'),
    resolve(upTo, match),
  ]);
  const everybody = resolve([], 'all');
  const counts = await asked.counts([everybody, whole, ...plans], { project, signal });
  const [users = 0, root = 0, ...others] = counts;
  const nodes = parts.map(({ path }, i) => ({
    path,
    count: others[2 * i] ?? 0,
    running: others[2 * i + 1] ?? 0,
  }));
  return { users, nodes: [{ path: [], count: root, running: root }, ...nodes], now };
}

interface Part {
  path: number[];
  node: TreeNode;
  /** The children of its group up to and including it. */
  upTo: TreeNode[];
  match: Group['match'];
}

function* listParts(group: Group, path: TreePath = []): Generator<Part> {
  for (const [i, node] of group.children.entries()) {
    const own = [...path, i];
    yield { path: own, node, upTo: group.children.slice(0, i + 1), match: group.match };
    if (node.type === 'group') yield* listParts(node, own);
  }
}
