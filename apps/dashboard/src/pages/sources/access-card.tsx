import type { SourceAccessBody, SourceBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { rotateSource, sourceAccessQuery } from '../../api/sources-api.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';
import { listReasons } from './list-reasons.ts';
import { listSignatures, signatures } from './signatures.ts';
import { useChangeSource } from './use-change-source.ts';

/** Hours for which the secret before stays good. */
const graceHours = 24;

/** Where the sender posts to and what it signs with. For admins. */
export function AccessCard({ source }: { source: SourceBody }) {
  const { id: projectId } = useProject();
  const query = sourceAccessQuery(projectId, source.id);
  const { data, error, refetch } = useQuery(query);
  const [rotating, setRotating] = useState<'secret' | 'key'>();
  return (
    <section className="card source-access" aria-labelledby="access">
      <h2 id="access">Address and secret</h2>
      {error && <ProblemState error={error} what="the address" onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={2} height={36} label="Loading the address" />}
      {data && (
        <>
          <p className="field-label">Address</p>
          <div className="secret">
            <code>{window.location.origin + data.path}</code>
            <CopyButton text={window.location.origin + data.path} what="the address" />
          </div>
          {source.kind === 'segment' && (
            <>
              <p className="field-label">Write key, for libraries of Segment and Jimo Cloud</p>
              <Secret text={data.key} what="the write key" />
            </>
          )}
          <SignatureChoice source={source} />
          {data.secret !== null && <SecretPart access={data} secret={data.secret} />}
          {data.secret === null && (
            <p className="quiet">Requests need no signature: whoever knows the address can send.</p>
          )}
          <div className="source-buttons">
            {data.secret !== null && (
              <Button onClick={() => setRotating('secret')}>New secret…</Button>
            )}
            <Button onClick={() => setRotating('key')}>New address…</Button>
          </div>
        </>
      )}
      {rotating && (
        <RotateDialog source={source} what={rotating} onClose={() => setRotating(undefined)} />
      )}
    </section>
  );
}

function SignatureChoice({ source }: { source: SourceBody }) {
  const change = useChangeSource(source);
  const options = listSignatures(source.kind).map((scheme) => ({
    value: scheme,
    label: signatures[scheme].label,
  }));
  return (
    <Field label="The sender proves itself by">
      {({ id }) => (
        <Select
          id={id}
          options={options}
          value={source.signature}
          disabled={change.isPending}
          onChange={(signature) => change.mutate({ signature })}
        />
      )}
    </Field>
  );
}

function SecretPart({ access, secret }: { access: SourceAccessBody; secret: string }) {
  return (
    <>
      <p className="field-label">Secret</p>
      <Secret text={secret} what="the secret" />
      {access.previousSecretUntil !== null && (
        <p className="quiet">
          The secret before it is good for some time yet: it ends{' '}
          <RelativeTime at={access.previousSecretUntil} />.
        </p>
      )}
    </>
  );
}

/** Hidden until it is asked for: somebody may look over the shoulder. */
function Secret({ text, what }: { text: string; what: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="secret">
      <code>{isShown ? text : '•'.repeat(24)}</code>
      <IconButton
        label={isShown ? `Hide ${what}` : `Show ${what}`}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? <EyeOff size={14} /> : <Eye size={14} />}
      </IconButton>
      <CopyButton text={text} what={what} />
    </div>
  );
}

interface RotateDialogProps {
  source: SourceBody;
  what: 'secret' | 'key';
  onClose: () => void;
}

const words = {
  secret: {
    title: 'Make a new secret?',
    description: `The present one is good for ${graceHours} hours more, so that you can tell the sender the new one.`,
    action: 'Make a new secret',
    done: 'There is a new secret: tell the sender.',
  },
  key: {
    title: 'Make a new address?',
    description: 'What is sent to the present one is refused from now on.',
    action: 'Make a new address',
    done: 'There is a new address: tell the sender.',
  },
} as const;

function RotateDialog({ source, what, onClose }: RotateDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { title, description, action, done } = words[what];
  const [secret, setSecret] = useState('');
  const given = secret.trim();
  const rotate = useMutation({
    mutationFn: () =>
      rotateSource(projectId, source.id, {
        what,
        ...(what === 'secret' && { graceHours, ...(given && { secret: given }) }),
      }),
    meta: { showsProblem: true },
    onSuccess: (access) => {
      client.setQueryData(sourceAccessQuery(projectId, source.id).queryKey, access);
      toasts.show({ text: done });
      onClose();
    },
  });
  const reason = rotate.error ? listReasons(rotate.error).join(' ') : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={rotate.isPending} onClick={() => rotate.mutate()}>
            {action}
          </Button>
        </>
      }
    >
      {what === 'secret' && (
        <Field
          label="Secret of the sender"
          hint="If the sender made it. Left empty, one is made here."
          error={reason}
        >
          {(control) => (
            <Input
              {...control}
              className="code"
              value={secret}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
      )}
    </Dialog>
  );
}
