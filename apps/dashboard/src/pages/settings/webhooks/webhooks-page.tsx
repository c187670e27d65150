import type { WebhookBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { webhooksQuery } from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Table } from '../../../ui/table.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { describeEvent, eventTypes } from './event-words.ts';
import { UntoldNote } from './untold-note.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookState } from './webhook-state.tsx';
import './webhooks.css';

/** Whom the project tells of changes. */
export function WebhooksPage() {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(webhooksQuery(projectId));
  const [isMaking, setMaking] = useState(false);
  if (error) {
    return <ProblemState error={error} what="the webhooks" onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton lines={4} height={36} label="Loading the webhooks" />;
  const { webhooks } = data;
  const newWebhook = (
    <Button
      look="primary"
      className="toolbar-end"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      New webhook
    </Button>
  );
  return (
    <>
      {webhooks.length === 0 ? (
        <EmptyState icon={<Webhook size={20} />} title="No webhooks yet" action={newWebhook}>
          A webhook tells another system when segments change and what people do with experiences.
        </EmptyState>
      ) : (
        <>
          <div className="page-toolbar">
            <p className="quiet">Told at once, and tried again for three days.</p>
            {newWebhook}
          </div>
          <UntoldNote reason={data.movesUntold} events={webhooks.flatMap(({ events }) => events)} />
          <WebhooksTable webhooks={webhooks} />
        </>
      )}
      {isMaking && <WebhookDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function WebhooksTable({ webhooks }: { webhooks: readonly WebhookBody[] }) {
  const { id: projectId } = useProject();
  return (
    <Table label="Webhooks">
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Told of</th>
          <th scope="col">State</th>
          <th scope="col" className="number">
            Waiting
          </th>
          <th scope="col" className="number">
            Failed
          </th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <tr key={webhook.id}>
            <td>
              <div className="cell-two-lines wrap-anywhere">
                <Link
                  to="/p/$projectId/settings/webhooks/$webhookId"
                  params={{ projectId, webhookId: webhook.id }}
                  className="row-link"
                >
                  {webhook.url}
                </Link>
                {webhook.description && <span className="cell-note">{webhook.description}</span>}
              </div>
            </td>
            <td>
              {webhook.events.length === eventTypes.length
                ? 'Everything'
                : webhook.events.map(describeEvent).join(', ')}
            </td>
            <td>
              <WebhookState webhook={webhook} />
            </td>
            <td className="number">
              <Counted count={webhook.waiting} />
            </td>
            <td className="number">
              <Counted count={webhook.failed} />
            </td>
            <td>
              <RelativeTime at={webhook.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const countedUpTo = 1_000;

function Counted({ count }: { count: number }) {
  return (
    <>
      <NumberText value={count} />
      {count >= countedUpTo && '+'}
    </>
  );
}
