import type { Instant } from '@muster/conditions';
import type { WebhookEventType } from '@muster/protocol';
import type { Identity, WriteTransaction } from '../../store/store.ts';

/** Something that happened, for whoever wants to be told. */
export interface Announcement {
  /** What `webhook-id` says to each of them, at every attempt. */
  id: string;
  type: WebhookEventType;
  /** When it happened. */
  at: Instant;
  /** When it may be told: now. */
  due: Instant;
  /** What it is about: what is about one thing is told in order. */
  subject: string;
  /** Whom it is about. */
  person?: Identity;
  data: unknown;
}

/**
 * Puts announcements into the queue of each webhook that wants them, in the transaction of what they
 * tell of: they are told if and only if that is kept. Nothing is made of them when nobody listens.
 */
export async function announce(
  tx: WriteTransaction,
  project: number,
  types: readonly WebhookEventType[],
  list: () => readonly Announcement[],
): Promise<void> {
  const webhooks = (await tx.webhooks(project)).filter(
    ({ disabled, events }) => !disabled && types.some((type) => events.includes(type)),
  );
  if (webhooks.length === 0) return;
  const deliveries = list().flatMap(({ data, ...news }) => {
    const payload = toPayload(news.type, news.at, data);
    return webhooks
      .filter(({ events }) => events.includes(news.type))
      .map((webhook) => ({ ...news, project, webhook: webhook.id, payload }));
  });
  if (deliveries.length > 0) await tx.insertDeliveries(deliveries);
}

/** The body of a message, in the shape that Standard Webhooks recommends. */
export function toPayload(type: string, at: Instant, data: unknown): string {
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });
}
