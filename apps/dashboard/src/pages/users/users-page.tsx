import { useInfiniteQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX, Users } from 'lucide-react';
import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import { useProject } from '../../api/current-project.ts';
import { everyone, searchUsers } from '../../api/search-users.ts';
import { audienceQuery } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PageHeader } from '../page-header.tsx';
import { PeopleTabs } from '../people-tabs.tsx';
import { ProblemState } from '../problem-state.tsx';
import { defaultColumns } from './user-columns.tsx';
import type { UsersSearch } from './users-search.ts';
import { UsersTable } from './users-table.tsx';
import './users.css';

// A menu: not needed for the first rows.
const ColumnChooser = lazy(async () => ({
  default: (await import('./column-chooser.tsx')).ColumnChooser,
}));

/** Every user, narrowed by search and filter. Whatever is seen is in the address. */
export function UsersPage() {
  const { id: projectId } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/users' });
  const search = useSearch({ from: '/p/$projectId/users' });
  const { q = '', filter = everyone, sort, columns = defaultColumns } = search;
  const text = useDeferredValue(q);
  const conditions = useMemo(() => searchUsers(filter, text), [filter, text]);
  const list = useInfiniteQuery({
    ...audienceQuery(projectId, conditions, sort),
    // What was found stays while the next is sought, so that typing does not empty the page.
    placeholderData: (previous) => previous,
  });
  const change = (next: Partial<UsersSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const users = useMemo(() => list.data?.pages.flatMap((page) => page.users) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count;
  const isNarrowed = conditions !== everyone;
  return (
    <div className="page">
      <PageHeader title="Users" />
      <PeopleTabs />
      <div className="page-toolbar">
        <SearchField
          label="Search by id, email or name"
          value={q}
          onChange={(next) => change({ q: next || undefined })}
        />
        <span className="users-count" aria-live="polite">
          {count !== undefined && formatCount(count, 'user')}
        </span>
        <Suspense>
          <ColumnChooser columns={columns} onChange={(next) => change({ columns: [...next] })} />
        </Suspense>
      </div>
      {list.error && !list.data && (
        <ProblemState error={list.error} what="the users" onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <Skeleton lines={10} height={28} label="Loading users" />}
      {users.length > 0 && (
        <UsersTable
          users={users}
          count={count ?? users.length}
          columns={columns}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          isStale={list.isPlaceholderData}
          hasMore={list.hasNextPage}
          onMore={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      )}
      {count === 0 && isNarrowed && (
        <EmptyState
          icon={<SearchX size={20} />}
          title="Nobody matches"
          action={
            <Button onClick={() => change({ q: undefined, filter: undefined })}>
              Show everyone
            </Button>
          }
        >
          The search looks at how ids, emails and names begin.
        </EmptyState>
      )}
      {count === 0 && !isNarrowed && (
        <EmptyState icon={<Users size={20} />} title="No users yet">
          They appear here as soon as the first one is seen by the SDK, sent to the API, or
          imported.
        </EmptyState>
      )}
      <Outlet />
    </div>
  );
}
