import type { Store, WriteTransaction } from '../../store/store.ts';
import type { DeliveryAttempt, DeliveryRow } from '../../store/webhook-deliveries.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import { createDeferred, type Deferred } from '../intake/deferred.ts';
import { delayRetry, disableAfterMs } from './retry-schedule.ts';

/** Keeps what came of deliveries. What ends at the same time is written in one transaction. */
export interface DeliveryRecorder {
  /** Resolves when it is durable. Without an attempt, the delivery is given back untried. */
  record(delivery: DeliveryRow, attempt?: DeliveryAttempt): Promise<void>;
}

interface Parts {
  store: Store;
  now: () => number;
  /** From 0 to below 1. */
  chance: () => number;
  /** Called when a webhook was disabled because of what came of it. */
  onDisable: (webhook: WebhookRow) => void;
}

interface Outcome {
  delivery: DeliveryRow;
  attempt: DeliveryAttempt | undefined;
  done: Deferred<void>;
}

/** Who disables a webhook that fails, in the audit log. */
const recorderName = 'Muster';
/** Those before are forgotten. */
const mostAttempts = 50;

export function createDeliveryRecorder({ store, now, chance, onDisable }: Parts): DeliveryRecorder {
  let waiting: Outcome[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const outcomes = waiting;
      waiting = [];
      try {
        const disabled = await store.write((tx) => writeAll(tx, outcomes));
        for (const webhook of disabled) onDisable(webhook);
        for (const { done } of outcomes) done.resolve();
      } catch (error) {
        for (const { done } of outcomes) done.reject(error);
      }
    }
    isRunning = false;
  }

  /** Returns the webhooks that were disabled by it. */
  async function writeAll(tx: WriteTransaction, outcomes: readonly Outcome[]) {
    const disabled: WebhookRow[] = [];
    for (const { delivery, attempt } of outcomes) {
      const row = await tx.delivery(delivery);
      const webhook = await tx.webhook(delivery.project, delivery.webhook);
      // Deleted meanwhile, with its webhook or with whom it was about; or replayed.
      if (!webhook || row?.id !== delivery.id || row.state !== 'sending') continue;
      if (attempt === undefined) {
        await tx.updateDelivery({ ...row, state: 'waiting', due: now() });
        continue;
      }
      const after = judgeWebhook(webhook, attempt);
      if (after !== webhook) await tx.putWebhook(after);
      await tx.updateDelivery(judgeDelivery(row, attempt, after.disabled !== undefined, chance()));
      if (after.disabled === undefined || webhook.disabled !== undefined) continue;
      await tx.failDeliveries(after.project, after.id);
      const { project, id: subject, disabled: note, url } = after;
      const entry = { project, at: note.at, by: recorderName, action: 'webhook.disabled', subject };
      await tx.insertAudit({ ...entry, after: { url, reason: note.reason } });
      disabled.push(after);
    }
    return disabled;
  }

  return {
    record(delivery, attempt) {
      const done = createDeferred<void>();
      waiting.push({ delivery, attempt, done });
      if (!isRunning) {
        isRunning = true;
        void run();
      }
      return done.promise;
    },
  };
}

function hasTaken({ status = 0 }: DeliveryAttempt): boolean {
  return status >= 200 && status < 300;
}

function judgeDelivery(
  row: DeliveryRow,
  attempt: DeliveryAttempt,
  isDisabled: boolean,
  chance: number,
): DeliveryRow {
  const attempts = [...row.attempts, attempt].slice(-mostAttempts);
  const tried: DeliveryRow = { ...row, attempts, tries: row.tries + 1 };
  if (hasTaken(attempt)) return { ...tried, state: 'delivered' };
  const delay = delayRetry(tried.tries, chance);
  if (delay === undefined || isDisabled) return { ...tried, state: 'failed' };
  return { ...tried, state: 'waiting', due: attempt.at + attempt.durationMs + delay };
}

/** The webhook after an attempt; the same object when that changes nothing. */
function judgeWebhook(webhook: WebhookRow, attempt: DeliveryAttempt): WebhookRow {
  const { failingSince } = webhook;
  if (hasTaken(attempt)) {
    if (failingSince === undefined) return webhook;
    const { failingSince: _, ...well } = webhook;
    return well;
  }
  const failing = failingSince === undefined ? { ...webhook, failingSince: attempt.at } : webhook;
  if (failing.disabled !== undefined) return failing;
  const reason = findReason(failing, attempt);
  return reason === undefined ? failing : { ...failing, disabled: { at: attempt.at, reason } };
}

function findReason(
  { failingSince = 0 }: WebhookRow,
  { at, status }: DeliveryAttempt,
): string | undefined {
  if (status === 410) return 'It answered 410 Gone.';
  if (at - failingSince < disableAfterMs) return undefined;
  return `Every attempt has failed since ${new Date(failingSince).toISOString()}.`;
}
