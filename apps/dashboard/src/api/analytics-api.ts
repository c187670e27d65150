import type { Group } from '@muster/conditions';
import type { AnalyticsBody, AnswerBody } from '@muster/protocol';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

/** Of whom: people who are in any of the segments, or meet the conditions, now. */
export type AnalyticsFilter =
  | { type: 'segments'; segmentIds: string[] }
  | { type: 'conditions'; conditions: Group };

/** Which days, both included, and which people. */
export interface AnalyticsScope {
  from: string;
  to: string;
  filter?: AnalyticsFilter;
}

interface AnswersPage {
  answers: AnswerBody[];
  nextCursor: string | null;
  problems: AnalyticsBody['problems'];
}

const analyticsPath = (projectId: string, experienceId: string, ...rest: string[]) =>
  projectPath(projectId, 'experiences', experienceId, 'analytics', ...rest);

/** What became of an experience. */
export function analyticsQuery(projectId: string, experienceId: string, scope: AnalyticsScope) {
  return queryOptions({
    queryKey: [projectId, 'analytics', experienceId, scope],
    queryFn: ({ signal }) =>
      call<AnalyticsBody>(analyticsPath(projectId, experienceId), {
        method: 'POST',
        body: scope,
        signal,
      }),
  });
}

/** Who answered what to a question, newest first, page by page. */
export function answersQuery(
  projectId: string,
  experienceId: string,
  stepId: string,
  scope: AnalyticsScope,
) {
  return infiniteQueryOptions({
    queryKey: [projectId, 'analytics', experienceId, scope, 'answers', stepId],
    queryFn: ({ pageParam, signal }) =>
      call<AnswersPage>(analyticsPath(projectId, experienceId, 'answers'), {
        method: 'POST',
        body: { ...scope, stepId, limit: 20, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What an address may hold of conditions; the server refuses more. */
const maxConditionsLength = 12_000;

/** The address of a CSV file; undefined when the conditions of the filter are too long for one. */
export function analyticsFilePath(
  projectId: string,
  experienceId: string,
  content: 'days' | 'answers',
  { from, to, filter }: AnalyticsScope,
): string | undefined {
  const conditions = filter?.type === 'conditions' ? JSON.stringify(filter.conditions) : undefined;
  if (conditions !== undefined && conditions.length > maxConditionsLength) return undefined;
  const segment = filter?.type === 'segments' ? filter.segmentIds : undefined;
  return (
    analyticsPath(projectId, experienceId, 'export') +
    toQuery({ content, from, to, segment, conditions })
  );
}
