import type { ExperienceSummaryBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { deleteExperience, experiencesQuery } from '../../api/experiences-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';

interface DeleteExperienceDialogProps {
  experience: Pick<ExperienceSummaryBody, 'id' | 'name' | 'status' | 'usedBy'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Says what becomes of it, and deletes; refused while conditions or buttons name it. */
export function DeleteExperienceDialog({
  experience,
  onClose,
  onDeleted,
}: DeleteExperienceDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { id, name, status, usedBy } = experience;
  const remove = useMutation({
    mutationFn: () => deleteExperience(projectId, id),
    onSuccess: () => {
      toasts.show({ text: `Deleted “${name}”.` });
      onClose();
      onDeleted?.();
    },
    // A refusal is about something that is newer than the list.
    onSettled: () => client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey }),
  });
  if (usedBy.length > 0) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`“${name}” is in use`}
        description="Conditions or buttons name it. It stays until they no longer do."
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <UseList uses={usedBy} />
      </Dialog>
    );
  }
  const isShown = status === 'live' ? 'From now on nobody sees it. ' : '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description={`${isShown}What people saw and answered stays on their profiles.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete experience
          </Button>
        </>
      }
    />
  );
}
