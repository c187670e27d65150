import type { Group, TreeNode } from '@muster/conditions';

/** Everybody. */
export const everyone: Group = { type: 'group', match: 'all', children: [] };

const searched = ['id', 'email', 'name'] as const;

/**
 * The filter narrowed to users whose id, email or name begins with the text. `startsWith` folds case;
 * white space around the text is not meant.
 */
export function searchUsers(filter: Group, text: string): Group {
  const wanted = text.trim();
  if (wanted === '') return filter;
  const begins: TreeNode[] = searched.map((key) => ({
    type: 'attribute',
    source: 'native',
    key,
    kind: 'string',
    operator: 'startsWith',
    value: wanted,
  }));
  const search: Group = { type: 'group', match: 'any', children: begins };
  return {
    type: 'group',
    match: 'all',
    children: filter.children.length > 0 ? [filter, search] : [search],
  };
}
