import type { Names } from '@muster/conditions';
import type { ExperienceSummaryBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { SortHeader, Table } from '../../../ui/table.tsx';
import { Tile } from '../../../ui/tile.tsx';
import { useNames } from '../../use-names.ts';
import { DeleteExperienceDialog } from '../delete-experience-dialog.tsx';
import { describeWho } from '../describe-who.ts';
import { typeLooks } from '../experience-types.ts';
import { StatusNote } from '../status-note.tsx';
import { useDuplicateExperience } from '../use-duplicate-experience.ts';
import type { ExperienceField, ExperienceSort } from './arrange-experiences.ts';
import { useSetStatus } from './use-set-status.ts';

interface ExperiencesTableProps {
  experiences: readonly ExperienceSummaryBody[];
  sort: ExperienceSort | undefined;
  onSort: (sort: ExperienceSort) => void;
}

/** A row an experience: a click opens it, hover or focus shows what can be done with it. */
export function ExperiencesTable({ experiences, sort, onSort }: ExperiencesTableProps) {
  const { mayEdit } = useProject();
  const names = useNames();
  const [leaving, setLeaving] = useState<ExperienceSummaryBody>();
  const head = {
    sorting: sort && {
      field: sort.replace(/^-/, '') as ExperienceField,
      descending: sort.startsWith('-'),
    },
    onSort: ({ field, descending }: { field: ExperienceField; descending: boolean }) =>
      onSort(descending ? `-${field}` : field),
  };
  return (
    <>
      <Table label="Experiences">
        <thead>
          <tr>
            <SortHeader field="name" {...head}>
              Name
            </SortHeader>
            <SortHeader field="type" className="experience-type-cell" {...head}>
              Type
            </SortHeader>
            <SortHeader field="status" {...head}>
              Status
            </SortHeader>
            <th scope="col" className="experience-who">
              Who
            </th>
            <SortHeader field="updatedAt" descendingFirst className="experience-when" {...head}>
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
          {experiences.map((experience) => (
            <ExperienceRow
              key={experience.id}
              experience={experience}
              names={names}
              onDelete={mayEdit ? () => setLeaving(experience) : undefined}
            />
          ))}
        </tbody>
      </Table>
      {leaving && (
        <DeleteExperienceDialog experience={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

interface ExperienceRowProps {
  experience: ExperienceSummaryBody;
  names: Names;
  onDelete: (() => void) | undefined;
}

function ExperienceRow({ experience, names, onDelete }: ExperienceRowProps) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { id, name, type, updatedAt, updatedBy } = experience;
  const { label, Icon, hue } = typeLooks[type];
  const target = {
    to: '/p/$projectId/experiences/$experienceId',
    params: { projectId, experienceId: id },
  } as const;
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="experience-row"
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="experience-name-cell">
          <Tile hue={hue} size={28}>
            <Icon />
          </Tile>
          <span className="cell-two-lines">
            <Link {...target} className="row-link wrap-anywhere" dir="auto">
              {name}
            </Link>
            <span className="cell-note experience-narrow">{label}</span>
          </span>
        </span>
      </td>
      <td className="experience-type-cell">{label}</td>
      <td>
        <StatusNote experience={experience} />
      </td>
      <td className="experience-who">
        <span className="experience-who-text" dir="auto">
          {describeWho(experience.target.who, names)}
        </span>
      </td>
      <td className="experience-when">
        <span className="cell-two-lines">
          <RelativeTime at={updatedAt} />
          <span className="cell-note truncate experience-author">{updatedBy}</span>
        </span>
      </td>
      {onDelete && (
        <td className="experience-actions">
          <RowActions experience={experience} onDelete={onDelete} />
        </td>
      )}
    </tr>
  );
}

function RowActions({
  experience,
  onDelete,
}: {
  experience: ExperienceSummaryBody;
  onDelete: () => void;
}) {
  const { id, name, status } = experience;
  const duplicate = useDuplicateExperience();
  const setStatus = useSetStatus();
  const isLive = status === 'live';
  return (
    <span className="experience-row-actions">
      <IconButton
        label={`${isLive ? 'Pause' : 'Publish'} ${name}`}
        className="row-action"
        onClick={() => setStatus.mutate({ experience, status: isLive ? 'paused' : 'live' })}
      >
        {isLive ? <Pause size={15} /> : <Play size={15} />}
      </IconButton>
      <IconButton
        label={`Duplicate ${name}`}
        className="row-action"
        onClick={() => duplicate.mutate(id)}
      >
        <Copy size={15} />
      </IconButton>
      <IconButton label={`Delete ${name}`} look="danger" className="row-action" onClick={onDelete}>
        <Trash2 size={15} />
      </IconButton>
    </span>
  );
}
