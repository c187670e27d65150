import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { invite, membersQuery } from '../../api/members-api.ts';
import type { Role } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { roles } from './roles.ts';

/** Makes a link for somebody, and shows it this once: nothing is sent. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const make = useMutation({
    mutationFn: () => invite(projectId, email, role),
    meta: { showsProblem: true },
    onSuccess: () => client.invalidateQueries({ queryKey: membersQuery(projectId).queryKey }),
  });
  if (make.data) {
    const link = location.origin + make.data.path;
    return (
      <Dialog
        open
        onClose={onClose}
        title={`A link for ${make.data.email}`}
        description="Send it to them yourself. It works once, and is shown only now."
        actions={<Button onClick={onClose}>Done</Button>}
      >
        <div className="secret">
          <code>{link}</code>
          <CopyButton text={link} what="the link" />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title="Invite somebody">
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label="Email" error={make.error?.message}>
          {(control) => (
            <Input
              {...control}
              type="email"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <div className="field">
          <span className="field-label">Role</span>
          <Select label="Role" options={roles} value={role} onChange={setRole} />
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={make.isPending}>
            Make a link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
