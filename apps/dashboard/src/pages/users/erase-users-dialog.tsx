import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { eraseUsers, maxUsersOfChange } from '../../api/user-changes-api.ts';
import type { UserRef } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { inBatches } from './in-batches.ts';
import { refreshUsers } from './refresh-users.ts';

interface EraseUsersDialogProps {
  users: readonly UserRef[];
  /** What one user is called, where it is one. */
  name?: string;
  onClose: () => void;
  onErased: () => void;
}

/** Says what erasing means and to how many, and does it. It cannot be undone. */
export function EraseUsersDialog({ users, name, onClose, onErased }: EraseUsersDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const who = name ?? formatCount(users.length, 'user');
  const erase = useMutation({
    mutationFn: () =>
      inBatches(users, maxUsersOfChange, async (batch) => {
        const { erased } = await eraseUsers(projectId, batch);
        return erased;
      }),
    onSuccess: (erased) => {
      toasts.show({
        text:
          name === undefined
            ? `Erased ${formatCount(erased, 'user')}: profiles, events and answers.`
            : `Erased ${name}: profile, events and answers.`,
      });
      onErased();
    },
    onSettled: () => refreshUsers(client, projectId),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Erase ${who}?`}
      description="Profiles, events and answers are removed for good, and whatever was sent before cannot bring them back. This cannot be undone."
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" busy={erase.isPending} onClick={() => erase.mutate()}>
            Erase for good
          </Button>
        </>
      }
    />
  );
}
