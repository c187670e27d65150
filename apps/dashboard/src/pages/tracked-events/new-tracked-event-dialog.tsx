import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { ApiProblem } from '../../api/problem.ts';
import { createTrackedEvent, trackedEventsQuery } from '../../api/tracked-events-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { toCodeName } from './code-name.ts';

/** Names a new no-code event; it is made as a draft, and opened. */
export function NewTrackedEventDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [ownCodeName, setOwnCodeName] = useState<string>();
  const codeName = ownCodeName ?? toCodeName(name);
  const create = useMutation({
    mutationFn: () => createTrackedEvent(projectId, { name, codeName }),
    // Refusals stand at the fields they are about.
    meta: { showsProblem: true },
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: trackedEventsQuery(projectId).queryKey });
      await navigate({
        to: '/p/$projectId/events/no-code/$trackedEventId',
        params: { projectId, trackedEventId: id },
      });
    },
  });
  const errors = create.error instanceof ApiProblem ? create.error.errors : [];
  const errorAt = (path: string) => errors.find((error) => error.path === path)?.message;
  const other = create.error && errors.length === 0 ? create.error.message : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title="New no-code event"
      description="It begins as a draft. Pages look for it once you say what has to happen, and start it."
    >
      <form
        className="tracked-form"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Name" error={errorAt('name') ?? other}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={name}
              maxLength={200}
              placeholder="Export clicked"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Code name"
          hint="What conditions call it. It cannot be changed once the event has been live."
          error={errorAt('codeName')}
        >
          {(control) => (
            <Input
              {...control}
              className="code"
              spellCheck={false}
              value={codeName}
              maxLength={100}
              placeholder="export_clicked"
              onChange={(event) => setOwnCodeName(event.target.value)}
            />
          )}
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={create.isPending}
            disabled={name.trim() === '' || codeName === ''}
          >
            Make a draft
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
