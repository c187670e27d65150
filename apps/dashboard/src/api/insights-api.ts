import type { Group } from '@muster/conditions';
import type { SegmentBody, UseBody, UserBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

interface Change {
  count: number;
  /** The first ten. */
  users: UserBody[];
}

/** Who would enter and leave a segment with other conditions. */
export interface Impact {
  before: number;
  after: number;
  enter: Change;
  leave: Change;
  usedBy: UseBody[];
  /** Shown to others at once: they use it themselves or through other segments. */
  liveExperiences: UseBody[];
  now: string;
}

/** Who enters and leaves a segment until then by time alone. */
export interface NextDay extends Pick<Impact, 'enter' | 'leave' | 'now'> {
  until: string;
}

/** How many match each node of a tree. */
export interface Breakdown {
  users: number;
  nodes: {
    path: number[];
    /** Who matches this alone. */
    count: number;
    /** Who matches its group's children up to and including this. */
    running: number;
  }[];
  now: string;
}

export interface Overlap {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  now: string;
}

/** What saving these conditions would change. */
export function impactQuery(projectId: string, segmentId: string, conditions: Group) {
  return queryOptions({
    queryKey: [projectId, 'insight', 'impact', segmentId, conditions],
    queryFn: ({ signal }) =>
      call<Impact>(projectPath(projectId, 'segments', segmentId, 'impact'), {
        method: 'POST',
        body: { conditions },
        signal,
      }),
  });
}

/** Who will be in a segment in 24 hours and is not now, and the other way round, if nothing happens. */
export function nextDayQuery(projectId: string, segmentId: string, version: number) {
  return queryOptions({
    queryKey: [projectId, 'insight', 'next-day', segmentId, version],
    queryFn: ({ signal }) =>
      call<NextDay>(projectPath(projectId, 'segments', segmentId, 'next-day'), { signal }),
    // Time goes on, and so does the data.
    refetchInterval: 60_000,
  });
}

/** How many match each condition and group. */
export function breakdownQuery(projectId: string, conditions: Group) {
  return queryOptions({
    queryKey: [projectId, 'insight', 'breakdown', conditions],
    queryFn: ({ signal }) =>
      call<Breakdown>(projectPath(projectId, 'audience', 'breakdown'), {
        method: 'POST',
        body: { conditions },
        signal,
      }),
  });
}

/** How many are in both of two segments, and in one alone. */
export function overlapQuery(projectId: string, segmentId: string, otherId: string) {
  return queryOptions({
    queryKey: [projectId, 'insight', 'overlap', segmentId, otherId],
    queryFn: ({ signal }) =>
      call<Overlap>(projectPath(projectId, 'segments', segmentId, 'overlap', otherId), { signal }),
  });
}

/** How many were in a segment, day by day, oldest first. */
export function sizesQuery(projectId: string, segmentId: string) {
  return queryOptions({
    queryKey: [projectId, 'insight', 'sizes', segmentId],
    queryFn: ({ signal }) =>
      call<{ sizes: { date: string; count: number }[] }>(
        projectPath(projectId, 'segments', segmentId, 'sizes'),
        { signal },
      ),
    select: ({ sizes }) => sizes,
  });
}

/**
 * Makes a segment what it was in an earlier version: a new version like any other change. One that was deleted
 * comes back, and what that did to experiences is undone.
 */
export function restoreSegment(
  projectId: string,
  segmentId: string,
  current: number,
  version: number,
): Promise<SegmentBody> {
  return call(projectPath(projectId, 'segments', segmentId, 'restore'), {
    method: 'POST',
    body: { version, uses: 'resume' },
    ifMatch: current,
  });
}
