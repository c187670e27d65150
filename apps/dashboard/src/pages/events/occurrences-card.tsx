import type { OccurrenceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type EventRef, occurrencesQuery } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { PropertyList } from '../property-list.tsx';

/** Who did it last, and what came with it. */
export function OccurrencesCard({ event }: { event: EventRef }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(occurrencesQuery(projectId, event));
  return (
    <section className="card" aria-labelledby="occurrences">
      <h2 id="occurrences">Latest occurrences</h2>
      {error && !data && (
        <ProblemState error={error} what="the occurrences" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={4} label="Loading the occurrences" />}
      <ol className="activity">
        {data?.map((occurrence) => (
          <Occurrence key={occurrence.messageId} occurrence={occurrence} />
        ))}
      </ol>
    </section>
  );
}

function Occurrence({ occurrence }: { occurrence: OccurrenceBody }) {
  const { id: projectId } = useProject();
  const { user, timestamp, properties } = occurrence;
  const userId = user.id ?? user.anonymousId ?? '';
  const name = user.name || user.email || user.id || 'Anonymous';
  return (
    <li className="activity-entry">
      <Avatar name={name} />
      <div className="activity-what">
        <Link
          to="/p/$projectId/users/$userId"
          params={{ projectId, userId }}
          search={user.id === null ? { kind: 'anonymous' } : {}}
          className="row-link wrap-anywhere"
          dir="auto"
        >
          {name}
        </Link>
        <PropertyList properties={properties} />
      </div>
      <span className="quiet activity-time">
        <RelativeTime at={timestamp} />
      </span>
    </li>
  );
}
