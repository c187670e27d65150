import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { everyone } from '../../api/search-users.ts';
import { segmentQuery } from '../../api/segments-api.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ProblemState } from '../problem-state.tsx';
import { openEditor } from './segment-editor.ts';
import { SegmentForm } from './segment-form.tsx';
import { toContent } from './to-content.ts';
import './segment-page.css';

/** A segment that exists: to read, and to change. */
export function SegmentPage() {
  const { id: projectId } = useProject();
  const { segmentId } = useParams({ from: '/p/$projectId/segments/$segmentId' });
  const { data, error, refetch } = useQuery({
    ...segmentQuery(projectId, segmentId),
    // What somebody else saves meanwhile is found when this one saves; it must not change what is edited.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useTitle(data?.name ?? 'Segment');
  if (error)
    return <ProblemState error={error} what="the segment" onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="page">
        <Skeleton lines={8} height={28} label="Loading the segment" />
      </div>
    );
  }
  const content = toContent(data);
  if (content === undefined) {
    return (
      <ErrorState
        title={`“${data.name}” cannot be read`}
        detail={data.problems[0]?.message ?? 'Its conditions are not of a kind that is known here.'}
      />
    );
  }
  return <SegmentForm key={data.id} segment={data} opened={openEditor(content, data.version)} />;
}

/** A segment that is made here: with nothing in it, or with the conditions of a filter. */
export function NewSegmentPage() {
  useTitle('New segment');
  const { conditions = everyone } = useSearch({ from: '/p/$projectId/segments/new' });
  // What comes from a filter was seen there: it counts as applied, and as not saved.
  const opened = openEditor({ name: '', description: '', badge: null, conditions });
  return <SegmentForm opened={{ ...opened, base: { ...opened.base, conditions: everyone } }} />;
}
