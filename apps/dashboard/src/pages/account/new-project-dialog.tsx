import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createProject, sessionQuery } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';

interface NewProjectDialogProps {
  onClose: () => void;
  onMade: (projectId: string) => void;
}

/** Asks for a name and makes a project, in the time zone of this machine. */
export function NewProjectDialog({ onClose, onMade }: NewProjectDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const make = useMutation({
    mutationFn: () => createProject(name, timeZone),
    meta: { showsProblem: true },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onClose();
      onMade(id);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New project"
      description={`It has its own users, segments, members and keys. Its days begin at midnight in ${timeZone}; Settings can change that.`}
    >
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label="Name" error={make.error?.message}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={name.trim() === ''} busy={make.isPending}>
            Create project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
