import type { QueryClient } from '@tanstack/react-query';

/** Has everything asked again that lists or counts users, or shows one. */
export async function refreshUsers(client: QueryClient, projectId: string): Promise<void> {
  const parts = ['audience', 'count', 'found', 'user', 'catalog', 'insight'];
  await Promise.all(parts.map((part) => client.invalidateQueries({ queryKey: [projectId, part] })));
}
