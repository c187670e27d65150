import type { Group } from '@muster/conditions';
import type { ExportBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { cancelExport, exportFilePath, exportsQuery, startExport } from '../../api/exports-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount, formatNumber } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import './export-dialog.css';

interface ExportDialogProps {
  count: number;
  conditions: Group;
  columns: readonly string[];
  onClose: () => void;
}

/** Has the server write a large file, and shows how far it and earlier ones are. */
export function ExportDialog({ count, conditions, columns, onClose }: ExportDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const query = exportsQuery(projectId);
  const { data: files, error } = useQuery(query);
  const start = useMutation({
    mutationFn: () => startExport(projectId, conditions, columns),
    meta: { showsProblem: true },
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Export ${formatCount(count, 'user')}`}
      description="The server writes the file; you may close this meanwhile and find it here again. It is kept for seven days."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" busy={start.isPending} onClick={() => start.mutate()}>
            Write a CSV file
          </Button>
        </>
      }
    >
      {(start.error ?? error) && (
        <p className="field-error" role="alert">
          {(start.error ?? error)?.message}
        </p>
      )}
      {files !== undefined && files.length > 0 && (
        <ul className="export-list" aria-label="Files">
          {files.map((file) => (
            <ExportItem key={file.id} file={file} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function ExportItem({ file }: { file: ExportBody }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { id, fileName, state, createdAt } = file;
  const cancel = useMutation({
    mutationFn: () => cancelExport(projectId, id),
    onSettled: () => client.invalidateQueries({ queryKey: exportsQuery(projectId).queryKey }),
  });
  const isActive = state === 'waiting' || state === 'running';
  return (
    <li className="export-item">
      <div className="export-what">
        <span className="wrap-anywhere">{fileName}</span>
        <span className="cell-note">
          {describe(file)} · <RelativeTime at={createdAt} />
        </span>
        {state === 'running' && file.ofUsers !== null && (
          <progress
            className="export-progress"
            aria-label={`How far ${fileName} is`}
            max={Math.max(1, file.ofUsers)}
            value={file.users}
          />
        )}
      </div>
      {state === 'done' && (
        <a
          className="button button-plain"
          href={exportFilePath(projectId, id)}
          download={fileName}
          aria-label={`Download ${fileName}`}
        >
          <Download size={14} aria-hidden="true" /> Download
        </a>
      )}
      {isActive && (
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel<span className="visually-hidden"> {fileName}</span>
        </Button>
      )}
    </li>
  );
}

function describe({ state, users, ofUsers, failure }: ExportBody): string {
  switch (state) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'running':
      return ofUsers === null
        ? 'Looking who is in it'
        : `${formatNumber(users)} of ${formatCount(ofUsers, 'user')}`;
    case 'done':
      return formatCount(users, 'user');
    case 'failed':
      return failure ?? 'Failed';
    case 'cancelled':
      return 'Cancelled';
    case 'expired':
      return failure ?? 'No longer kept';
  }
}
