import type { Logger } from 'pino';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { Store } from '../../store/store.ts';
import type { DeliveryRow } from '../../store/webhook-deliveries.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import { createDeliveryRecorder } from './delivery-recorder.ts';
import type { SendMessage } from './send-message.ts';
import { signMessage } from './sign-message.ts';

/** Delivers what the queues of webhooks hold. One process at a time does it. */
export interface WebhookWorker {
  /** Begins to look; returns at once. */
  start(): void;
  /** Something may be due. */
  notify(): void;
  /** Delivers what is due now, and resolves when each of it was attempted once. */
  run(): Promise<void>;
  /** Begins nothing more; what is under way is given a moment, then given back. */
  stop(): Promise<void>;
}

interface Parts {
  store: Store;
  send: SendMessage;
  logger: Logger;
  now: () => number;
  /** From 0 to below 1. */
  chance: () => number;
}

/** How long it may be until a change of another thread or process is told. */
const lookEveryMs = 1_000;
const sweepEveryMs = 60_000;
/** Webhooks that are told at the same time; one that hangs takes the place of no other's messages. */
const mostLanes = 32;
const mostClaimed = 16;
/** Messages about different subjects that one webhook is sent at the same time. */
const mostAtOnce = 4;
/** Longer than all that is claimed can take, one after the other. */
const claimForMs = 6 * 60_000;
const finishForMs = 3_000;

const dayMs = 24 * 60 * 60_000;
const keepForMs = 30 * dayMs;
const mostDelivered = 10_000;

export function createWebhookWorker({ store, send, logger, now, chance }: Parts): WebhookWorker {
  const repeated = createRepeatedWork({
    everyMs: lookEveryMs,
    async work() {
      await sweep();
      for (const lane of await look()) void lane.then((count) => count > 0 && repeated.notify());
    },
    logger,
    failure: 'webhooks could not be looked after',
  });
  const aborting = new AbortController();
  const lanes = new Map<string, Promise<number>>();
  /** When each webhook was last looked after: who waited longest comes first. */
  const turns = new Map<string, number>();
  const recorder = createDeliveryRecorder({
    store,
    now,
    chance,
    onDisable: ({ id, url, disabled }) =>
      logger.warn({ webhook: id, url, reason: disabled?.reason }, 'a webhook was disabled'),
  });
  let turn = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;

  async function deliver(webhook: WebhookRow, delivery: DeliveryRow): Promise<void> {
    if (repeated.signal.aborted) return recorder.record(delivery);
    const at = now();
    const { id, payload } = delivery;
    const headers = signMessage({ id, at, payload }, findSecrets(webhook, at));
    try {
      const result = await send({ url: webhook.url, headers, body: payload }, aborting.signal);
      await recorder.record(delivery, { at, durationMs: now() - at, ...result });
    } catch (error) {
      if (!aborting.signal.aborted) throw error;
      await recorder.record(delivery);
    }
  }

  /** Sends what is due for one webhook, a few of it; says how many. */
  async function runLane({ project, id }: WebhookRow): Promise<number> {
    const at = now();
    const claimed = await store.write(async (tx) => {
      const webhook = await tx.webhook(project, id);
      if (webhook === undefined || webhook.disabled) return undefined;
      const claim = { project, webhook: id, now: at, until: at + claimForMs, limit: mostClaimed };
      return { webhook, deliveries: await tx.claimDeliveries(claim) };
    });
    if (claimed === undefined) return 0;
    const queues = groupBySubject(claimed.deliveries);
    const workers = Array.from({ length: mostAtOnce }, async () => {
      for (let queue = queues.shift(); queue; queue = queues.shift()) {
        for (const delivery of queue) await deliver(claimed.webhook, delivery);
      }
    });
    await Promise.all(workers);
    return claimed.deliveries.length;
  }

  function startLane(webhook: WebhookRow): Promise<number> {
    const key = toKey(webhook);
    turn += 1;
    turns.set(key, turn);
    const lane = runLane(webhook)
      .catch((error: unknown) => {
        // What was claimed is given back when its claim ends.
        logger.warn({ err: error, webhook: webhook.id }, 'a webhook could not be looked after');
        return 0;
      })
      .finally(() => lanes.delete(key));
    lanes.set(key, lane);
    return lane;
  }

  /** Starts a lane for each webhook that has something due and none yet. */
  async function look(): Promise<Promise<number>[]> {
    const at = now();
    const due = await store.read(async (tx) => {
      const found: WebhookRow[] = [];
      for (const webhook of await tx.allWebhooks()) {
        if (webhook.disabled || lanes.has(toKey(webhook))) continue;
        if (await tx.isDeliveryDue(webhook.project, webhook.id, at)) found.push(webhook);
      }
      return found;
    });
    if (repeated.signal.aborted) return [];
    const waitedSince = (webhook: WebhookRow) => turns.get(toKey(webhook)) ?? 0;
    due.sort((one, other) => waitedSince(one) - waitedSince(other));
    return due.slice(0, Math.max(0, mostLanes - lanes.size)).map(startLane);
  }

  /** Gives back what others claimed and lost, and forgets what is old. */
  async function sweep(): Promise<void> {
    const at = now();
    if (at - sweptAt < sweepEveryMs) return;
    const isFirst = sweptAt === Number.NEGATIVE_INFINITY;
    sweptAt = at;
    // Nobody else delivers: what is claimed at the beginning was claimed by who died, or has stopped.
    const isAllLost = isFirst;
    const { webhooks, isClaimed } = await store.read(async (tx) => ({
      webhooks: await tx.allWebhooks(),
      isClaimed: await tx.isClaimLost(isAllLost ? Number.MAX_SAFE_INTEGER : at),
    }));
    if (isClaimed) {
      const until = isAllLost ? Number.MAX_SAFE_INTEGER : at;
      await store.write((tx) => tx.releaseDeliveries(until, at));
    }
    const limits = { before: at - keepForMs, mostDelivered, limit: 1_000 };
    for (const { project, id } of webhooks) {
      if (repeated.signal.aborted) return;
      if (await store.read((tx) => tx.hasOldDeliveries(project, id, limits))) {
        await store.write((tx) => tx.pruneDeliveries(project, id, limits));
      }
    }
  }

  return {
    start: repeated.start,
    notify: repeated.notify,
    async run() {
      await sweep();
      for (let begun = await look(); begun.length > 0; begun = await look()) {
        await Promise.all(begun);
      }
    },
    async stop() {
      await repeated.stop();
      const timer = setTimeout(() => aborting.abort(), finishForMs);
      await Promise.all(lanes.values());
      clearTimeout(timer);
    },
  };
}

function toKey({ project, id }: WebhookRow): string {
  return `${project}/${id}`;
}

/** What is about one subject is sent in order. */
function groupBySubject(deliveries: readonly DeliveryRow[]): DeliveryRow[][] {
  const groups = new Map<string, DeliveryRow[]>();
  for (const delivery of deliveries) {
    const group = groups.get(delivery.subject);
    if (group === undefined) groups.set(delivery.subject, [delivery]);
    else group.push(delivery);
  }
  return [...groups.values()];
}

function findSecrets({ secret, previous }: WebhookRow, at: number): string[] {
  return previous && previous.until > at ? [secret, previous.secret] : [secret];
}
