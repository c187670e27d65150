import { findNode, type Group, parseTree, type TreeNode, type TreePath } from '@muster/conditions';

/** What is put on the clipboard for a node: a tree as the API takes it, so that it can be pasted there too. */
export function toClipboard(node: TreeNode): string {
  const group: Group =
    node.type === 'group' ? node : { type: 'group', match: 'all', children: [node] };
  return JSON.stringify(group, null, 2);
}

export type Pasted = { ok: true; node: TreeNode } | { ok: false; reason: string };

/** Reads what was copied. One condition alone comes without the group around it. */
export function fromClipboard(text: string): Pasted {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'What is on the clipboard is not a group of conditions.' };
  }
  const parsed = parseTree(json);
  if (parsed.ok) {
    const [only, ...others] = parsed.value.children;
    return { ok: true, node: only && others.length === 0 ? only : parsed.value };
  }
  const shown = parsed.problems.slice(0, 3).map(({ path, message }) => {
    const where = path.length > 0 ? `${path.join('.')}: ` : '';
    return `${where}${message}`;
  });
  const more = parsed.problems.length - shown.length;
  const rest = more > 0 ? ` And ${more} more.` : '';
  return { ok: false, reason: `This cannot be pasted. ${shown.join(' ')}${rest}` };
}

/** Where something is pasted: at the end of a group, behind a condition. */
export function placeToPaste(tree: Group, path: TreePath): { group: TreePath; index?: number } {
  if (findNode(tree, path)?.type === 'group') return { group: path };
  return { group: path.slice(0, -1), index: (path.at(-1) ?? 0) + 1 };
}
