import type { Group } from '@muster/conditions';
import { toUserRef, type UserRef } from '../../api/users-api.ts';

type Selectable = Parameters<typeof toUserRef>[0];

/** Selected users by `keyOf`. */
export type UserSelection = ReadonlyMap<string, UserRef>;

/** What tells one user of a list from all others. */
export function keyOf(user: Selectable): string {
  const { id, kind } = toUserRef(user);
  return `${kind} ${id}`;
}

/** The selection with these users in it, or without them. */
export function selectUsers(
  selection: UserSelection,
  users: readonly Selectable[],
  isIn: boolean,
): UserSelection {
  const next = new Map(selection);
  for (const user of users) {
    if (isIn) next.set(keyOf(user), toUserRef(user));
    else next.delete(keyOf(user));
  }
  return next;
}

/** The conditions that are true of the selected users alone; undefined where one of them has no user id. */
export function toConditions(users: readonly UserRef[]): Group | undefined {
  if (users.some(({ kind }) => kind === 'anonymous')) return undefined;
  return {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'native',
        key: 'id',
        kind: 'string',
        operator: 'is',
        value: users.map(({ id }) => id),
      },
    ],
  };
}
