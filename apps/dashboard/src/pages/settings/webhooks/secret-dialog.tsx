import type { WebhookWithSecretBody } from '@muster/protocol';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

interface SecretDialogProps {
  webhook: WebhookWithSecretBody;
  onClose: () => void;
}

/** Shows the secret of a webhook this once. */
export function SecretDialog({ webhook, onClose }: SecretDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="The secret of the webhook"
      description="Give it to the receiver now: it verifies with it that messages are yours. It cannot be shown again."
      actions={<Button onClick={onClose}>Done</Button>}
    >
      <div className="secret">
        <code>{webhook.secret}</code>
        <CopyButton text={webhook.secret} what="the secret" />
      </div>
    </Dialog>
  );
}
