import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { importsQuery } from '../../../api/imports-api.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { LeaveGuard } from '../../leave-guard.tsx';
import { Callout } from '../callout.tsx';
import { ImportHead } from '../import-head.tsx';
import { formatBytes } from '../import-words.ts';
import { DropZone } from './drop-zone.tsx';
import { StepList } from './step-list.tsx';
import { useUpload } from './use-upload.ts';
import { whyNotUploaded } from './why-not-uploaded.ts';
import '../../../ui/state.css';

const title = 'Import users from CSV';

const leaving = {
  title: 'Stop the upload?',
  description: 'The file is still on its way. Nothing is kept of it when you leave now.',
  leave: 'Stop and leave',
};

/** The first step: a file is chosen and sent. Then there is a draft, with an address of its own. */
export function UploadStep() {
  const { mayEdit } = useProject();
  useTitle(title);
  return (
    <>
      <ImportHead name={title} />
      <div className="import-body">
        {mayEdit ? (
          <Upload />
        ) : (
          <EmptyState icon={<Lock size={20} />} title="You may not import users">
            Your role reads. An admin of the project can make you an editor.
          </EmptyState>
        )}
      </div>
    </>
  );
}

function Upload() {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { data: known } = useQuery(importsQuery(projectId));
  const { state, send, refuse, cancel, isSending } = useUpload((draft) => {
    void navigate({
      to: '/p/$projectId/imports/$importId/{-$step}',
      params: { projectId, importId: draft.id, step: 'format' },
      replace: true,
    });
  });
  const limit = known?.maxFileBytes;
  const take = (files: readonly File[]) => {
    const reason = whyNotUploaded(files, limit);
    if (reason !== undefined) refuse(reason);
    else for (const file of files) void send(file);
  };
  return (
    <>
      <StepList current="file" />
      <h2 className="import-step-title">Which file is imported</h2>
      {state.is === 'refused' && (
        <Callout tone="bad" title="This file is not imported">
          <p className="wrap-anywhere">{state.reason}</p>
        </Callout>
      )}
      <LeaveGuard within={`/p/${projectId}/imports/new`} isDirty={isSending} words={leaving} />
      {state.is === 'sending' ? (
        <Sending file={state.file} sentBytes={state.sentBytes} onCancel={cancel} />
      ) : (
        <DropZone
          onFiles={take}
          hint={
            <>
              A header, then a row a user{limit !== undefined && `; at most ${formatBytes(limit)}`}.
              Encoding, delimiter and quoting are detected.
            </>
          }
        />
      )}
    </>
  );
}

interface SendingProps {
  file: File;
  sentBytes: number;
  onCancel: () => void;
}

/** While the bytes are on their way, and then while the server looks at them. */
function Sending({ file, sentBytes, onCancel }: SendingProps) {
  const isSent = sentBytes >= file.size;
  return (
    <div className="card import-card">
      <h3 className="wrap-anywhere" dir="auto">
        {file.name}
      </h3>
      <Progress
        label={`Upload of ${file.name}`}
        value={sentBytes}
        max={file.size}
        text={
          isSent
            ? 'Sent; its rows are being counted …'
            : `${formatBytes(sentBytes)} of ${formatBytes(file.size)} sent`
        }
      />
      <div className="import-foot">
        <Button onClick={onCancel}>Cancel upload</Button>
      </div>
    </div>
  );
}
