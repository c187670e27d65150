import {
  type WebhookBody,
  type WebhookDeliveryBody,
  type WebhookEventType,
  webhookEventTypes,
} from '@muster/protocol';
import type { DeliveryRow } from '../../store/webhook-deliveries.ts';
import type { WebhookRow } from '../../store/webhooks.ts';

/** A webhook and how much it has in its queue. */
export interface WebhookState {
  row: WebhookRow;
  waiting: number;
  failed: number;
}

/** A webhook as the API shows it at `now`: without its secret. */
export function toWebhookBody({ row, waiting, failed }: WebhookState, now: number): WebhookBody {
  const { id, url, description, events, disabled, failingSince, previous } = row;
  return {
    id,
    url,
    description,
    events: webhookEventTypes.filter((type: WebhookEventType) => events.includes(type)),
    disabled: disabled ? { at: toText(disabled.at), reason: disabled.reason } : null,
    failingSince: failingSince === undefined ? null : toText(failingSince),
    previousSecretUntil: previous && previous.until > now ? toText(previous.until) : null,
    waiting,
    failed,
    createdAt: toText(row.createdAt),
    createdBy: row.createdBy,
    updatedAt: toText(row.updatedAt),
    updatedBy: row.updatedBy,
  };
}

/** A message as the log shows it. */
export function toDeliveryBody(row: DeliveryRow): WebhookDeliveryBody {
  const { number, id, type, state, at, due, attempts } = row;
  return {
    id: number,
    messageId: id,
    type,
    state,
    at: toText(at),
    nextAttemptAt: state === 'waiting' ? toText(due) : null,
    attempts: attempts.map(({ at, status = null, error = null, durationMs, response }) => ({
      at: toText(at),
      status,
      error,
      durationMs,
      response,
    })),
  };
}

function toText(instant: number): string {
  return new Date(instant).toISOString();
}
