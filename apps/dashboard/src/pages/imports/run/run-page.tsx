import type { ImportBody } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import { Ban, Download, Layers, Undo2, Users } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { importReportPath } from '../../../api/imports-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Callout } from '../callout.tsx';
import { CancelImportDialog } from '../cancel-import-dialog.tsx';
import { CountTiles } from '../count-tiles.tsx';
import { ImportHead } from '../import-head.tsx';
import { ImportStatus, statusWords } from '../import-status.tsx';
import { describeCounts, describeProgress, describeRows, formatBytes } from '../import-words.ts';
import { importedUsers } from '../imported-users.ts';
import { IssuesTable } from '../issues-table.tsx';
import { UndoImportDialog } from '../undo-import-dialog.tsx';
import { useImportAction } from '../use-import-action.ts';
import { SettingsSummary } from './settings-summary.tsx';
import { UndoNote } from './undo-note.tsx';

/** An import that has been started: how far it is, what came of it, and what can be done about it. */
export function RunPage({ imported }: { imported: ImportBody }) {
  const [asked, setAsked] = useState<'cancel' | 'undo'>();
  const { name, status, undo, fileName, fileBytes, createdAt, createdBy } = imported;
  const close = () => setAsked(undefined);
  useTitle(name);
  return (
    <>
      <ImportHead
        name={name}
        facts={
          <>
            <ImportStatus status={status} undo={undo} />
            {name !== fileName && (
              <span className="wrap-anywhere" dir="auto">
                {fileName}
              </span>
            )}
            <span>{formatBytes(fileBytes)}</span>
            <span className="quiet">
              Created <RelativeTime at={createdAt} /> by {createdBy}
            </span>
          </>
        }
        tools={<Tools imported={imported} onAsk={setAsked} />}
      />
      <div className="import-body">
        {imported.description !== '' && (
          <p className="import-about wrap-anywhere" dir="auto">
            {imported.description}
          </p>
        )}
        <p className="visually-hidden" role="status">
          {status !== 'running' && `${statusWords[status]}: ${describeCounts(imported.counts)}`}
        </p>
        {status === 'running' && <Running imported={imported} />}
        {status === 'failed' && <Failed imported={imported} />}
        {status === 'cancelled' && (
          <Callout tone="warning">
            <p>
              Cancelled after {describeProgress(imported.progress)}. What they said stays; the rest
              is not imported.
            </p>
          </Callout>
        )}
        {undo && <UndoNote undo={undo} />}
        {status !== 'running' && <Result imported={imported} />}
        <SettingsSummary imported={imported} />
      </div>
      {asked === 'cancel' && <CancelImportDialog running={imported} onClose={close} />}
      {asked === 'undo' && <UndoImportDialog imported={imported} onClose={close} />}
    </>
  );
}

interface ToolsProps {
  imported: ImportBody;
  onAsk: (what: 'cancel' | 'undo') => void;
}

function Tools({ imported: { status, isUndoable }, onAsk }: ToolsProps) {
  const { mayEdit } = useProject();
  if (!mayEdit) return null;
  if (status === 'running') {
    return (
      <Button icon={<Ban size={15} aria-hidden="true" />} onClick={() => onAsk('cancel')}>
        Cancel import
      </Button>
    );
  }
  if (!isUndoable) return null;
  return (
    <Button icon={<Undo2 size={15} aria-hidden="true" />} onClick={() => onAsk('undo')}>
      Undo import
    </Button>
  );
}

function Running({ imported: { name, progress } }: { imported: ImportBody }) {
  return (
    <div className="card import-card">
      <Progress
        label={`Progress of ${name}`}
        value={progress.rows}
        max={progress.ofRows}
        text={describeProgress(progress)}
      />
      <p className="field-hint">
        It goes on in the server: this page can be closed and opened again.
      </p>
    </div>
  );
}

function Failed({ imported: { id, failure, progress } }: { imported: ImportBody }) {
  const { mayEdit } = useProject();
  const act = useImportAction(id);
  return (
    <Callout tone="bad" title={`Failed after ${describeProgress(progress)}`}>
      <p>{failure}</p>
      {mayEdit && (
        <div>
          <Button busy={act.isPending} onClick={() => act.mutate('run')}>
            Go on where it failed
          </Button>
        </div>
      )}
    </Callout>
  );
}

/** The counts, and the ways from them to the users, the segment and the report. */
function Result({ imported }: { imported: ImportBody }) {
  const { id: projectId } = useProject();
  const { id, counts, segmentId, issues, progress } = imported;
  return (
    <section className="import-result" aria-labelledby="import-result">
      <h2 id="import-result">What came of {describeRows(progress.rows)}</h2>
      <CountTiles
        label="Result"
        tiles={[
          { value: counts.created, label: 'created', note: 'Users who were not known.' },
          { value: counts.updated, label: 'updated', note: 'Something about them is new.' },
          { value: counts.unchanged, label: 'unchanged', note: 'All of it was known.' },
          { value: counts.skipped, label: 'left out', note: 'By the options.' },
          { value: counts.refused, label: 'refused', note: 'The report says why.', isBad: true },
        ]}
      />
      <div className="import-next">
        <Link
          to="/p/$projectId/users"
          params={{ projectId }}
          search={importedUsers(id)}
          className="button button-primary"
        >
          <Users size={15} aria-hidden="true" /> Show the imported users
        </Link>
        {segmentId !== null && (
          <Link
            to="/p/$projectId/segments/$segmentId"
            params={{ projectId, segmentId }}
            className="button button-plain"
          >
            <Layers size={15} aria-hidden="true" /> Open the segment
          </Link>
        )}
        <a className="button button-plain" href={importReportPath(projectId, id)} download>
          <Download size={15} aria-hidden="true" /> Download the report
        </a>
      </div>
      {issues.length > 0 && (
        <>
          <h3>The first rows with something wrong</h3>
          <IssuesTable issues={issues} />
        </>
      )}
    </section>
  );
}
