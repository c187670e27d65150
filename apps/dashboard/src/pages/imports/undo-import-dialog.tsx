import type { ImportSummaryBody } from '@muster/protocol';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { useImportAction } from './use-import-action.ts';

interface UndoImportDialogProps {
  imported: ImportSummaryBody;
  onClose: () => void;
}

/** Says what comes back and what stays, and takes an import back. */
export function UndoImportDialog({ imported, onClose }: UndoImportDialogProps) {
  const { id, name, counts, segmentId } = imported;
  const act = useImportAction(id);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Undo “${name}”?`}
      description="What was written after the import, or by somebody else, is left as it is."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            look="danger"
            busy={act.isPending}
            onClick={() => act.mutate('undo', { onSuccess: onClose })}
          >
            Undo import
          </Button>
        </>
      }
    >
      <ul className="import-effects">
        {counts.created > 0 && (
          <li>
            {formatCount(counts.created, 'user')} whom it created{' '}
            {counts.created === 1 ? 'is' : 'are'} removed; whoever has done something since stays,
            without what it set.
          </li>
        )}
        {counts.updated > 0 && (
          <li>
            {formatCount(counts.updated, 'user')} whom it updated{' '}
            {counts.updated === 1 ? 'gets' : 'get'} the values back that it replaced.
          </li>
        )}
        <li>
          Nobody counts as imported in it any more
          {segmentId !== null && ', so the segment made with it is empty'}.
        </li>
      </ul>
    </Dialog>
  );
}
