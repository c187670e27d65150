import type { ProjectBody, RateLimit } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

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
  },
): Promise<ProjectBody> {
  return call(projectPath(projectId), { method: 'PATCH', body: change });
}
