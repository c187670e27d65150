import type { SegmentBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { nextDayQuery } from '../../api/insights-api.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { MovedUsers } from './moved-users.tsx';

/** Who will have entered and left the saved segment in a day by time alone. */
export function NextDayCard({ segment: { id, version } }: { segment: SegmentBody }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(nextDayQuery(projectId, id, version));
  return (
    <section className="card" aria-label="The next 24 hours">
      <h2>In 24 hours, if nothing happens</h2>
      <div aria-live="polite">
        {error && <ProblemState error={error} what="the next day" onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={2} label="Looking ahead" />}
        {data && (
          <div className="impact">
            <MovedUsers verb="enter" {...data.enter} />
            <MovedUsers verb="leave" {...data.leave} />
          </div>
        )}
      </div>
    </section>
  );
}
