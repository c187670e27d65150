import type { SegmentSummaryBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { restoreSegment } from '../../api/insights-api.ts';
import { deleteSegment, segmentQuery, segmentsQuery } from '../../api/segments-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';

interface DeleteSegmentDialogProps {
  segment: SegmentSummaryBody;
  audience: number | null | undefined;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Says what is lost and who uses it, and deletes. The toast after it can bring it back. */
export function DeleteSegmentDialog({
  segment,
  audience,
  onClose,
  onDeleted,
}: DeleteSegmentDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { id, name, usedBy } = segment;
  const remove = useMutation({
    mutationFn: async () => {
      // What bringing it back is based on: the list may be older than what is deleted.
      const { version } = await client.fetchQuery(segmentQuery(projectId, id));
      await deleteSegment(projectId, id);
      return version;
    },
    onSuccess: (version) => {
      const listKey = segmentsQuery(projectId).queryKey;
      void client.invalidateQueries({ queryKey: listKey });
      const restore = () =>
        restoreSegment(projectId, id, version, version)
          .then(() => client.invalidateQueries({ queryKey: listKey }))
          .then(
            () => toasts.show({ text: `“${name}” is back.` }),
            (error: Error) => toasts.show({ text: error.message, tone: 'bad' }),
          );
      toasts.show({
        text: `Deleted “${name}”.`,
        action: { label: 'Undo', run: () => void restore() },
      });
      onClose();
      onDeleted?.();
    },
  });
  if (usedBy.length > 0) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`“${name}” is in use`}
        description={`${formatCount(usedBy.length, 'other segment')} would mean somebody else without it, so it stays until they no longer use it.`}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <UseList uses={usedBy} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description={`Nothing uses it. ${describeAudience(audience)} keep all their data: only the segment goes.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete segment
          </Button>
        </>
      }
    />
  );
}

function describeAudience(audience: number | null | undefined): string {
  return typeof audience === 'number'
    ? `The ${formatCount(audience, 'user')} in it`
    : 'The users in it';
}
