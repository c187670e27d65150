import type { EventSource, Group } from '@muster/conditions';
import type { EventDetailBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Eye, EyeOff, Plus } from 'lucide-react';
import { Suspense } from 'react';
import { type EventRef, eventQuery } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { UseList } from '../use-list.tsx';
import { EventTile } from '../users/event-tile.tsx';
import { countRecent } from './arrange.ts';
import { CatalogHead } from './catalog-head.tsx';
import { labelEventSource } from './event-sources.ts';
import { Facts } from './facts.tsx';
import { OccurrencesCard } from './occurrences-card.tsx';
import { PropertiesCard } from './properties-card.tsx';
import { useNote } from './use-note.ts';
import './events.css';

const DayLine = lazyPart(async () => (await import('../day-line.tsx')).DayLine);

/** One event: how much of it there is, what comes with it, who did it last, and what it is used for. */
export function EventPage() {
  const { id: projectId } = useProject();
  const { source } = useParams({ from: '/p/$projectId/events/$source' });
  const { name = '' } = useSearch({ from: '/p/$projectId/events/$source' });
  // A source that nobody knows is refused by the server.
  const event: EventRef = { source: source as EventSource, name };
  const { data, error, refetch } = useQuery(eventQuery(projectId, event));
  if (error && !data) {
    return (
      <div className="page">
        <h1 className="visually-hidden">{name}</h1>
        <ProblemState error={error} what="this event" onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <>
      <CatalogHead
        subject={{ type: 'event', ...event }}
        label={name}
        isCode
        category={labelEventSource(event.source)}
        tile={<EventTile source={event.source} size={44} />}
        note={data}
      >
        {data && <Tools event={data} />}
      </CatalogHead>
      <div className="catalog-body">
        <div className="catalog-main">
          {data ? <Volume event={data} /> : <Skeleton lines={5} label="Loading the event" />}
          <PropertiesCard event={event} />
          <OccurrencesCard event={event} />
        </div>
        <aside className="catalog-aside">{data && <UsedBy uses={data.usedBy} />}</aside>
      </div>
    </>
  );
}

function Tools({ event: { source, name, hidden } }: { event: EventDetailBody }) {
  const { id: projectId, mayEdit } = useProject();
  const note = useNote();
  if (!mayEdit) return null;
  const conditions: Group = {
    type: 'group',
    match: 'all',
    children: [{ type: 'event', source, name }],
  };
  return (
    <>
      <Button
        icon={hidden ? <Eye size={15} /> : <EyeOff size={15} />}
        busy={note.isRunning}
        onClick={() => note.setHidden({ type: 'event', source, name }, !hidden)}
      >
        {hidden ? 'Offer again' : 'Hide'}
      </Button>
      <Link
        to="/p/$projectId/segments/new"
        params={{ projectId }}
        search={{ conditions }}
        className="button button-primary"
      >
        <Plus size={15} aria-hidden="true" /> New segment
      </Link>
    </>
  );
}

function Volume({ event }: { event: EventDetailBody }) {
  const { count, users, firstSeen, lastSeen, dates, days } = event;
  return (
    <section className="card" aria-labelledby="volume">
      <h2 id="volume">How often</h2>
      <Facts
        facts={[
          ['In all', count],
          ['Last 30 days', countRecent(event)],
          ['Users', users],
        ]}
        times={[
          ['First seen', firstSeen],
          ['Last seen', lastSeen],
        ]}
      />
      <Suspense fallback={<Skeleton height={180} label="Drawing the chart" />}>
        <DayLine
          points={dates.map((date, day) => ({ date, count: days[day] ?? 0 }))}
          what="Times"
        />
      </Suspense>
    </section>
  );
}

/** What would notice if it were no more. */
export function UsedBy({ uses }: { uses: EventDetailBody['usedBy'] }) {
  return (
    <section className="card" aria-labelledby="used-by">
      <h2 id="used-by">Used by</h2>
      {uses.length > 0 ? (
        <UseList uses={uses} />
      ) : (
        <p className="quiet">Nothing: no segment and no experience names it.</p>
      )}
    </section>
  );
}
