import type { SourceBody } from '@muster/protocol';
import { useProject } from '../../api/current-project.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Facts } from '../events/facts.tsx';
import { AccessCard } from './access-card.tsx';
import { SetUpSteps } from './set-up-steps.tsx';

/** How to send to it, and how much has come. */
export function SetUpTab({ source }: { source: SourceBody }) {
  const { mayAdminister } = useProject();
  const { counts, lastRefusal, createsUsers, label } = source;
  return (
    <div className="source-columns">
      <div className="source-main">
        {mayAdminister ? (
          <AccessCard source={source} />
        ) : (
          <section className="card">
            <h2>Address and secret</h2>
            <p className="quiet">Admins see them: whoever knows them can write.</p>
          </section>
        )}
        <SetUpSteps source={source} />
      </div>
      <section className="card" aria-labelledby="source-counts">
        <h2 id="source-counts">What has come</h2>
        <Facts
          facts={[
            ['Requests', counts.requests],
            ['Accepted items', counts.accepted],
            ['of them seen before', counts.duplicates],
            ['Rejected items', counts.rejected],
            ['Refused requests', counts.refusedRequests],
          ]}
        />
        {lastRefusal && (
          <p className="source-refusal">
            A request was refused <RelativeTime at={lastRefusal.at} />: {lastRefusal.message}
          </p>
        )}
        <p className="quiet">
          Values show the Source “{label}”.{' '}
          {createsUsers
            ? 'Who is not known yet becomes a user.'
            : 'Only users who are known already are updated.'}
        </p>
      </section>
    </div>
  );
}
