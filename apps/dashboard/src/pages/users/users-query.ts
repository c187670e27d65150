import { everyone, searchUsers } from '../../api/search-users.ts';
import { audienceQuery } from '../../api/users-api.ts';
import type { UsersSearch } from './users-search.ts';

/** The list as the address asks for it, with the values of those columns that have to be asked for. */
export function usersQuery(
  projectId: string,
  { q = '', filter = everyone, sort }: UsersSearch,
  columns: readonly string[] = [],
) {
  const conditions = searchUsers(filter, q);
  return audienceQuery(projectId, conditions, { sort, columns: columns.filter(isAskedFor) });
}

/** True for the columns whose values have to be asked for. */
export function isAskedFor(id: string): boolean {
  return id.startsWith('attributes.') || id.startsWith('traits.');
}
