import { useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useProject } from '../api/current-project.ts';
import { everyone, searchUsers } from '../api/search-users.ts';
import { foundUsersQuery, nameOf, toUserRef } from '../api/users-api.ts';
import type { PaletteCommand } from './filter-commands.ts';

/** A few users whose id, email or name begins with the text; none for less than two letters. */
export function usePaletteUsers(text: string): PaletteCommand[] {
  const { id: projectId } = useProject();
  const { data = [] } = useQuery({
    ...foundUsersQuery(projectId, searchUsers(everyone, text)),
    enabled: text.trim().length >= 2,
  });
  return data.map((user) => {
    const { id, kind } = toUserRef(user);
    return {
      id: `${kind} ${id}`,
      label: nameOf(user),
      kind: user.email ?? 'User',
      Icon: UserRound,
      target: {
        to: '/p/$projectId/users/$userId',
        params: { projectId, userId: id },
        search: kind === 'anonymous' ? { kind } : {},
      } as PaletteCommand['target'],
    };
  });
}
