import type { Store, WriteTransaction } from '../../store/store.ts';
import { ProjectGoneError, StoreError } from '../../store/store-errors.ts';
import { BatchQueue, countItems, hasToWait, type Part, type Waiting } from './batch-queue.ts';
import {
  ClosingError,
  type IngestService,
  type Outcome,
  OverloadedError,
  type Submission,
} from './ingest-service.ts';
import { createWritePace } from './write-pace.ts';
import { applyParts, halveParts, keepOutcomes } from './write-parts.ts';

export interface BatcherSettings {
  store: Store;
  /** Called with each error that made an item fail; the item is not named, its data are private. */
  onFailure: (error: unknown) => void;
  /** Most items of one transaction. */
  maxBatchItems?: number;
  /** The same of large submissions while few of their items wait. */
  fewBatchItems?: number;
  /** The same for submissions that are in no hurry. */
  maxUnhurriedItems?: number;
  /** Most bytes, likewise, if it has more than one item. */
  maxBatchBytes?: number;
  /** Most items, and most bytes, that wait or are being written. */
  maxQueuedItems?: number;
  maxQueuedBytes?: number;
  /**
   * How long what waits may take to write, in milliseconds, for another large submission to be taken: whoever is
   * answered too late has given up. Of those that are in no hurry it is not asked, and small ones go before.
   */
  maxWaitMs?: number;
  /** Milliseconds that only grow. */
  clock?: () => number;
}

/** What the batcher is holding, for metrics. */
export interface BatcherLoad {
  queuedItems: number;
  queuedBytes: number;
}

/** What is committed, and when it is on disk. */
interface Written {
  durable: Promise<unknown>;
}

/**
 * Joins what concurrent requests send into few transactions: one is written while the next fills
 * (decision 0012). No timer: the write under way is the wait in which others join.
 */
export function createBatcher(settings: BatcherSettings): IngestService & { load(): BatcherLoad } {
  const { store, onFailure } = settings;
  const { maxQueuedItems = 50_000, maxQueuedBytes = 64 * 1024 * 1024 } = settings;
  const { maxWaitMs = 5_000, clock = () => performance.now() } = settings;
  const pace = createWritePace();
  const queue = new BatchQueue({
    maxItems: settings.maxBatchItems ?? 500,
    fewItems: Math.min(settings.fewBatchItems ?? 100, settings.maxBatchItems ?? 500),
    maxUnhurriedItems: settings.maxUnhurriedItems ?? 1000,
    maxBytes: settings.maxBatchBytes ?? 4 * 1024 * 1024,
  });
  let queuedItems = 0;
  let queuedBytes = 0;
  let isClosing = false;
  let running: Promise<void> | undefined;
  const settling = new Set<Promise<void>>();

  function submit(submission: Submission): Promise<Outcome[]> {
    if (isClosing) return Promise.reject(new ClosingError());
    const { items, bytes } = submission;
    if (items.length === 0) return Promise.resolve([]);
    const isFull =
      queuedItems + items.length > maxQueuedItems || queuedBytes + bytes > maxQueuedBytes;
    // One that is alone is taken whatever its size, or it never would be.
    if (queuedItems > 0) {
      const lateMs = hasToWait(submission) ? pace.estimate(queuedItems) - maxWaitMs : 0;
      if (isFull || lateMs > 0) {
        return Promise.reject(new OverloadedError(Math.max(1, Math.ceil(lateMs / 1000))));
      }
    }
    queuedItems += items.length;
    queuedBytes += bytes;
    return new Promise<Outcome[]>((resolve, reject) => {
      queue.add({
        submission,
        outcomes: [],
        next: 0,
        durable: 0,
        resolve,
        reject,
        isRefused: false,
      });
      running ??= run();
    }).finally(() => {
      queuedItems -= items.length;
      queuedBytes -= bytes;
    });
  }

  /** Writes batch after batch until nothing waits. Never rejects. */
  async function run(): Promise<void> {
    while (!queue.isEmpty) {
      // What else this turn of the event loop brings joins the batch; and a store that writes on
      // this thread must let requests be read and answered between two batches.
      const begunAt = clock();
      await new Promise(setImmediate);
      const batch = queue.take();
      try {
        // The next batch is written while the disk is waited for.
        const { durable } = await writeBatch(batch);
        pace.note(countItems(batch), clock() - begunAt);
        answerWhen(durable, batch);
      } catch (error) {
        for (const { waiting } of batch) refuse(waiting, error);
      }
    }
    running = undefined;
  }

  function answerWhen(durable: Promise<unknown>, parts: readonly Part[]): void {
    const answered = durable.then(
      () => parts.forEach(settle),
      (error: unknown) => {
        for (const { waiting } of parts) refuse(waiting, error);
      },
    );
    settling.add(answered);
    void answered.then(() => settling.delete(answered));
  }

  /**
   * Writes a batch in one transaction. Small submissions that come meanwhile are taken along and added
   * to the batch: they need not wait for a transaction of their own. Resolves when all are committed,
   * with what resolves when all are durable.
   */
  async function writeBatch(batch: Part[]): Promise<Written> {
    return splittingWhenRefused(batch, async (tx) => {
      const outcomes = await applyParts(tx, batch);
      const late = queue.takeAlong();
      if (late.length === 0) return outcomes;
      batch.push(...late);
      return [...outcomes, ...(await applyParts(tx, late))];
    });
  }

  const writeParts = (parts: readonly Part[]): Promise<Written> =>
    splittingWhenRefused(parts, (tx) => applyParts(tx, parts));

  /**
   * Commits what `apply` does with parts. When that fails for a reason that is not the store's, some
   * item is to blame: it is found by halving, so that it takes no other with it.
   */
  async function splittingWhenRefused(
    parts: readonly Part[],
    apply: (tx: WriteTransaction) => Promise<Outcome[]>,
  ): Promise<Written> {
    try {
      const { result, durable } = await store.commit(apply);
      keepOutcomes(parts, result);
      return { durable };
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const halves = halveParts(parts);
      if (halves) {
        const first = await writeParts(halves[0]);
        const second = await writeParts(halves[1]);
        return { durable: Promise.all([first.durable, second.durable]) };
      }
      onFailure(error);
      keepOutcomes(parts, [{ status: 'failed', refusals: [] }]);
      return { durable: Promise.resolve() };
    }
  }

  function settle({ waiting, from, until }: Part): void {
    waiting.durable += until - from;
    const isDone = waiting.durable === waiting.submission.items.length;
    if (!isDone || waiting.isRefused) return;
    if (waiting.outcomes.some(({ status }) => status === 'gone')) {
      waiting.reject(new ProjectGoneError());
    } else waiting.resolve(waiting.outcomes);
  }

  /** Drops what still waits of it: its sender is told that it failed, and will send it again. */
  function refuse(waiting: Waiting, error: unknown): void {
    waiting.isRefused = true;
    queue.remove(waiting);
    waiting.reject(error);
  }

  return {
    submit,
    load: () => ({ queuedItems, queuedBytes }),
    async close() {
      isClosing = true;
      await running;
      await Promise.all(settling);
    },
  };
}
