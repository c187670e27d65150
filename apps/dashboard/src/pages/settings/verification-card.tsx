import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { rotateSecret, setVerification, verificationQuery } from '../../api/verification-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';

/** Whether a browser must prove by a signature which user it is. */
export function VerificationCard() {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const query = verificationQuery(projectId);
  const [isRotating, setRotating] = useState(false);
  const { data, error, refetch } = useQuery(query);
  const change = useMutation({
    mutationFn: (isOn: boolean) => setVerification(projectId, isOn),
    onSuccess: ({ identifyVerification }) =>
      toasts.show({
        text: identifyVerification
          ? 'From now on, browsers must prove who they are.'
          : 'Browsers are believed who they are.',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  if (error) {
    return (
      <ProblemState error={error} what="identify verification" onRetry={() => void refetch()} />
    );
  }
  if (!data) return <Skeleton lines={3} height={32} />;
  return (
    <section className="card settings-card" aria-label="Identify verification">
      <h2>
        Identify verification {data.required ? <Note tone="good">On</Note> : <Note>Off</Note>}
      </h2>
      <p className="settings-note">
        When it is on, <code>identify</code> from a page counts only with a signature of the user id
        that your server made: HMAC-SHA256 with the secret below, in hex. Nobody can then pass for
        another user by the developer tools. Turn it on once your pages send signatures: identify
        without one is refused.
      </p>
      {data.secret !== null && (
        <div className="secret">
          <code>{data.secret}</code>
          <CopyButton text={data.secret} what="the secret" />
        </div>
      )}
      {data.previousSecretUntil && (
        <p className="settings-note">
          The secret before it ends <RelativeTime at={data.previousSecretUntil} />.
        </p>
      )}
      <div className="settings-foot">
        <Button busy={change.isPending} onClick={() => change.mutate(!data.required)}>
          {data.required ? 'Turn it off' : 'Turn it on'}
        </Button>
        {data.secret !== null && (
          <Button look="quiet" onClick={() => setRotating(true)}>
            Make a new secret…
          </Button>
        )}
      </div>
      {isRotating && <RotateDialog onClose={() => setRotating(false)} />}
    </section>
  );
}

const graceHours = 24;

function RotateDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: (hours: number) => rotateSecret(projectId, hours),
    onSuccess: (verification) => {
      client.setQueryData(verificationQuery(projectId).queryKey, verification);
      toasts.show({ text: 'There is a new secret: give it to your servers.' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Make a new secret?"
      description={`Signatures made with the old one can count for another ${graceHours} hours, while your servers change over. If it has leaked, let it end now.`}
      actions={
        <>
          <Button busy={rotate.isPending} onClick={() => rotate.mutate(0)}>
            End the old one now
          </Button>
          <Button look="primary" busy={rotate.isPending} onClick={() => rotate.mutate(graceHours)}>
            Keep it for {graceHours} hours
          </Button>
        </>
      }
    />
  );
}
