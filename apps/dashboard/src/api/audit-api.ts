import type { AuditEntryBody } from '@muster/protocol';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

export type AuditEntry = AuditEntryBody;

interface AuditPage {
  entries: AuditEntry[];
  nextCursor: number | null;
}

/** Who changed what, newest first, page by page. */
export function auditQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: [projectId, 'audit'],
    queryFn: ({ pageParam, signal }) => {
      const query = toQuery({ limit: 50, cursor: pageParam });
      return call<AuditPage>(projectPath(projectId, 'audit') + query, { signal });
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
