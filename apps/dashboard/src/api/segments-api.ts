import type {
  NewSegment,
  SegmentBody,
  SegmentChange,
  SegmentSummaryBody,
  SegmentVersionBody,
} from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';

/** Every segment, at once: audiences come by the live stream. */
export function segmentsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'segments'],
    queryFn: ({ signal }) =>
      call<{ segments: SegmentSummaryBody[] }>(
        `${projectPath(projectId, 'segments')}?audience=skip`,
        { signal },
      ),
    select: ({ segments }) => segments,
  });
}

/** The audiences of all segments by id, counted now. */
export function countedSegmentsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'segments', 'counted'],
    queryFn: ({ signal }) =>
      call<{ segments: SegmentSummaryBody[] }>(projectPath(projectId, 'segments'), { signal }),
    select: ({ segments }) =>
      Object.fromEntries(segments.map(({ id, audience }) => [id, audience])),
  });
}

/** One segment with its conditions. */
export function segmentQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'segment', id],
    queryFn: ({ signal }) =>
      call<SegmentBody>(`${projectPath(projectId, 'segments', id)}?audience=skip`, { signal }),
  });
}

/** Every version that a segment has had, newest first. */
export function segmentVersionsQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'segment', id, 'versions'],
    queryFn: ({ signal }) =>
      call<{ versions: SegmentVersionBody[] }>(projectPath(projectId, 'segments', id, 'versions'), {
        signal,
      }),
    select: ({ versions }) => versions,
  });
}

export function createSegment(projectId: string, segment: NewSegment): Promise<SegmentBody> {
  return call(projectPath(projectId, 'segments'), { method: 'POST', body: segment });
}

/** 412 with who and when, if somebody else has changed it since `version`. */
export function changeSegment(
  projectId: string,
  id: string,
  version: number,
  change: SegmentChange,
): Promise<SegmentBody> {
  const path = projectPath(projectId, 'segments', id);
  return call(path, { method: 'PATCH', body: change, ifMatch: version });
}

export function duplicateSegment(projectId: string, id: string): Promise<SegmentBody> {
  return call(projectPath(projectId, 'segments', id, 'duplicate'), { method: 'POST' });
}

/**
 * The experiences that use it are paused, but for those that `everyone` names, which are shown to everyone.
 * 409 with `usedBy` while segments use it.
 */
export function deleteSegment(
  projectId: string,
  id: string,
  everyone: readonly string[],
): Promise<void> {
  const query = `?${new URLSearchParams({ uses: 'pause', everyone: everyone.join() })}`;
  return call(projectPath(projectId, 'segments', id) + query, { method: 'DELETE' });
}
