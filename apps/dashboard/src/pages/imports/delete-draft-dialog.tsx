import type { ImportSummaryBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { deleteImport, importsQuery } from '../../api/imports-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toasts } from '../../ui/toast-store.ts';

interface DeleteDraftDialogProps {
  draft: Pick<ImportSummaryBody, 'id' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Deletes a draft and its file; no user is touched. */
export function DeleteDraftDialog({
  draft: { id, name },
  onClose,
  onDeleted,
}: DeleteDraftDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteImport(projectId, id),
    onSuccess: () => {
      toasts.show({ text: `Deleted the draft “${name}”.` });
      onDeleted?.();
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: importsQuery(projectId).queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete the draft “${name}”?`}
      description="The uploaded file and what was chosen for it are deleted. No user has been changed by it."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete draft
          </Button>
        </>
      }
    />
  );
}
