import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { MousePointerClick, SearchX } from 'lucide-react';
import { eventVolumesQuery } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemState } from '../problem-state.tsx';
import { type CatalogSearch, findListed, sortListed } from './arrange.ts';
import { CatalogTabs } from './catalog-tabs.tsx';
import { CatalogToolbar } from './catalog-toolbar.tsx';
import { labelEventSource } from './event-sources.ts';
import { EventsTable, eventFields, toListedEvent } from './events-table.tsx';
import './events.css';

/** Every event that has come, with how much of it. Search, filters and order are in the address. */
export function EventsPage() {
  const { id: projectId } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/events' });
  const search: CatalogSearch = useSearch({ from: '/p/$projectId/events' });
  const { data, error, refetch } = useQuery(eventVolumesQuery(projectId));
  const change = (part: { [Key in keyof CatalogSearch]?: CatalogSearch[Key] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }) as CatalogSearch, replace: true });
  const events = (data?.events ?? []).map(toListedEvent);
  const shown = sortListed(findListed(events, search), search.sort, eventFields);
  return (
    <div className="page">
      <PageHeader title="Events" />
      <CatalogTabs />
      {events.length > 0 && (
        <CatalogToolbar
          items={events}
          search={search}
          onChange={change}
          labelSource={(source) =>
            labelEventSource(source as Parameters<typeof labelEventSource>[0])
          }
        />
      )}
      {error && !data && (
        <ProblemState error={error} what="the events" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={6} height={36} label="Loading events" />}
      {data?.events.length === 0 && (
        <EmptyState
          icon={<MousePointerClick size={20} />}
          title="No events yet"
          action={
            <Link to="/p/$projectId/install" params={{ projectId }} className="button button-plain">
              Send the first one
            </Link>
          }
        >
          What people do in your product appears here, whatever sends it: your pages, your server,
          Segment.io, PostHog.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <>
          <EventsTable events={shown} sort={search.sort} onSort={(sort) => change({ sort })} />
          <p className="list-foot quiet">
            {formatCount(shown.length, 'event')} shown. Bars are the last 30 days.
            {data?.more && ' There are further, rarer ones.'}
          </p>
        </>
      )}
      {events.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No event matches"
          action={
            <Button onClick={() => change({ q: undefined, source: undefined, show: 'all' })}>
              Show all
            </Button>
          }
        >
          No event that is offered has that name and source.
        </EmptyState>
      )}
    </div>
  );
}
