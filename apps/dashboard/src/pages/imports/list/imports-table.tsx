import type { ImportSummaryBody } from '@muster/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban, Download, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { importReportPath } from '../../../api/imports-api.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Table } from '../../../ui/table.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { CancelImportDialog } from '../cancel-import-dialog.tsx';
import { DeleteDraftDialog } from '../delete-draft-dialog.tsx';
import { ImportStatus } from '../import-status.tsx';
import { describeCounts, describeProgress, describeRows, formatBytes } from '../import-words.ts';
import { importedUsers } from '../imported-users.ts';
import { UndoImportDialog } from '../undo-import-dialog.tsx';
import '../imports.css';

type Asked = { what: 'cancel' | 'undo' | 'delete'; id: string };

/** A row an import: a click opens it, a draft where it was left. */
export function ImportsTable({ imports }: { imports: readonly ImportSummaryBody[] }) {
  const [asked, setAsked] = useState<Asked>();
  const target = imports.find(({ id }) => id === asked?.id);
  const close = () => setAsked(undefined);
  return (
    <>
      <Table label="Imports">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Status</th>
            <th scope="col">Rows</th>
            <th scope="col">Users</th>
            <th scope="col">Created</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <ImportRow
              key={one.id}
              imported={one}
              onAsk={(what) => setAsked({ what, id: one.id })}
            />
          ))}
        </tbody>
      </Table>
      {target && asked?.what === 'cancel' && (
        <CancelImportDialog running={target} onClose={close} />
      )}
      {target && asked?.what === 'undo' && <UndoImportDialog imported={target} onClose={close} />}
      {target && asked?.what === 'delete' && <DeleteDraftDialog draft={target} onClose={close} />}
    </>
  );
}

interface ImportRowProps {
  imported: ImportSummaryBody;
  onAsk: (what: Asked['what']) => void;
}

function ImportRow({ imported, onAsk }: ImportRowProps) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { id, name, fileName, fileBytes, createdAt, createdBy } = imported;
  const target = {
    to: '/p/$projectId/imports/$importId/{-$step}',
    params: { projectId, importId: id },
  } as const;
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="import-row"
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="cell-two-lines import-name">
          <Link {...target} className="row-link wrap-anywhere" dir="auto">
            {name}
          </Link>
          <span className="cell-note wrap-anywhere">
            {name !== fileName && <span dir="auto">{fileName} · </span>}
            {formatBytes(fileBytes)}
          </span>
        </span>
      </td>
      <td>
        <ImportStatus {...imported} />
      </td>
      <td>
        <RowsCell imported={imported} />
      </td>
      <td>
        <UsersCell imported={imported} />
      </td>
      <td>
        <span className="cell-two-lines import-when">
          <RelativeTime at={createdAt} />
          <span className="cell-note truncate import-author">{createdBy}</span>
        </span>
      </td>
      <td className="import-actions-cell">
        <RowActions imported={imported} onAsk={onAsk} />
      </td>
    </tr>
  );
}

function RowsCell({ imported: { name, status, progress, counts, failure } }: Shown) {
  if (status === 'draft') return <span className="quiet">{describeRows(progress.ofRows)}</span>;
  if (status === 'running') {
    return (
      <Progress
        label={`Progress of ${name}`}
        value={progress.rows}
        max={progress.ofRows}
        text={describeProgress(progress)}
      />
    );
  }
  return (
    <span className="cell-two-lines">
      <span>{describeCounts(counts)}</span>
      {status !== 'done' && <span className="cell-note">of {describeRows(progress.ofRows)}</span>}
      {failure !== null && <span className="cell-note import-failure">{failure}</span>}
    </span>
  );
}

interface Shown {
  imported: ImportSummaryBody;
}

/** Whom it brought, and the segment of them. */
function UsersCell({ imported: { id, name, status, segmentId } }: Shown) {
  const { id: projectId } = useProject();
  if (status === 'draft') return <span className="quiet">–</span>;
  return (
    <span className="import-links">
      <Link to="/p/$projectId/users" params={{ projectId }} search={importedUsers(id)}>
        Users<span className="visually-hidden"> imported in {name}</span>
      </Link>
      {segmentId !== null && (
        <Link to="/p/$projectId/segments/$segmentId" params={{ projectId, segmentId }}>
          Segment<span className="visually-hidden"> of {name}</span>
        </Link>
      )}
    </span>
  );
}

/** A viewer is offered the report alone. */
function RowActions({ imported, onAsk }: ImportRowProps) {
  const { id: projectId, mayEdit } = useProject();
  const { id, name, status, isUndoable } = imported;
  return (
    <span className="import-actions">
      {status !== 'draft' && status !== 'running' && (
        <Tooltip label="Download the report">
          <a
            className="icon-button"
            href={importReportPath(projectId, id)}
            download
            aria-label={`Download the report of ${name}`}
          >
            <Download size={15} />
          </a>
        </Tooltip>
      )}
      {mayEdit && isUndoable && (
        <IconButton label={`Undo ${name}`} onClick={() => onAsk('undo')}>
          <Undo2 size={15} />
        </IconButton>
      )}
      {mayEdit && status === 'running' && (
        <IconButton label={`Cancel ${name}`} onClick={() => onAsk('cancel')}>
          <Ban size={15} />
        </IconButton>
      )}
      {mayEdit && status === 'draft' && (
        <IconButton
          label={`Delete the draft ${name}`}
          look="danger"
          onClick={() => onAsk('delete')}
        >
          <Trash2 size={15} />
        </IconButton>
      )}
    </span>
  );
}
