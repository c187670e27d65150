import type { LongerWindowBody, ProjectBody, RateLimit } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

/** The settings of the project. */
export function projectQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'project'],
    queryFn: ({ signal }) => call<ProjectBody>(projectPath(projectId), { signal }),
  });
}

/** Changes settings; a new time zone has the index made anew. */
export function changeProject(
  projectId: string,
  change: {
    name?: string;
    timeZone?: string;
    rateLimit?: RateLimit | null;
    explainsInPages?: boolean;
    recordsMoves?: boolean;
    eventRetentionDays?: number | null;
  },
): Promise<ProjectBody> {
  return call(projectPath(projectId), { method: 'PATCH', body: change });
}

/** Deletes the project and everything in it, for good; refused where this is not its name. */
export function deleteProject(projectId: string, name: string): Promise<void> {
  return call(projectPath(projectId), { method: 'DELETE', body: { name } });
}

/** What looks further back than so many days. */
export function longerWindowsQuery(projectId: string, days: number) {
  return queryOptions({
    queryKey: [projectId, 'event-retention', days],
    queryFn: ({ signal }) =>
      call<{ affected: LongerWindowBody[] }>(
        projectPath(projectId, 'event-retention') + toQuery({ days }),
        { signal },
      ),
    select: ({ affected }) => affected,
  });
}
