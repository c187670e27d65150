import type { SourceBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { deleteSource, sourcesQuery } from '../../api/sources-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { useChangeSource } from './use-change-source.ts';

/** What an admin does with all of a source: pause, resume, delete. */
export function SourceTools({ source }: { source: SourceBody }) {
  const [isLeaving, setLeaving] = useState(false);
  const change = useChangeSource(source);
  const isPaused = source.status === 'paused';
  return (
    <div className="editor-tools">
      <Button
        look="quiet"
        icon={<Trash2 size={15} aria-hidden="true" />}
        onClick={() => setLeaving(true)}
      >
        Delete…
      </Button>
      <Button
        icon={isPaused ? <Play size={15} /> : <Pause size={15} />}
        busy={change.isPending}
        onClick={() => change.mutate({ paused: !isPaused })}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      {isLeaving && <DeleteDialog source={source} onClose={() => setLeaving(false)} />}
    </div>
  );
}

function DeleteDialog({ source, onClose }: { source: SourceBody; onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, name } = source;
  const remove = useMutation({
    mutationFn: () => deleteSource(projectId, id),
    onSuccess: async () => {
      toasts.show({ text: `Deleted “${name}”. Its address is nobody’s any more.` });
      await navigate({ to: '/p/$projectId/sources', params: { projectId } });
      await client.invalidateQueries({ queryKey: sourcesQuery(projectId).queryKey });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description="What it sends is refused from now on, for good. What it wrote stays; its errors go."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete source
          </Button>
        </>
      }
    />
  );
}
