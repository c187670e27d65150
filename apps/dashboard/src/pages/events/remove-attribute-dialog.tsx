import type { AttributeDetailBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { removeAttribute } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount, formatNumber } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';

interface RemoveAttributeDialogProps {
  attribute: AttributeDetailBody & { source: 'custom' | 'trait' };
  onClose: () => void;
}

/** Says from how many it goes, and removes it part by part; refused while anything names it. */
export function RemoveAttributeDialog({ attribute, onClose }: RemoveAttributeDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { source, key, count } = attribute;
  const [removed, setRemoved] = useState(0);
  const isStopped = useRef(false);
  useEffect(() => {
    isStopped.current = false;
    return () => {
      isStopped.current = true;
    };
  }, []);
  const remove = useMutation({
    mutationFn: async () => {
      let all = 0;
      for (;;) {
        const part = await removeAttribute(projectId, { source, key });
        all += part.removed;
        setRemoved(all);
        if (part.remaining === 0 || part.removed === 0 || isStopped.current)
          return { all, ...part };
      }
    },
    meta: { showsProblem: true },
    onSuccess: ({ all, remaining }) => {
      if (remaining > 0) {
        toasts.show({
          text: `Removed “${key}” from ${formatCount(all, 'user')}; ${formatNumber(remaining)} still have it.`,
        });
        return;
      }
      toasts.show({ text: `Removed “${key}” from ${formatCount(all, 'user')}.` });
      void navigate({ to: '/p/$projectId/events/attributes', params: { projectId } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: [projectId, 'catalog'] }),
  });
  const { error } = remove;
  const refusedBy = error instanceof ApiProblem && error.code === 'attribute_in_use';
  const uses = refusedBy ? (error.body.usedBy as AttributeDetailBody['usedBy']) : attribute.usedBy;
  if (uses.length > 0) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`“${key}” is in use`}
        description="Without it, these would be about other people or say something else. Take it out there first."
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <UseList uses={uses} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${key}”?`}
      description={`It is removed from ${formatCount(count, 'user')}, for good. Whoever sends it again brings it back.`}
      actions={
        <>
          <Button onClick={onClose}>{remove.isPending ? 'Stop here' : 'Keep it'}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete attribute
          </Button>
        </>
      }
    >
      {remove.isPending && (
        <progress className="removal" value={removed} max={Math.max(count, 1)} aria-label="Removed">
          {removed}
        </progress>
      )}
      {error && (
        <p className="field-error" role="alert">
          {error.message}
        </p>
      )}
    </Dialog>
  );
}
