import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { experiencesQuery } from '../../api/experiences-api.ts';
import { deleteProject } from '../../api/project-api.ts';
import { everyone } from '../../api/search-users.ts';
import { segmentsQuery } from '../../api/segments-api.ts';
import { sessionQuery } from '../../api/session-api.ts';
import { countQuery } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';

/** Says what is lost, asks for the name of the project, deletes it and goes to another one. */
export function DeleteProjectDialog({ onClose }: { onClose: () => void }) {
  const { id, name } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => deleteProject(id, typed),
    meta: { showsProblem: true },
    onSuccess: async () => {
      toasts.show({ text: `“${name}” is deleted.` });
      const session = client.getQueryData(sessionQuery.queryKey);
      const projects = session?.projects.filter((each) => each.id !== id) ?? [];
      const [next] = projects;
      // First away from its pages: they would say that there is no such project.
      if (next === undefined) await navigate({ to: '/account' });
      else await navigate({ to: '/p/$projectId/users', params: { projectId: next.id } });
      if (session) client.setQueryData(sessionQuery.queryKey, { ...session, projects });
      client.removeQueries({ queryKey: [id] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description="It cannot be undone: only a backup has it then. Its keys, sources and webhooks stop at once."
    >
      <Losses />
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <Field label={`Type ${name} to delete it`} error={remove.error?.message}>
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" disabled={typed !== name} busy={remove.isPending}>
            Delete project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** How much there is in the project; what cannot be counted is named all the same. */
function Losses() {
  const { id } = useProject();
  const users = useQuery(countQuery(id, everyone)).data?.count;
  const segments = useQuery(segmentsQuery(id)).data?.length;
  const experiences = useQuery(experiencesQuery(id)).data?.length;
  return (
    <ul className="settings-list">
      <li>{users === undefined ? 'All users' : formatCount(users, 'user')} and what they did</li>
      <li>{segments === undefined ? 'All segments' : formatCount(segments, 'segment')}</li>
      <li>
        {experiences === undefined ? 'All experiences' : formatCount(experiences, 'experience')}
      </li>
      <li>Keys, sources, webhooks, imports, exports and the audit log</li>
    </ul>
  );
}
