import type { KeyBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { createKey, keysQuery } from '../../api/keys-api.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { type Option, Select } from '../../ui/select.tsx';

const scopes: readonly Option<KeyBody['scope']>[] = [
  { value: 'write', label: 'Read and write' },
  { value: 'read', label: 'Read only' },
];

/** Makes a key and shows its secret this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<KeyBody['scope']>('write');
  const make = useMutation({
    mutationFn: () => createKey(projectId, name, scope),
    meta: { showsProblem: true },
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery(projectId).queryKey }),
  });
  if (make.data) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`The key “${make.data.name}”`}
        description="Copy it now: it is stored as a hash and cannot be shown again."
        actions={<Button onClick={onClose}>Done</Button>}
      >
        <div className="secret">
          <code>{make.data.key}</code>
          <CopyButton text={make.data.key} what="the key" />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title="New API key">
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field
          label="Name"
          hint="What uses it, so that you know what you revoke."
          error={make.error?.message}
        >
          {(control) => (
            <Input
              {...control}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="field">
          <span className="field-label">It may</span>
          <Select label="It may" options={scopes} value={scope} onChange={setScope} />
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={make.isPending}>
            Create key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
