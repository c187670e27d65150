import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { type Impact, impactQuery } from '../../api/insights-api.ts';
import { formatCount } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { SlowAnswer } from '../slow-answer.tsx';
import { UseList } from '../use-list.tsx';
import { MovedUsers } from './moved-users.tsx';
import type { SegmentEditor } from './segment-editor.ts';

/** What saving the applied conditions would change: who enters, who leaves, and what else sees it. */
export function ImpactCard({ segmentId, editor }: { segmentId: string; editor: SegmentEditor }) {
  const { id: projectId } = useProject();
  const question = impactQuery(projectId, segmentId, editor.applied);
  const asked = useQuery(question);
  const { data, error, isLoading, refetch } = asked;
  return (
    <section className="card" aria-label="Impact of saving">
      <h2>If you save this</h2>
      <div aria-live="polite">
        {error && <ProblemState error={error} what="the impact" onRetry={() => void refetch()} />}
        {isLoading && <Skeleton lines={2} label="Comparing" />}
        {data && (
          <div className="impact">
            <MovedUsers verb="enter" {...data.enter} />
            <MovedUsers verb="leave" {...data.leave} />
          </div>
        )}
      </div>
      <SlowAnswer asked={asked} queryKey={question.queryKey} what="the impact" />
      {data && <ImpactOnUses {...data} />}
    </section>
  );
}

/** What else changes by saving: other segments, and what live experiences show to whom. */
function ImpactOnUses({ usedBy, liveExperiences }: Pick<Impact, 'usedBy' | 'liveExperiences'>) {
  const segments = usedBy.filter(({ type }) => type === 'segment');
  if (segments.length === 0 && liveExperiences.length === 0) return null;
  const changed = [
    ...(segments.length > 0 ? [formatCount(segments.length, 'segment')] : []),
    ...(liveExperiences.length > 0
      ? [`who sees ${formatCount(liveExperiences.length, 'live experience')}`]
      : []),
  ];
  return (
    <div className="impact-warning">
      <TriangleAlert size={15} aria-hidden="true" />
      <div>
        <p>Saving also changes {changed.join(' and ')} at once. Duplicate to try it out first.</p>
        <UseList uses={[...segments, ...liveExperiences]} />
      </div>
    </div>
  );
}
