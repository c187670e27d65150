import type { Group } from '@muster/conditions';
import type { UserBody } from '@muster/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserX } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { audienceQuery, nameOf, toUserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import '../../ui/table.css';

/** Who matches the conditions as applied. */
export function MatchingUsers({ conditions }: { conditions: Group }) {
  const { id: projectId } = useProject();
  const list = useInfiniteQuery({
    ...audienceQuery(projectId, conditions),
    placeholderData: (previous) => previous,
  });
  if (list.error) {
    return (
      <ProblemState
        error={list.error}
        what="the matching users"
        onRetry={() => void list.refetch()}
      />
    );
  }
  if (!list.data) return <Skeleton lines={6} height={24} label="Loading the users" />;
  const users = list.data.pages.flatMap((page) => page.users);
  if (users.length === 0) {
    return (
      <EmptyState icon={<UserX size={20} />} title="Nobody matches">
        Take a condition away, or make one wider, and apply again.
      </EmptyState>
    );
  }
  return (
    <div className="matching" data-stale={list.isPlaceholderData || undefined}>
      <table className="table">
        <caption className="visually-hidden">Matching users</caption>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Last activity</th>
            <th scope="col" className="number">
              Sessions
            </th>
            <th scope="col">Tags</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <MatchingRow key={`${user.id} ${user.anonymousId}`} user={user} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage && (
        <p className="matching-more">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </div>
  );
}

function MatchingRow({ user }: { user: UserBody }) {
  const { id: projectId } = useProject();
  const { id, kind } = toUserRef(user);
  const name = nameOf(user);
  const second = user.email && user.email !== name ? user.email : name === id ? '' : id;
  return (
    <tr>
      <td>
        <Link
          to="/p/$projectId/users/$userId"
          params={{ projectId, userId: id }}
          search={kind === 'anonymous' ? { kind } : {}}
          className="user-line row-link"
          dir="auto"
        >
          <Avatar name={name} />
          <span className="wrap-anywhere">{name}</span>
          <span className="quiet wrap-anywhere">{second}</span>
        </Link>
      </td>
      <td>
        <RelativeTime at={user.lastActivity} />
      </td>
      <td className="number">
        <NumberText value={user.sessions} />
      </td>
      <td className="wrap-anywhere">{user.tags.join(', ') || <span className="quiet">–</span>}</td>
    </tr>
  );
}
