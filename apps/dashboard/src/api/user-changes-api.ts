import type { Group } from '@muster/conditions';
import type { UserAddressBody } from '@muster/protocol';
import { call, projectPath, toQuery } from './call.ts';
import type { UserRef } from './users-api.ts';

/** Most users of one call. */
export const maxUsersOfChange = 1000;

/** Adds tags to users and removes some, of all of them or of none. */
export function changeTags(
  projectId: string,
  users: readonly UserRef[],
  tags: { add?: readonly string[]; remove?: readonly string[] },
): Promise<{ changed: number; missing: UserAddressBody[] }> {
  return call(projectPath(projectId, 'users', 'tags'), {
    method: 'POST',
    body: { users, ...tags },
  });
}

/** Erases users for good. */
export function eraseUsers(
  projectId: string,
  users: readonly UserRef[],
): Promise<{ erased: number; missing: UserAddressBody[] }> {
  return call(projectPath(projectId, 'users', 'erase'), { method: 'POST', body: { users } });
}

/** The address of the file of everybody who matches. */
export function audienceFilePath(
  projectId: string,
  conditions: Group,
  columns: readonly string[],
): string {
  const query = toQuery({ format: 'csv', conditions: JSON.stringify(conditions), column: columns });
  return projectPath(projectId, 'audience', 'users') + query;
}

/** The address of the file of all that is kept of one user. */
export function userFilePath(projectId: string, { id, kind }: UserRef): string {
  return projectPath(projectId, 'users', id, 'export') + toQuery({ kind });
}
