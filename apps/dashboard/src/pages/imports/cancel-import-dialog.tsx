import type { ImportSummaryBody } from '@muster/protocol';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { describeProgress } from './import-words.ts';
import { useImportAction } from './use-import-action.ts';

interface CancelImportDialogProps {
  /** As it is now: the dialog tells how far it has come meanwhile. */
  running: ImportSummaryBody;
  onClose: () => void;
}

/** Says what stays and what is left out, and stops an import that runs. */
export function CancelImportDialog({ running, onClose }: CancelImportDialogProps) {
  const { id, name, progress, status } = running;
  const act = useImportAction(id);
  const cancel = () =>
    act.mutate('cancel', {
      onSuccess: (stopped) => {
        toasts.show({ text: `Cancelled “${name}” after ${describeProgress(stopped.progress)}.` });
        onClose();
      },
    });
  const isOver = status !== 'running';
  return (
    <Dialog
      open
      onClose={onClose}
      title={isOver ? `“${name}” has ended` : `Cancel “${name}”?`}
      description={
        isOver
          ? 'There is nothing left to cancel.'
          : `${describeProgress(progress)} are done and stay; Undo can take them back. The rest is not imported.`
      }
      actions={
        isOver ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Let it go on</Button>
            <Button look="danger" busy={act.isPending} onClick={cancel}>
              Cancel import
            </Button>
          </>
        )
      }
    />
  );
}
