import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../../api/current-project.ts';
import { rotateWebhookSecret, webhooksQuery } from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';

const graceHours = 24;

interface RotateSecretDialogProps {
  webhookId: string;
  onClose: () => void;
}

/** Makes a new secret and shows it, with or without time to change over. */
export function RotateSecretDialog({ webhookId, onClose }: RotateSecretDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: (hours: number) => rotateWebhookSecret(projectId, webhookId, hours),
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery(projectId).queryKey }),
  });
  if (rotate.data) return <SecretDialog webhook={rotate.data} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Make a new secret?"
      description={`Messages can be signed with both for another ${graceHours} hours, while the receiver changes over. If the old one has leaked, let it end now.`}
      actions={
        <>
          <Button busy={rotate.isPending} onClick={() => rotate.mutate(0)}>
            End the old one now
          </Button>
          <Button look="primary" busy={rotate.isPending} onClick={() => rotate.mutate(graceHours)}>
            Keep it for {graceHours} hours
          </Button>
        </>
      }
    />
  );
}
