import type { KeyBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { keysQuery, revokeKey } from '../../api/keys-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';

/** The secret keys that servers use. */
export function KeysPage() {
  const { id: projectId } = useProject();
  const { data: keys, error, refetch } = useQuery(keysQuery(projectId));
  const [isMaking, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<KeyBody>();
  if (error) return <ProblemState error={error} what="the keys" onRetry={() => void refetch()} />;
  if (!keys) return <Skeleton lines={4} height={36} label="Loading the keys" />;
  const newKey = (
    <Button
      look="primary"
      className="toolbar-end"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      New key
    </Button>
  );
  return (
    <>
      {keys.length === 0 ? (
        <EmptyState icon={<KeyRound size={20} />} title="No keys yet" action={newKey}>
          Servers send users and events with a key, and ask with one.
        </EmptyState>
      ) : (
        <>
          <div className="page-toolbar">
            <p className="quiet">For servers only: whoever has one can read or write all users.</p>
            {newKey}
          </div>
          <KeysTable keys={keys} onRevoke={setLeaving} />
        </>
      )}
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}
      {leaving && <RevokeDialog keyBody={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

function KeysTable({
  keys,
  onRevoke,
}: {
  keys: readonly KeyBody[];
  onRevoke: (key: KeyBody) => void;
}) {
  return (
    <Table label="API keys">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Key</th>
          <th scope="col">May</th>
          <th scope="col">Created</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <td className="wrap-anywhere">{key.name}</td>
            <td>
              <code>{key.prefix}…</code>
            </td>
            <td>{key.scope === 'write' ? 'read and write' : 'read'}</td>
            <td>
              <RelativeTime at={key.createdAt} />
            </td>
            <td>
              {key.revokedAt === null ? (
                <Note tone="good">Active</Note>
              ) : (
                <span className="quiet">
                  revoked <RelativeTime at={key.revokedAt} />
                </span>
              )}
            </td>
            <td className="number">
              {key.revokedAt === null && (
                <Button look="quiet" onClick={() => onRevoke(key)}>
                  Revoke<span className="visually-hidden"> {key.name}</span>
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function RevokeDialog({ keyBody, onClose }: { keyBody: KeyBody; onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeKey(projectId, keyBody.id),
    onSuccess: () => {
      toasts.show({ text: `The key “${keyBody.name}” opens nothing any more.` });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keysQuery(projectId).queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Revoke “${keyBody.name}”?`}
      description="Every request with it is refused from now on. A revoked key cannot be made valid again."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke key
          </Button>
        </>
      }
    />
  );
}
