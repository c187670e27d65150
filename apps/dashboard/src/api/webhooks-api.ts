import type {
  WebhookBody,
  WebhookDeliveryBody,
  WebhookDeliveryWithPayloadBody,
  WebhookEventType,
  WebhookWithSecretBody,
} from '@muster/protocol';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

export interface WebhookWishes {
  url: string;
  description: string;
  events: readonly WebhookEventType[];
}

/** Why nobody is told who enters and leaves segments; null: webhooks that want it are. */
export type MovesUntold = 'off' | 'memory' | null;

/** Whom the project tells of changes, and why nobody is told who enters and leaves segments, if so. */
export function webhooksQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'webhooks'],
    queryFn: ({ signal }) =>
      call<{ webhooks: WebhookBody[]; movesUntold: MovesUntold }>(
        projectPath(projectId, 'webhooks'),
        { signal },
      ),
    // What waits and fails changes by itself.
    refetchInterval: 5_000,
  });
}

interface DeliveryPage {
  deliveries: WebhookDeliveryBody[];
  nextCursor: number | null;
}

/** What was sent to a webhook, the latest first, page by page. */
export function deliveriesQuery(
  projectId: string,
  webhookId: string,
  state: WebhookDeliveryBody['state'] | undefined,
) {
  return infiniteQueryOptions({
    queryKey: [projectId, 'webhooks', webhookId, 'deliveries', state ?? 'all'],
    queryFn: ({ pageParam, signal }) => {
      const query = toQuery({ limit: 50, cursor: pageParam, state });
      const path = projectPath(projectId, 'webhooks', webhookId, 'deliveries');
      return call<DeliveryPage>(path + query, { signal });
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: 2_000,
  });
}

/** One message with its body. */
export function deliveryQuery(projectId: string, webhookId: string, id: number) {
  return queryOptions({
    queryKey: [projectId, 'webhooks', webhookId, 'delivery', id],
    queryFn: ({ signal }) =>
      call<WebhookDeliveryWithPayloadBody>(
        projectPath(projectId, 'webhooks', webhookId, 'deliveries', String(id)),
        { signal },
      ),
  });
}

/** A new webhook; its secret is told this once. */
export function createWebhook(
  projectId: string,
  wishes: WebhookWishes,
): Promise<WebhookWithSecretBody> {
  return call(projectPath(projectId, 'webhooks'), { method: 'POST', body: wishes });
}

export function changeWebhook(
  projectId: string,
  id: string,
  body: Partial<WebhookWishes> & { enabled?: boolean },
): Promise<WebhookBody> {
  return call(projectPath(projectId, 'webhooks', id), { method: 'PATCH', body });
}

export function deleteWebhook(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'webhooks', id), { method: 'DELETE' });
}

/** The webhook with its new secret, told this once. */
export function rotateWebhookSecret(
  projectId: string,
  id: string,
  graceHours: number,
): Promise<WebhookWithSecretBody> {
  const path = projectPath(projectId, 'webhooks', id, 'rotate');
  return call(path, { method: 'POST', body: { graceHours } });
}

export function testWebhook(projectId: string, id: string): Promise<{ messageId: string }> {
  return call(projectPath(projectId, 'webhooks', id, 'test'), { method: 'POST' });
}

export function replayDelivery(
  projectId: string,
  webhookId: string,
  id: number,
): Promise<WebhookDeliveryBody> {
  const path = projectPath(projectId, 'webhooks', webhookId, 'deliveries', String(id), 'replay');
  return call(path, { method: 'POST' });
}

/** Sends again what failed and happened at `since` or later. */
export function replayFailed(
  projectId: string,
  webhookId: string,
  since: string,
): Promise<{ replayed: number }> {
  const path = projectPath(projectId, 'webhooks', webhookId, 'replay');
  return call(path, { method: 'POST', body: { since } });
}
