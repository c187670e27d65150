import type { WebhookBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { replayFailed } from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import { toasts } from '../../../ui/toast-store.ts';

const dayMs = 24 * 60 * 60_000;

const spans: readonly Option<string>[] = [
  { value: '1', label: 'the last day' },
  { value: '3', label: 'the last 3 days' },
  { value: '7', label: 'the last 7 days' },
  { value: '30', label: 'the last 30 days' },
];

/** Sends again what has failed since a time. */
export function ReplayDialog({ webhook, onClose }: { webhook: WebhookBody; onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [days, setDays] = useState('3');
  const replay = useMutation({
    mutationFn: () => {
      const since = new Date(Date.now() - Number(days) * dayMs).toISOString();
      return replayFailed(projectId, webhook.id, since);
    },
    onSuccess: ({ replayed }) => {
      toasts.show({
        text: replayed === 1 ? '1 message is sent again.' : `${replayed} messages are sent again.`,
      });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [projectId, 'webhooks'] }),
  });
  const isOff = webhook.disabled !== null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Replay what has failed?"
      description={
        isOff
          ? 'The webhook is off: turn it on first.'
          : 'Each message is sent again, with the id that it had, so that a receiver knows those that it has seen.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={isOff}
            busy={replay.isPending}
            onClick={() => replay.mutate()}
          >
            Replay
          </Button>
        </>
      }
    >
      <div className="field">
        <span className="field-label">What happened in</span>
        <Select label="What happened in" options={spans} value={days} onChange={setDays} />
      </div>
    </Dialog>
  );
}
