import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { listValues } from '../../api/catalog-api.ts';
import { useProject } from '../../api/current-project.ts';
import { changeTags, maxUsersOfChange } from '../../api/user-changes-api.ts';
import type { UserRef } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { inBatches } from './in-batches.ts';
import { refreshUsers } from './refresh-users.ts';

/** Adds a tag to the users, or takes one from them. */
export function TagUsersDialog({
  users,
  onClose,
}: {
  users: readonly UserRef[];
  onClose: () => void;
}) {
  const { id: projectId } = useProject();
  const [tag, setTag] = useState('');
  const listId = useId();
  const { data: known = [] } = useQuery({
    queryKey: [projectId, 'catalog', 'tags'],
    queryFn: async ({ signal }) =>
      (await listValues(projectId, 'native', 'tags', '', signal)).values.map(({ value }) =>
        String(value),
      ),
  });
  const change = useTagChange(users, onClose);
  const wanted = tag.trim();
  const run = (action: 'add' | 'remove') => change.mutate({ [action]: [wanted] });
  return (
    <Dialog open onClose={onClose} title={`Tag ${formatCount(users.length, 'user')}`} width={400}>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          run('add');
        }}
      >
        <Field label="Tag" error={change.error?.message}>
          {(control) => (
            <Input
              {...control}
              list={listId}
              maxLength={100}
              required
              value={tag}
              onChange={(event) => setTag(event.target.value)}
            />
          )}
        </Field>
        <datalist id={listId}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <div className="dialog-actions">
          <Button disabled={wanted === '' || change.isPending} onClick={() => run('remove')}>
            Remove tag
          </Button>
          <Button type="submit" look="primary" disabled={wanted === ''} busy={change.isPending}>
            Add tag
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface TagChange {
  add?: readonly string[];
  remove?: readonly string[];
}

/** Changes tags, and offers to undo that. */
function useTagChange(users: readonly UserRef[], onDone: () => void) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const apply = (tags: TagChange) =>
    inBatches(users, maxUsersOfChange, async (batch) => {
      const { changed } = await changeTags(projectId, batch, tags);
      return changed;
    });
  return useMutation({
    mutationFn: apply,
    meta: { showsProblem: true },
    onSuccess: (changed, { add, remove }) => {
      const count = formatCount(changed, 'user');
      toasts.show({
        text: add ? `Tagged ${count} “${add[0]}”.` : `Took “${remove?.[0]}” from ${count}.`,
      });
      onDone();
    },
    onSettled: () => refreshUsers(client, projectId),
  });
}
