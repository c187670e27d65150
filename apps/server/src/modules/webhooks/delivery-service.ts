import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import type { DeliveryRow, DeliveryState } from '../../store/webhook-deliveries.ts';
import { readRow, refuseDisabled } from './webhook-service.ts';

/** What was sent to a webhook, and sending it again. Each throws a 404 for what is not there. */
export interface DeliveryService {
  /** The latest first, one more than `limit` if there are more. */
  list(caller: Caller, webhook: string, wish: ListWish): Promise<DeliveryRow[]>;
  get(caller: Caller, webhook: string, number: number): Promise<DeliveryRow>;
  /** Throws a 409 while the webhook is off. */
  replay(caller: Caller, webhook: string, number: number): Promise<DeliveryRow>;
  /** All that failed and happened at `since` or later; says how many. Throws as `replay`. */
  replayFailed(caller: Caller, webhook: string, since: number): Promise<number>;
}

interface ListWish {
  state?: DeliveryState | undefined;
  before?: number | undefined;
  limit: number;
}

interface Parts {
  store: Store;
  now: () => number;
  /** Called when something is to be sent. */
  onDue: () => void;
}

/** Replayed by one transaction. */
const pageSize = 500;

export function createDeliveryService({ store, now, onDue }: Parts): DeliveryService {
  async function readDelivery(
    tx: Pick<WriteTransaction, 'webhook' | 'delivery'>,
    caller: Caller,
    { webhook, number }: { webhook: string; number: number },
  ) {
    const row = await readRow(tx, caller, webhook);
    const delivery = await tx.delivery({ project: row.project, webhook, number });
    if (delivery !== undefined) return { row, delivery };
    throw new HttpProblem(404, 'delivery_not_found', 'There is no such message (any more).');
  }

  /** Due at once, with as many attempts before it as a new one has. */
  function makeDue(delivery: DeliveryRow): DeliveryRow {
    return { ...delivery, state: 'waiting', due: now(), tries: 0 };
  }

  return {
    list: (caller, webhook, wish) =>
      store.read(async (tx) => {
        const { project } = await readRow(tx, caller, webhook);
        return tx.deliveries({ project, webhook, ...wish, limit: wish.limit + 1 });
      }),

    get: (caller, webhook, number) =>
      store.read(async (tx) => (await readDelivery(tx, caller, { webhook, number })).delivery),

    async replay(caller, webhook, number) {
      const replayed = await store.write(async (tx) => {
        const { row, delivery } = await readDelivery(tx, caller, { webhook, number });
        if (row.disabled) throw refuseDisabled();
        // It is on its way this moment: twice at once would say nothing more.
        if (delivery.state === 'sending') return delivery;
        const due = makeDue(delivery);
        await tx.updateDelivery(due);
        const entry = { project: row.project, at: now(), by: caller.name, subject: webhook };
        const after = { url: row.url, messageId: delivery.id };
        await tx.insertAudit({ ...entry, action: 'webhook.replayed', after });
        return due;
      });
      onDue();
      return replayed;
    },

    async replayFailed(caller, webhook, since) {
      let replayed = 0;
      let before: number | undefined;
      for (;;) {
        const page = await store.write(async (tx) => {
          const { project, disabled } = await readRow(tx, caller, webhook);
          if (disabled) throw refuseDisabled();
          const wish = { project, webhook, state: 'failed' as const, before, limit: pageSize };
          const failed = await tx.deliveries(wish);
          const wanted = failed.filter(({ at }) => at >= since);
          for (const delivery of wanted) await tx.updateDelivery(makeDue(delivery));
          return { count: wanted.length, last: failed.at(-1)?.number };
        });
        replayed += page.count;
        before = page.last;
        if (before === undefined) break;
      }
      if (replayed > 0) {
        await store.write(async (tx) => {
          const { project, url } = await readRow(tx, caller, webhook);
          const entry = { project, at: now(), by: caller.name, subject: webhook };
          const after = { url, since: new Date(since).toISOString(), replayed };
          await tx.insertAudit({ ...entry, action: 'webhook.replayed', after });
        });
      }
      onDue();
      return replayed;
    },
  };
}
