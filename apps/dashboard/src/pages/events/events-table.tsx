import type { EventVolumeBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { Note } from '../../ui/badge.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SortHeader, Table } from '../../ui/table.tsx';
import { EventTile } from '../users/event-tile.tsx';
import { countRecent, type Listed, readSorting } from './arrange.ts';
import { labelEventSource } from './event-sources.ts';
import { HideButton } from './hide-button.tsx';
import { Sparkline } from './sparkline.tsx';

/** An event as lists take it. */
export type ListedEvent = EventVolumeBody & Listed;

export function toListedEvent(event: EventVolumeBody): ListedEvent {
  return { ...event, label: event.name };
}

/** What the list can be ordered by. */
export const eventFields = {
  name: ({ name }: ListedEvent) => name,
  recent: countRecent,
  count: ({ count }: ListedEvent) => count,
  users: ({ users }: ListedEvent) => users,
  lastSeen: ({ lastSeen }: ListedEvent) => Date.parse(lastSeen),
};

interface EventsTableProps {
  events: readonly ListedEvent[];
  sort: string | undefined;
  onSort: (sort: string) => void;
}

/** A row an event: a click opens it. */
export function EventsTable({ events, sort, onSort }: EventsTableProps) {
  const { mayEdit } = useProject();
  const head = {
    sorting: readSorting(sort, eventFields),
    onSort: ({ field, descending }: { field: keyof typeof eventFields; descending: boolean }) =>
      onSort(descending ? `-${field}` : field),
  };
  return (
    <Table label="Events">
      <thead>
        <tr>
          <SortHeader field="name" {...head}>
            Event
          </SortHeader>
          <SortHeader field="recent" descendingFirst className="events-recent" {...head}>
            Last 30 days
          </SortHeader>
          <SortHeader field="count" descendingFirst className="number" {...head}>
            In all
          </SortHeader>
          <SortHeader field="users" descendingFirst className="number events-users" {...head}>
            Users
          </SortHeader>
          <SortHeader field="lastSeen" descendingFirst className="events-when" {...head}>
            Last seen
          </SortHeader>
          {mayEdit && (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow key={`${event.source} ${event.name}`} event={event} mayEdit={mayEdit} />
        ))}
      </tbody>
    </Table>
  );
}

function EventRow({ event, mayEdit }: { event: ListedEvent; mayEdit: boolean }) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { source, name, description, hidden, count, users, lastSeen, days } = event;
  const target = {
    to: '/p/$projectId/events/$source',
    params: { projectId, source },
    search: { name },
  } as const;
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="catalog-row"
      data-hidden={hidden || undefined}
      onClick={(click) => {
        if (!(click.target as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="catalog-name-cell">
          <EventTile source={source} />
          <span className="cell-two-lines">
            <span>
              <Link {...target} className="row-link code catalog-name">
                {name}
              </Link>
              {hidden && (
                <>
                  {' '}
                  <Note>Hidden</Note>
                </>
              )}
            </span>
            <span className="cell-note catalog-about" dir="auto">
              {description || labelEventSource(source)}
            </span>
          </span>
        </span>
      </td>
      <td className="events-recent">
        <span className="events-bars">
          <Sparkline days={days} />
          <NumberText value={countRecent(event)} compact />
        </span>
      </td>
      <td className="number">
        <NumberText value={count} compact />
      </td>
      <td className="number events-users">
        <NumberText value={users} compact />
      </td>
      <td className="events-when">
        <RelativeTime at={lastSeen} />
      </td>
      {mayEdit && (
        <td className="catalog-actions">
          <HideButton subject={{ type: 'event', source, name }} name={name} hidden={hidden} />
        </td>
      )}
    </tr>
  );
}
