import type { WebhookBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Webhook } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import {
  changeWebhook,
  deleteWebhook,
  type MovesUntold,
  testWebhook,
  webhooksQuery,
} from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { ProblemState } from '../../problem-state.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { describeEvent, eventTypes } from './event-words.ts';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { UntoldNote } from './untold-note.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookState } from './webhook-state.tsx';
import './webhooks.css';

/** One webhook: how it is, what was sent to it, and what can be done about it. */
export function WebhookPage() {
  const { id: projectId } = useProject();
  const { webhookId } = useParams({ from: '/p/$projectId/settings/webhooks/$webhookId' });
  const { data, error, refetch } = useQuery(webhooksQuery(projectId));
  if (error) {
    return <ProblemState error={error} what="the webhook" onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton lines={4} height={36} label="Loading the webhook" />;
  const webhook = data.webhooks.find(({ id }) => id === webhookId);
  if (webhook === undefined) {
    return (
      <EmptyState icon={<Webhook size={20} />} title="There is no such webhook (any more)">
        <Link to="/p/$projectId/settings/webhooks" params={{ projectId }}>
          All webhooks
        </Link>
      </EmptyState>
    );
  }
  return (
    <>
      <WebhookCard webhook={webhook} untold={data.movesUntold} />
      <DeliveryLog webhook={webhook} />
    </>
  );
}

type Opened = 'edit' | 'rotate' | 'delete';

function WebhookCard({ webhook, untold }: { webhook: WebhookBody; untold: MovesUntold }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [opened, setOpened] = useState<Opened>();
  const { id, url, description, events, disabled, failingSince, previousSecretUntil } = webhook;
  const refresh = () => client.invalidateQueries({ queryKey: [projectId, 'webhooks'] });
  const test = useMutation({
    mutationFn: () => testWebhook(projectId, id),
    onSuccess: () => toasts.show({ text: 'A test is on its way: the log says what comes of it.' }),
    onSettled: refresh,
  });
  const turn = useMutation({
    mutationFn: (enabled: boolean) => changeWebhook(projectId, id, { enabled }),
    onSuccess: ({ disabled: off }) =>
      toasts.show({ text: off ? 'It is told of nothing any more.' : 'It is on again.' }),
    onSettled: refresh,
  });
  const close = () => setOpened(undefined);
  return (
    <section className="card webhook-card" aria-label="Webhook">
      <h2 className="wrap-anywhere">
        {url} <WebhookState webhook={webhook} />
      </h2>
      {description && <p className="wrap-anywhere">{description}</p>}
      <p className="settings-note">
        Told of{' '}
        {events.length === eventTypes.length ? 'everything' : events.map(describeEvent).join(', ')}.
      </p>
      <UntoldNote reason={untold} events={events} />
      {disabled && (
        <p className="settings-note">
          Off since <RelativeTime at={disabled.at} />. {disabled.reason} What happens meanwhile is
          not kept for it.
        </p>
      )}
      {!disabled && failingSince && (
        <p className="settings-note">
          No attempt has succeeded since <RelativeTime at={failingSince} />. After five days it is
          turned off.
        </p>
      )}
      {previousSecretUntil && (
        <p className="settings-note">
          Messages are signed with the secret before this one, too; that ends{' '}
          <RelativeTime at={previousSecretUntil} />.
        </p>
      )}
      <div className="settings-foot webhook-actions">
        <Button disabled={disabled !== null} busy={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
        <Button onClick={() => setOpened('edit')}>Edit…</Button>
        <Button busy={turn.isPending} onClick={() => turn.mutate(disabled !== null)}>
          {disabled ? 'Turn it on' : 'Turn it off'}
        </Button>
        <Button look="quiet" onClick={() => setOpened('rotate')}>
          Make a new secret…
        </Button>
        <Button look="quiet" onClick={() => setOpened('delete')}>
          Delete…
        </Button>
      </div>
      {opened === 'edit' && <WebhookDialog webhook={webhook} onClose={close} />}
      {opened === 'rotate' && <RotateSecretDialog webhookId={id} onClose={close} />}
      {opened === 'delete' && <DeleteDialog webhook={webhook} onClose={close} />}
    </section>
  );
}

function DeleteDialog({ webhook, onClose }: { webhook: WebhookBody; onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteWebhook(projectId, webhook.id),
    onSuccess: async () => {
      await navigate({ to: '/p/$projectId/settings/webhooks', params: { projectId } });
      await client.invalidateQueries({ queryKey: webhooksQuery(projectId).queryKey });
      toasts.show({ text: `Nothing is sent to ${webhook.url} any more.` });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete this webhook?"
      description={`Nothing is sent to ${webhook.url} any more, what waits for it is dropped, and its log goes, too.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete webhook
          </Button>
        </>
      }
    />
  );
}
