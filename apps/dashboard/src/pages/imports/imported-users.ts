import type { UsersSearch } from '../users/users-search.ts';

/** The search of the Users page that shows who came with an import. */
export function importedUsers(importId: string): UsersSearch {
  return {
    filter: { type: 'group', match: 'all', children: [{ type: 'import', importId }] },
  };
}
