import type { TrackedEventBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { MousePointerClick, Pause, Play, Trash2 } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Table } from '../../ui/table.tsx';
import { Tile } from '../../ui/tile.tsx';
import { TrackedStatus } from './tracked-status.tsx';
import { useChangeStatus } from './use-change-status.ts';

interface TrackedEventsTableProps {
  events: readonly TrackedEventBody[];
  onDelete: (event: TrackedEventBody) => void;
}

/** A row an event: a click opens it, hover or focus shows what can be done with it. */
export function TrackedEventsTable({ events, onDelete }: TrackedEventsTableProps) {
  const { mayEdit } = useProject();
  return (
    <Table label="No-code events">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className="tracked-wide">
            Code name
          </th>
          <th scope="col">Status</th>
          <th scope="col" className="tracked-wide">
            Used by
          </th>
          <th scope="col" className="tracked-wide">
            Last updated
          </th>
          {mayEdit && (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <TrackedEventRow key={event.id} event={event} onDelete={onDelete} />
        ))}
      </tbody>
    </Table>
  );
}

function TrackedEventRow({
  event,
  onDelete,
}: {
  event: TrackedEventBody;
  onDelete: (event: TrackedEventBody) => void;
}) {
  const { id: projectId, mayEdit } = useProject();
  const navigate = useNavigate();
  const changeStatus = useChangeStatus();
  const { id, name, codeName, description, status, usedBy, updatedAt, updatedBy } = event;
  const target = {
    to: '/p/$projectId/events/no-code/$trackedEventId',
    params: { projectId, trackedEventId: id },
  } as const;
  const isLive = status === 'live';
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="tracked-row"
      onClick={({ target: clicked }) => {
        if (!(clicked as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="tracked-name">
          <Tile hue={152} size={28}>
            <MousePointerClick />
          </Tile>
          <span className="cell-two-lines">
            <Link {...target} className="row-link wrap-anywhere" dir="auto">
              {name}
            </Link>
            {description && (
              <span className="cell-note truncate" dir="auto">
                {description}
              </span>
            )}
          </span>
        </span>
      </td>
      <td className="tracked-wide">
        <code className="code">{codeName}</code>
      </td>
      <td>
        <TrackedStatus status={status} />
      </td>
      <td className="tracked-wide">{usedBy.length === 0 ? '–' : usedBy.length}</td>
      <td className="tracked-wide">
        <span className="cell-two-lines">
          <RelativeTime at={updatedAt} />
          <span className="cell-note truncate">{updatedBy}</span>
        </span>
      </td>
      {mayEdit && (
        <td>
          <span className="tracked-actions">
            <IconButton
              label={`${isLive ? 'Pause' : 'Start'} ${name}`}
              className="row-action"
              onClick={() => changeStatus.mutate(event)}
            >
              {isLive ? <Pause size={15} /> : <Play size={15} />}
            </IconButton>
            <IconButton
              label={`Delete ${name}`}
              look="danger"
              className="row-action"
              onClick={() => onDelete(event)}
            >
              <Trash2 size={15} />
            </IconButton>
          </span>
        </td>
      )}
    </tr>
  );
}
