import type { KeyBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** The API keys of the project, revoked ones too. */
export function keysQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'keys'],
    queryFn: ({ signal }) => call<{ keys: KeyBody[] }>(projectPath(projectId, 'keys'), { signal }),
    select: ({ keys }) => keys,
  });
}

/** A new key; its secret is told this once. */
export function createKey(
  projectId: string,
  name: string,
  scope: KeyBody['scope'],
): Promise<KeyBody & { key: string }> {
  return call(projectPath(projectId, 'keys'), { method: 'POST', body: { name, scope } });
}

export function revokeKey(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'keys', id), { method: 'DELETE' });
}
