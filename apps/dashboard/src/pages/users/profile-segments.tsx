import type { MembershipBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleCheck, CircleMinus, Layers, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { type UserRef, userSegmentsQuery } from '../../api/users-api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { Why } from './why.tsx';

/** Every segment with in or out, why, and when that changes by itself. Those she is in come first. */
export function ProfileSegments({ user }: { user: UserRef }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(userSegmentsQuery(projectId, user));
  if (error) {
    return <ProblemState error={error} what="the segments" onRetry={() => void refetch()} />;
  }
  if (!data) {
    return (
      <div className="profile-part">
        <Skeleton lines={5} label="Loading the segments" />
      </div>
    );
  }
  if (data.length === 0) {
    return (
      <EmptyState icon={<Layers size={20} />} title="No segments yet">
        Once the project has segments, this says which of them the user is in, and why.
      </EmptyState>
    );
  }
  const inFirst = [...data].sort((one, other) => Number(other.member) - Number(one.member));
  return (
    <ul className="profile-part memberships">
      {inFirst.map((membership) => (
        <MembershipEntry key={membership.id} membership={membership} user={user} />
      ))}
    </ul>
  );
}

function MembershipEntry({ membership, user }: { membership: MembershipBody; user: UserRef }) {
  const { id: projectId } = useProject();
  const [isOpen, setOpen] = useState(false);
  const { id, name, member, changesAt, problems = [] } = membership;
  return (
    <li className="membership">
      <div className="membership-head">
        <button
          type="button"
          className="disclosure"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={14} aria-hidden="true" className="disclosure-arrow" />
          {member ? (
            <CircleCheck size={16} aria-hidden="true" className="verdict-in" />
          ) : (
            <CircleMinus size={16} aria-hidden="true" className="verdict-out" />
          )}
          <span className="membership-name wrap-anywhere" dir="auto">
            {name}
          </span>
          <span className={member ? 'verdict-in' : 'verdict-out'}>{member ? 'In' : 'Out'}</span>
        </button>
        <Link
          to="/p/$projectId/segments/$segmentId"
          params={{ projectId, segmentId: id }}
          className="row-link"
        >
          Open
        </Link>
      </div>
      {changesAt && (
        <p className="membership-note">
          {member ? 'Leaves' : 'Enters'} by itself <RelativeTime at={changesAt} />, unless something
          happens before
        </p>
      )}
      {problems.map(({ message }) => (
        <p key={message} className="membership-note audience-broken">
          <TriangleAlert size={14} aria-hidden="true" /> {message}
        </p>
      ))}
      {isOpen && problems.length === 0 && <Why user={user} segmentId={id} />}
    </li>
  );
}
