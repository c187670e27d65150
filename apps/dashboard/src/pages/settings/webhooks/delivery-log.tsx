import type { WebhookBody, WebhookDeliveryBody } from '@muster/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { deliveriesQuery } from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Table } from '../../../ui/table.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

type State = WebhookDeliveryBody['state'];

const states: readonly Option<State | 'all'>[] = [
  { value: 'all', label: 'All messages' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Failed' },
  { value: 'delivered', label: 'Delivered' },
];

/** What was sent to a webhook, what came of it, and sending it again. */
export function DeliveryLog({ webhook }: { webhook: WebhookBody }) {
  const { id: projectId } = useProject();
  const [state, setState] = useState<State | 'all'>('all');
  const [isReplaying, setReplaying] = useState(false);
  const wanted = state === 'all' ? undefined : state;
  const log = useInfiniteQuery(deliveriesQuery(projectId, webhook.id, wanted));
  const deliveries = log.data?.pages.flatMap((page) => page.deliveries);
  return (
    <section aria-label="Log">
      <div className="page-toolbar settings-section">
        <h2 className="webhook-log-title">Log</h2>
        <Select label="Show" options={states} value={state} onChange={setState} />
        {webhook.failed > 0 && (
          <Button className="toolbar-end" onClick={() => setReplaying(true)}>
            Replay failed ones…
          </Button>
        )}
      </div>
      {log.error && (
        <ProblemState error={log.error} what="the log" onRetry={() => void log.refetch()} />
      )}
      {!log.error && !deliveries && <Skeleton lines={4} height={36} label="Loading the log" />}
      {deliveries?.length === 0 && (
        <p className="quiet">
          {state === 'all'
            ? 'Nothing has been sent yet. Send a test to see whether messages arrive.'
            : 'There are none.'}
        </p>
      )}
      {deliveries !== undefined && deliveries.length > 0 && (
        <Table label="Messages">
          <thead>
            <tr>
              <th scope="col">Message</th>
              <th scope="col">State</th>
              <th scope="col">Last attempt</th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col">When</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.id} webhook={webhook} delivery={delivery} />
            ))}
          </tbody>
        </Table>
      )}
      {log.hasNextPage && (
        <p className="page-toolbar settings-section">
          <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show earlier ones
          </Button>
        </p>
      )}
      {isReplaying && <ReplayDialog webhook={webhook} onClose={() => setReplaying(false)} />}
    </section>
  );
}
