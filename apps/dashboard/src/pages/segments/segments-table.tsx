import type { SegmentSummaryBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Trash2, TriangleAlert } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import type { Audiences, EarlierAudiences } from '../../api/live-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SortHeader, Table } from '../../ui/table.tsx';
import type { SegmentField, SegmentSort } from './arrange-segments.ts';
import { SegmentBadge } from './segment-badge.tsx';
import './segments.css';

// Not needed for the list to be shown.
const DeleteSegmentDialog = lazyPart(
  async () => (await import('./delete-segment-dialog.tsx')).DeleteSegmentDialog,
);

interface SegmentsTableProps {
  segments: readonly SegmentSummaryBody[];
  audiences: Audiences;
  /** Shown with their age for those that are being counted. */
  earlier: EarlierAudiences;
  sort: SegmentSort | undefined;
  onSort: (sort: SegmentSort) => void;
}

/** A row a segment: a click opens it, hover or focus shows the trash. */
export function SegmentsTable(props: SegmentsTableProps) {
  const { segments, audiences, earlier, sort, onSort } = props;
  const { mayEdit } = useProject();
  const [leaving, setLeaving] = useState<SegmentSummaryBody>();
  const head = {
    sorting: sort && {
      field: sort.replace(/^-/, '') as SegmentField,
      descending: sort.startsWith('-'),
    },
    onSort: ({ field, descending }: { field: SegmentField; descending: boolean }) =>
      onSort(descending ? `-${field}` : field),
  };
  return (
    <>
      <Table label="Segments">
        <thead>
          <tr>
            <th scope="col">Badge</th>
            <SortHeader field="name" {...head}>
              Name
            </SortHeader>
            <SortHeader field="audience" descendingFirst className="number" {...head}>
              Audience
            </SortHeader>
            <SortHeader field="createdAt" descendingFirst className="segment-when" {...head}>
              Created
            </SortHeader>
            <SortHeader field="updatedAt" descendingFirst className="segment-when" {...head}>
              Last updated
            </SortHeader>
            {mayEdit && (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {segments.map((segment) => (
            <SegmentRow
              key={segment.id}
              segment={segment}
              audience={audiences[segment.id]}
              earlier={earlier[segment.id]}
              onDelete={mayEdit ? () => setLeaving(segment) : undefined}
            />
          ))}
        </tbody>
      </Table>
      {leaving && (
        <Suspense>
          <DeleteSegmentDialog
            segment={leaving}
            audience={audiences[leaving.id]}
            onClose={() => setLeaving(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

interface SegmentRowProps {
  segment: SegmentSummaryBody;
  audience: number | null | undefined;
  earlier: EarlierAudiences[string] | undefined;
  onDelete: (() => void) | undefined;
}

function SegmentRow({ segment, audience, earlier, onDelete }: SegmentRowProps) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { id, name, description, badge } = segment;
  const target = { to: '/p/$projectId/segments/$segmentId', params: { projectId, segmentId: id } };
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="segment-row"
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button')) void navigate(target as never);
      }}
    >
      <td className="segment-badge-cell">
        {badge ? <SegmentBadge badge={badge} /> : <span className="quiet">–</span>}
      </td>
      <td>
        <span className="cell-two-lines">
          <Link
            to="/p/$projectId/segments/$segmentId"
            params={{ projectId, segmentId: id }}
            className="row-link wrap-anywhere"
            dir="auto"
          >
            {name}
          </Link>
          {description && (
            <span className="cell-note segment-description" dir="auto">
              {description}
            </span>
          )}
        </span>
      </td>
      <td className="number">
        <AudienceNumber
          audience={audience}
          earlier={earlier}
          problem={segment.problems[0]?.message}
        />
      </td>
      <td className="segment-when">
        <TimeBy at={segment.createdAt} by={segment.createdBy} />
      </td>
      <td className="segment-when">
        <TimeBy at={segment.updatedAt} by={segment.updatedBy} />
      </td>
      {onDelete && (
        <td className="segment-actions">
          <IconButton
            label={`Delete ${name}`}
            look="danger"
            className="row-action"
            onClick={onDelete}
          >
            <Trash2 size={15} />
          </IconButton>
        </td>
      )}
    </tr>
  );
}

function AudienceNumber({
  audience,
  earlier,
  problem,
}: Pick<SegmentRowProps, 'audience' | 'earlier'> & { problem: string | undefined }) {
  if (problem !== undefined) {
    return (
      <span className="audience-broken" title={problem}>
        <TriangleAlert size={14} aria-hidden="true" /> Cannot be told
        <span className="visually-hidden">: {problem}</span>
      </span>
    );
  }
  if (audience === undefined && earlier) {
    return (
      <span className="cell-two-lines quiet audience-earlier">
        <NumberText value={earlier.count} />
        <span className="cell-note">
          <RelativeTime at={earlier.at} />
        </span>
      </span>
    );
  }
  if (audience === undefined || audience === null) return <span className="quiet">…</span>;
  return (
    <span className="audience-cell">
      <NumberText value={audience} />
    </span>
  );
}

function TimeBy({ at, by }: { at: string; by: string }) {
  return (
    <span className="cell-two-lines">
      <RelativeTime at={at} />
      <span className="cell-note truncate segment-author">{by}</span>
    </span>
  );
}
