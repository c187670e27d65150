import type { Instant } from '@muster/conditions';
import type { Session } from './session.ts';
import {
  offerToldReads,
  offerToldWrites,
  type ToldReads,
  type ToldWrites,
} from './told-transaction.ts';
import {
  claimDeliveries,
  countDeliveries,
  type DeliveryClaim,
  type DeliveryLimits,
  type DeliveryRow,
  type DeliveryState,
  type DeliveryWish,
  failDeliveries,
  findDelivery,
  hasOldDeliveries,
  insertDeliveries,
  isClaimLost,
  isDeliveryDue,
  listDeliveries,
  type NewDelivery,
  pruneDeliveries,
  releaseDeliveries,
  updateDelivery,
} from './webhook-deliveries.ts';
import {
  deleteWebhook,
  findWebhook,
  listAllWebhooks,
  listWebhooks,
  putWebhook,
  type WebhookRow,
} from './webhooks.ts';

/** What can be read of webhooks, and of who was where when they were told of it. */
export interface WebhookReads extends ToldReads {
  /** By id. */
  webhooks(project: number): Promise<WebhookRow[]>;
  /** Of every project. */
  allWebhooks(): Promise<WebhookRow[]>;
  webhook(project: number, id: string): Promise<WebhookRow | undefined>;
  /** The latest first. */
  deliveries(wish: DeliveryWish): Promise<DeliveryRow[]>;
  /** Up to `limit`. */
  countDeliveries(wish: DeliveryWish & { state: DeliveryState }): Promise<number>;
  /** Whether something could be claimed now. */
  isDeliveryDue(project: number, webhook: string, now: Instant): Promise<boolean>;
  /** Whether `releaseDeliveries` would do anything. */
  isClaimLost(claimedUntil: Instant): Promise<boolean>;
  /** Whether `pruneDeliveries` would do anything. */
  hasOldDeliveries(project: number, webhook: string, limits: DeliveryLimits): Promise<boolean>;
  delivery(
    key: Pick<DeliveryRow, 'project' | 'webhook' | 'number'>,
  ): Promise<DeliveryRow | undefined>;
}

/** What can be written of that. */
export interface WebhookWrites extends ToldWrites {
  /** Inserts or replaces it. */
  putWebhook(webhook: WebhookRow): Promise<void>;
  /** Its deliveries go, too. False when there is none. */
  deleteWebhook(project: number, id: string): Promise<boolean>;
  insertDeliveries(deliveries: readonly NewDelivery[]): Promise<void>;
  /** In the order of numbers; nobody else can claim them until `until`. */
  claimDeliveries(claim: DeliveryClaim): Promise<DeliveryRow[]>;
  /** Lets those be claimed again whose claim ends by then; says how many. */
  releaseDeliveries(claimedUntil: Instant, due: Instant): Promise<number>;
  updateDelivery(row: DeliveryRow): Promise<void>;
  /** All that wait for a webhook have failed. */
  failDeliveries(project: number, webhook: string): Promise<void>;
  pruneDeliveries(project: number, webhook: string, limits: DeliveryLimits): Promise<number>;
}

export function offerWebhookReads(session: Session): WebhookReads {
  return {
    ...offerToldReads(session),
    webhooks: (project) => listWebhooks(session, project),
    allWebhooks: () => listAllWebhooks(session),
    webhook: (project, id) => findWebhook(session, project, id),
    deliveries: (wish) => listDeliveries(session, wish),
    countDeliveries: (wish) => countDeliveries(session, wish),
    isDeliveryDue: (project, webhook, now) => isDeliveryDue(session, { project, webhook, now }),
    isClaimLost: (claimedUntil) => isClaimLost(session, claimedUntil),
    hasOldDeliveries: (project, webhook, limits) =>
      hasOldDeliveries(session, { project, webhook }, limits),
    delivery: (key) => findDelivery(session, key),
  };
}

export function offerWebhookWrites(session: Session): WebhookWrites {
  return {
    ...offerToldWrites(session),
    putWebhook: (webhook) => putWebhook(session, webhook),
    deleteWebhook: (project, id) => deleteWebhook(session, project, id),
    insertDeliveries: (deliveries) => insertDeliveries(session, deliveries),
    claimDeliveries: (claim) => claimDeliveries(session, claim),
    releaseDeliveries: (claimedUntil, due) => releaseDeliveries(session, claimedUntil, due),
    updateDelivery: (row) => updateDelivery(session, row),
    failDeliveries: (project, webhook) => failDeliveries(session, project, webhook),
    pruneDeliveries: (project, webhook, limits) =>
      pruneDeliveries(session, { project, webhook }, limits),
  };
}
