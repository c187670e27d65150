import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Filter, SearchX } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { useEarlierAudiences, useLiveAudiences } from '../../api/live.ts';
import { segmentsQuery } from '../../api/segments-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ImportLink } from '../import-link.tsx';
import { NewSegmentLink } from '../new-segment-link.tsx';
import { PageHeader } from '../page-header.tsx';
import { PeopleTabs } from '../people-tabs.tsx';
import { ProblemState } from '../problem-state.tsx';
import { arrangeSegments, type SegmentSort } from './arrange-segments.ts';
import { SegmentsTable } from './segments-table.tsx';

/** Every segment with its live audience. Search and order are in the address. */
export function SegmentsPage() {
  const { id: projectId } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/segments' });
  const { q = '', sort } = useSearch({ from: '/p/$projectId/segments' });
  const { data: segments, error, refetch } = useQuery(segmentsQuery(projectId));
  const live = useLiveAudiences(projectId, segments?.map(({ id }) => id) ?? []);
  const earlier = useEarlierAudiences();
  const change = (search: { q?: string; sort?: SegmentSort }) =>
    void navigate({ search: (now) => ({ ...now, ...search }), replace: true });
  const shown = arrangeSegments(segments ?? [], { text: q, sort, audiences: live });
  return (
    <div className="page">
      <PageHeader
        title="Segments"
        actions={
          <>
            <ImportLink />
            <NewSegmentLink />
          </>
        }
      />
      <PeopleTabs />
      {segments && segments.length > 0 && (
        <div className="page-toolbar">
          <SearchField
            label="Search by name, description or author"
            value={q}
            onChange={(text) => change({ q: text || undefined })}
          />
        </div>
      )}
      {error && <ProblemState error={error} what="the segments" onRetry={() => void refetch()} />}
      {!segments && !error && <Skeleton lines={6} height={36} label="Loading segments" />}
      {segments?.length === 0 && (
        <EmptyState icon={<Filter size={20} />} title="No segments yet" action={<NewSegmentLink />}>
          A segment is a named audience: conditions on who your users are and what they did. It
          stays current by itself, and can be used wherever an audience is asked for.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <SegmentsTable
          segments={shown}
          audiences={live}
          earlier={earlier}
          sort={sort}
          onSort={(to) => change({ sort: to })}
        />
      )}
      {segments && segments.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No segment matches"
          action={<Button onClick={() => change({ q: undefined })}>Show all</Button>}
        >
          Nothing has “{q}” in its name, description, badge or author.
        </EmptyState>
      )}
    </div>
  );
}
