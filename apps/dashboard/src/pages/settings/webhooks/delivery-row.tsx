import type { WebhookBody, WebhookDeliveryBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { deliveryQuery, replayDelivery } from '../../../api/webhooks-api.ts';
import { Note } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { ProblemState } from '../../problem-state.tsx';
import { describeEvent } from './event-words.ts';

interface DeliveryRowProps {
  webhook: WebhookBody;
  delivery: WebhookDeliveryBody;
}

type Attempt = WebhookDeliveryBody['attempts'][number];

const notes = {
  waiting: <Note tone="warning">Waiting</Note>,
  sending: <Note tone="accent">Sending</Note>,
  delivered: <Note tone="good">Delivered</Note>,
  failed: <Note tone="bad">Failed</Note>,
};

/** One message of the log; opened, with its body and every attempt. */
export function DeliveryRow({ webhook, delivery }: DeliveryRowProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const replay = useMutation({
    mutationFn: () => replayDelivery(projectId, webhook.id, delivery.id),
    onSuccess: () => toasts.show({ text: 'It is sent again.' }),
    onSettled: () => client.invalidateQueries({ queryKey: [projectId, 'webhooks'] }),
  });
  const { type, state, at, attempts, nextAttemptAt, messageId } = delivery;
  const last = attempts.at(-1);
  return (
    <>
      <tr>
        <td>
          <button
            type="button"
            className="disclosure"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={14} aria-hidden="true" className="disclosure-arrow" />
            {describeEvent(type)}
          </button>
        </td>
        <td>{notes[state]}</td>
        <td>
          <div className="cell-two-lines">
            <span>{last ? describeAttempt(last) : '–'}</span>
            {nextAttemptAt && last && (
              <span className="cell-note">
                again <RelativeTime at={nextAttemptAt} />
              </span>
            )}
          </div>
        </td>
        <td className="number">{last ? `${last.durationMs} ms` : '–'}</td>
        <td>
          <RelativeTime at={at} />
        </td>
        <td className="number">
          <Button
            look="quiet"
            disabled={webhook.disabled !== null || state === 'sending'}
            busy={replay.isPending}
            onClick={() => replay.mutate()}
          >
            Replay<span className="visually-hidden"> {messageId}</span>
          </Button>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6}>
            <DeliveryDetails webhookId={webhook.id} delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

function DeliveryDetails({
  webhookId,
  delivery: { id, messageId, attempts },
}: {
  webhookId: string;
  delivery: WebhookDeliveryBody;
}) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(deliveryQuery(projectId, webhookId, id));
  if (error)
    return <ProblemState error={error} what="the message" onRetry={() => void refetch()} />;
  return (
    <div className="webhook-message">
      <p>
        <code className="wrap-anywhere">{messageId}</code>
      </p>
      <h3>Body</h3>
      {data ? (
        <pre className="audit-change code">{indent(data.payload)}</pre>
      ) : (
        <Skeleton lines={2} height={20} label="Loading the message" />
      )}
      <h3>Attempts</h3>
      {attempts.length === 0 && <p className="quiet">None yet.</p>}
      <ol className="webhook-attempts">
        {attempts.map((attempt) => (
          <li key={attempt.at}>
            <RelativeTime at={attempt.at} />: {describeAttempt(attempt)}, {attempt.durationMs} ms
            {attempt.response && <pre className="audit-change code">{attempt.response}</pre>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function describeAttempt({ status, error }: Attempt): string {
  return status === null ? (error ?? 'No answer') : `Answered ${status}`;
}

function indent(payload: string): string {
  return JSON.stringify(JSON.parse(payload), null, 2);
}
