import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { Download, RefreshCw, SearchX, SlidersHorizontal, Users } from 'lucide-react';
import { Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { catalogQuery } from '../../api/catalog-api.ts';
import { useProject } from '../../api/current-project.ts';
import { useDataChange } from '../../api/live.ts';
import { everyone, searchUsers } from '../../api/search-users.ts';
import { audienceFilePath } from '../../api/user-changes-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { formatCount } from '../../ui/number-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ImportLink } from '../import-link.tsx';
import { NewSegmentLink } from '../new-segment-link.tsx';
import { PageHeader } from '../page-header.tsx';
import { PeopleTabs } from '../people-tabs.tsx';
import { ProblemState } from '../problem-state.tsx';
import { SlowAnswer } from '../slow-answer.tsx';
import { fileColumns } from './file-columns.ts';
import { findFilterDraft, keepFilterDraft } from './filter-draft.ts';
import { refreshUsers } from './refresh-users.ts';
import { chooseDefaultColumns } from './user-columns.tsx';
import type { UserSelection } from './user-selection.ts';
import { usersQuery } from './users-query.ts';
import type { UsersSearch } from './users-search.ts';
import { UsersTable } from './users-table.tsx';
import './users.css';

// A menu: not needed for the first rows.
const ColumnChooser = lazyPart(async () => (await import('./column-chooser.tsx')).ColumnChooser);

// The builder with the whole condition language: loaded when somebody filters.
const FilterPanel = lazyPart(async () => (await import('./filter-panel.tsx')).FilterPanel);
const ExportDialog = lazyPart(async () => (await import('./export-dialog.tsx')).ExportDialog);
const SelectionBar = lazyPart(async () => (await import('./selection-bar.tsx')).SelectionBar);

/** Files of more users are written by the server while nobody has to wait. */
const mostDownloaded = 5_000;

/** Every user, narrowed by search and filter. Whatever is seen is in the address. */
export function UsersPage() {
  const { id: projectId } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/users' });
  const search = useSearch({ from: '/p/$projectId/users' });
  const { q = '', filter, sort } = search;
  const client = useQueryClient();
  const [hasRows, setHasRows] = useState(false);
  // The first rows do not wait for it: what columns there may be is asked once they are there.
  const { data: catalog } = useQuery({ ...catalogQuery(projectId), enabled: hasRows });
  const columns = useMemo(
    () => search.columns ?? chooseDefaultColumns(catalog),
    [search.columns, catalog],
  );
  const applied = filter ?? everyone;
  const draft = findFilterDraft(client, projectId, applied);
  const [isFiltering, setFiltering] = useState(draft !== undefined);
  const [isExporting, setExporting] = useState(false);
  const [selection, setSelection] = useState<UserSelection>(new Map());
  const text = useDeferredValue(q);
  const conditions = useMemo(() => searchUsers(applied, text), [applied, text]);
  const question = usersQuery(projectId, { filter, sort, q: text }, columns);
  const list = useInfiniteQuery({
    ...question,
    // What was found stays while the next is sought, so that typing does not empty the page.
    placeholderData: (previous) => previous,
  });
  const change = (next: Partial<UsersSearch>, replace = true) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace });
  const users = useMemo(() => list.data?.pages.flatMap((page) => page.users) ?? [], [list.data]);
  const isAnswered = list.data !== undefined;
  useEffect(() => setHasRows(isAnswered), [isAnswered]);
  const count = list.data?.pages[0]?.count;
  const isOutdated = useDataChange() > list.dataUpdatedAt && list.isFetched && !list.isFetching;
  // Nobody reads an empty list: whoever comes into it is shown at once.
  const isEmptyAndOutdated = isOutdated && count === 0;
  useEffect(() => {
    if (isEmptyAndOutdated) void refreshUsers(client, projectId);
  }, [isEmptyAndOutdated, client, projectId]);
  const isNarrowed = conditions !== everyone;
  return (
    <div className="page">
      <PageHeader
        title="Users"
        actions={
          <>
            <ImportLink />
            <NewSegmentLink />
          </>
        }
      />
      <PeopleTabs />
      <div className="page-toolbar">
        <SearchField
          label="Search by id, email or name"
          value={q}
          onChange={(next) => change({ q: next || undefined })}
        />
        <Button
          look="quiet"
          icon={<SlidersHorizontal size={15} aria-hidden="true" />}
          aria-expanded={isFiltering}
          onClick={() => setFiltering(!isFiltering)}
        >
          Filter
        </Button>
        <span className="users-count" aria-live="polite">
          {count !== undefined && formatCount(count, 'user')}
        </span>
        {isOutdated && (
          <Button
            look="quiet"
            icon={<RefreshCw size={14} aria-hidden="true" />}
            onClick={() => void refreshUsers(client, projectId)}
          >
            New data, refresh
          </Button>
        )}
        {count !== undefined && count > mostDownloaded && (
          <Button
            look="quiet"
            icon={<Download size={15} aria-hidden="true" />}
            onClick={() => setExporting(true)}
          >
            Export CSV…
          </Button>
        )}
        {count !== undefined && count > 0 && count <= mostDownloaded && (
          <a
            className="button button-quiet"
            href={audienceFilePath(projectId, conditions, fileColumns(columns))}
            download="users.csv"
          >
            <Download size={15} aria-hidden="true" /> Export CSV
          </a>
        )}
        {isExporting && count !== undefined && (
          <Suspense>
            <ExportDialog
              count={count}
              conditions={conditions}
              columns={fileColumns(columns)}
              onClose={() => setExporting(false)}
            />
          </Suspense>
        )}
        <Suspense>
          <ColumnChooser
            catalog={catalog}
            columns={columns}
            onChange={(next) => change({ columns: [...next] })}
          />
        </Suspense>
      </div>
      {(isFiltering || filter) && (
        <Suspense fallback={<Skeleton lines={2} height={36} label="Loading the filter" />}>
          <FilterPanel
            key={projectId}
            filter={applied}
            isOpen={isFiltering}
            onOpenChange={setFiltering}
            draft={draft}
            onDraft={(state) =>
              keepFilterDraft(client, projectId, state && { over: applied, state })
            }
            onApply={(next) =>
              // A step that the browser's Back takes back; what is typed is not one a letter.
              change({ filter: next.children.length > 0 ? next : undefined }, false)
            }
          />
        </Suspense>
      )}
      {list.error && !list.data && (
        <ProblemState error={list.error} what="the users" onRetry={() => void list.refetch()} />
      )}
      <SlowAnswer asked={list} queryKey={question.queryKey} what="the users" />
      {list.isLoading && <Skeleton lines={10} height={28} label="Loading users" />}
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
          selection={selection}
          onSelect={setSelection}
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
          {q
            ? 'The search looks at how ids, emails and names begin.'
            : 'Nobody meets the filter now.'}
        </EmptyState>
      )}
      {count === 0 && !isNarrowed && (
        <EmptyState
          icon={<Users size={20} />}
          title="No users yet"
          action={
            <Link
              to="/p/$projectId/install"
              params={{ projectId }}
              className="button button-primary"
            >
              Install Muster
            </Link>
          }
        >
          They appear here as soon as the first one is seen by the SDK, sent to the API, or
          imported.
        </EmptyState>
      )}
      {selection.size > 0 && (
        <Suspense>
          <SelectionBar
            users={[...selection.values()]}
            columns={columns}
            onClear={() => setSelection(new Map())}
          />
        </Suspense>
      )}
      <Outlet />
    </div>
  );
}
