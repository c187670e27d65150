import type { Group } from '@muster/conditions';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserX } from 'lucide-react';
import { catalogQuery } from '../../api/catalog-api.ts';
import { useProject } from '../../api/current-project.ts';
import { audienceQuery, type ListedUser, nameOf, toUserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { SlowAnswer } from '../slow-answer.tsx';
import { chooseDefaultColumns, findUserColumn, type UserColumn } from '../users/user-columns.tsx';
import { keyOf } from '../users/user-selection.ts';
import { isAskedFor } from '../users/users-query.ts';
import '../../ui/table.css';
import '../audience.css';

/** Who matches the conditions as applied. */
export function MatchingUsers({ conditions }: { conditions: Group }) {
  const { id: projectId } = useProject();
  const { data: catalog } = useQuery(catalogQuery(projectId));
  const ids = chooseDefaultColumns(catalog);
  const columns = ids.map(findUserColumn).filter((column) => column !== undefined);
  const question = audienceQuery(projectId, conditions, { columns: ids.filter(isAskedFor) });
  const list = useInfiniteQuery({ ...question, placeholderData: (previous) => previous });
  const { data, error, isLoading, refetch } = list;
  const users = data?.pages.flatMap((page) => page.users);
  if (error) {
    return <ProblemState error={error} what="the matching users" onRetry={() => void refetch()} />;
  }
  return (
    <>
      <SlowAnswer asked={list} queryKey={question.queryKey} what="the users" />
      {isLoading && <Skeleton lines={6} height={24} label="Loading the users" />}
      {users?.length === 0 && <NoMatch isUnconditional={conditions.children.length === 0} />}
      {users && users.length > 0 && (
        <div
          className="matching stale-while-asking"
          data-stale={list.isPlaceholderData || undefined}
        >
          <MatchingTable users={users} columns={columns} />
          {list.hasNextPage && (
            <p className="matching-more">
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show more
              </Button>
            </p>
          )}
        </div>
      )}
    </>
  );
}

/** Without a condition everybody matches: nobody is there. */
function NoMatch({ isUnconditional }: { isUnconditional: boolean }) {
  return isUnconditional ? (
    <EmptyState icon={<UserX size={20} />} title="No users yet">
      You can save the segment all the same. Whoever comes and matches is in it at once.
    </EmptyState>
  ) : (
    <EmptyState icon={<UserX size={20} />} title="Nobody matches">
      Take a condition away, or make one wider, and apply again.
    </EmptyState>
  );
}

interface MatchingTableProps {
  users: readonly ListedUser[];
  columns: readonly UserColumn[];
}

function MatchingTable({ users, columns }: MatchingTableProps) {
  return (
    <table className="table">
      <caption className="visually-hidden">Matching users</caption>
      <thead>
        <tr>
          <th scope="col">User</th>
          {columns.map(({ id, label, isCode, isNumber }) => (
            <th
              key={id}
              scope="col"
              className={`${isNumber ? 'number' : ''} ${isCode ? 'code' : ''}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <MatchingRow key={keyOf(user)} user={user} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

function MatchingRow({ user, columns }: { user: ListedUser; columns: readonly UserColumn[] }) {
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
      {columns.map((column) => (
        <td key={column.id} className={`wrap-anywhere ${column.isNumber ? 'number' : ''}`}>
          {column.show(user)}
        </td>
      ))}
    </tr>
  );
}
