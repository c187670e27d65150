import type { Group, TreeNode } from '@muster/conditions';

/** A node with a key that stays its own through edits: what React, focus and selection hold on to. */
export interface KeyedNode {
  key: string;
  node: TreeNode;
  children: readonly KeyedNode[];
}

/** A keyed node that is a group. */
export interface KeyedGroup extends KeyedNode {
  node: Group;
}

export interface KeyedTree {
  root: KeyedNode;
  /** The number of the newest key, so that no key is used twice. */
  lastKey: number;
}

/**
 * Gives keys to the nodes of a tree. What is the same object as before keeps its key, wherever it is
 * now (an edit copies only the groups on the way to it); what was changed in its place keeps it too.
 */
export function keyTree(tree: Group, before?: KeyedTree): KeyedTree {
  const known = new Map<TreeNode, KeyedNode[]>();
  if (before)
    collect(before.root, (keyed) =>
      known.set(keyed.node, [...(known.get(keyed.node) ?? []), keyed]),
    );
  const alive = new Set<TreeNode>();
  collectNodes(tree, alive);
  const used = new Set<string>();
  let lastKey = before?.lastKey ?? 0;

  const claim = (node: TreeNode, changed?: KeyedNode): KeyedNode | undefined => {
    const same = known.get(node)?.find((keyed) => !used.has(keyed.key));
    const own = same ?? (changed && !used.has(changed.key) ? changed : undefined);
    if (own) used.add(own.key);
    return own;
  };
  const keyNode = (node: TreeNode, changed?: KeyedNode): KeyedNode => {
    const own = claim(node, changed);
    const key = own?.key ?? `n${++lastKey}`;
    if (node.type !== 'group') return own?.node === node ? own : { key, node, children: [] };
    const gone = (own?.children ?? []).filter((child) => !alive.has(child.node));
    const children = node.children.map((child) => {
      if (known.has(child)) return keyNode(child);
      const at = gone.findIndex((old) => isGroup(old.node) === isGroup(child));
      return keyNode(child, at === -1 ? undefined : gone.splice(at, 1)[0]);
    });
    const isSame = own?.node === node && children.every((child, i) => child === own.children[i]);
    return isSame ? own : { key, node, children };
  };
  const old = before && !alive.has(before.root.node) ? before.root : undefined;
  return { root: keyNode(tree, old), lastKey };
}

/** The path and the node of a key, or undefined when the tree has none of that key. */
export function findKey(
  root: KeyedNode,
  key: string,
  path: readonly number[] = [],
): { path: readonly number[]; keyed: KeyedNode } | undefined {
  if (root.key === key) return { path, keyed: root };
  for (const [i, child] of root.children.entries()) {
    const found = findKey(child, key, [...path, i]);
    if (found) return found;
  }
  return undefined;
}

/** The keyed node at a path, or undefined when there is none. */
export function keyedAt(root: KeyedNode, path: readonly number[]): KeyedNode | undefined {
  return path.reduce<KeyedNode | undefined>((keyed, index) => keyed?.children[index], root);
}

function collect(keyed: KeyedNode, visit: (keyed: KeyedNode) => void): void {
  visit(keyed);
  for (const child of keyed.children) collect(child, visit);
}

function collectNodes(node: TreeNode, into: Set<TreeNode>): void {
  into.add(node);
  if (node.type === 'group') for (const child of node.children) collectNodes(child, into);
}

function isGroup(node: TreeNode): boolean {
  return node.type === 'group';
}
