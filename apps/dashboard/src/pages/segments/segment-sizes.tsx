import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { Suspense } from 'react';
import { useProject } from '../../api/current-project.ts';
import { sizesQuery } from '../../api/insights-api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';

const DayLine = lazyPart(async () => (await import('../day-line.tsx')).DayLine);

/** How large the segment was, day by day. */
export function SegmentSizes({ id }: { id: string }) {
  const { id: projectId } = useProject();
  const { data: sizes, error, refetch } = useQuery(sizesQuery(projectId, id));
  if (error) return <ProblemState error={error} what="the sizes" onRetry={() => void refetch()} />;
  if (!sizes) return <Skeleton lines={4} label="Loading the sizes" />;
  if (sizes.length < 2) {
    return (
      <EmptyState icon={<ChartLine size={20} />} title="Not enough days yet">
        The audience is counted once a day. From the second day on, this shows how it grows.
      </EmptyState>
    );
  }
  return (
    <div className="details-text">
      <Suspense fallback={<Skeleton height={180} label="Drawing the chart" />}>
        <DayLine points={sizes} what="Users" />
      </Suspense>
    </div>
  );
}
