import type { Group } from '@muster/conditions';
import type { ExportBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

const isActive = ({ state }: ExportBody) => state === 'waiting' || state === 'running';

/** Files that were asked for, the latest first; asked again while one of them is written. */
export function exportsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'exports'],
    queryFn: ({ signal }) =>
      call<{ exports: ExportBody[] }>(projectPath(projectId, 'exports'), { signal }),
    select: ({ exports }) => exports,
    refetchInterval: ({ state: { data } }) => (data?.exports.some(isActive) ? 500 : false),
  });
}

/** Asks for a CSV file of everybody who matches. */
export function startExport(
  projectId: string,
  conditions: Group,
  columns: readonly string[],
): Promise<ExportBody> {
  const body = { conditions, columns, format: 'csv' };
  return call(projectPath(projectId, 'exports'), { method: 'POST', body });
}

export function cancelExport(projectId: string, id: string): Promise<ExportBody> {
  return call(projectPath(projectId, 'exports', id, 'cancel'), { method: 'POST' });
}

/** Where the file is. */
export function exportFilePath(projectId: string, id: string): string {
  return projectPath(projectId, 'exports', id, 'file');
}
