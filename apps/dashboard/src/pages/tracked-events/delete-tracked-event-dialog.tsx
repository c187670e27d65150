import type { TrackedEventBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { deleteTrackedEvent, trackedEventsQuery } from '../../api/tracked-events-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';

interface DeleteTrackedEventDialogProps {
  event: TrackedEventBody;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Says what becomes of it and of what uses it, and deletes. */
export function DeleteTrackedEventDialog({
  event,
  onClose,
  onDeleted,
}: DeleteTrackedEventDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { id, name, usedBy, status } = event;
  const remove = useMutation({
    mutationFn: () => deleteTrackedEvent(projectId, id),
    onSuccess: () => {
      toasts.show({ text: `Deleted “${name}”.` });
      onClose();
      onDeleted?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: trackedEventsQuery(projectId).queryKey }),
  });
  const isLive = status === 'live' ? 'Pages no longer report it. ' : '';
  const kept = usedBy.length > 0 ? ' These stay as they are, and nothing is added to them:' : '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description={`${isLive}What has happened stays with the users, and counts.${kept}`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete event
          </Button>
        </>
      }
    >
      {usedBy.length > 0 && <UseList uses={usedBy} />}
    </Dialog>
  );
}
