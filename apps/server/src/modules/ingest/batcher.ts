import type { Store, WriteTransaction } from '../../store/store.ts';
import { StoreError } from '../../store/store-errors.ts';
import { applyBatch } from './apply-batch.ts';
import type { IngestItem } from './ingest-item.ts';
import {
  ClosingError,
  type IngestService,
  type Outcome,
  OverloadedError,
  type Submission,
} from './ingest-service.ts';

export interface BatcherSettings {
  store: Store;
  /** Called with each error that made an item fail; the item is not named, its data are private. */
  onFailure: (error: unknown) => void;
  /** Most items written in one transaction. */
  maxBatchItems?: number;
  /** Most bytes written in one transaction, if it has more than one item. */
  maxBatchBytes?: number;
  /** Most items, and most bytes, that wait or are being written. */
  maxQueuedItems?: number;
  maxQueuedBytes?: number;
}

/** What the batcher is holding, for metrics. */
export interface BatcherLoad {
  queuedItems: number;
  queuedBytes: number;
}

const retryAfterSeconds = 1;

/** A submission on its way: parts of it may be in several batches. */
interface Waiting {
  submission: Submission;
  outcomes: Outcome[];
  /** Items before this index are in a batch already. */
  next: number;
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
  isRefused: boolean;
}

/** Consecutive items of one submission in one batch. */
interface Part {
  waiting: Waiting;
  from: number;
  until: number;
}

/**
 * Joins what concurrent requests send into few transactions: one is written while the next fills
 * (decision 0012). No timer: the write under way is the wait in which others join.
 */
export function createBatcher(settings: BatcherSettings): IngestService & { load(): BatcherLoad } {
  const { store, onFailure } = settings;
  const { maxBatchItems = 1000, maxBatchBytes = 4 * 1024 * 1024 } = settings;
  const { maxQueuedItems = 50_000, maxQueuedBytes = 64 * 1024 * 1024 } = settings;
  const queue: Waiting[] = [];
  let queuedItems = 0;
  let queuedBytes = 0;
  let isClosing = false;
  let running: Promise<void> | undefined;

  function submit(submission: Submission): Promise<Outcome[]> {
    if (isClosing) return Promise.reject(new ClosingError());
    const { items, bytes } = submission;
    if (items.length === 0) return Promise.resolve([]);
    const isFull =
      queuedItems + items.length > maxQueuedItems || queuedBytes + bytes > maxQueuedBytes;
    // One that is alone is taken whatever its size, or it never would be.
    if (isFull && queuedItems > 0) return Promise.reject(new OverloadedError(retryAfterSeconds));
    queuedItems += items.length;
    queuedBytes += bytes;
    return new Promise<Outcome[]>((resolve, reject) => {
      queue.push({ submission, outcomes: [], next: 0, resolve, reject, isRefused: false });
      running ??= run();
    }).finally(() => {
      queuedItems -= items.length;
      queuedBytes -= bytes;
    });
  }

  /** Writes batch after batch until nothing waits. Never rejects. */
  async function run(): Promise<void> {
    // What else this turn of the event loop brings joins the first batch.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const parts = takeParts();
      try {
        await writeParts(parts);
        for (const { waiting } of parts) settle(waiting);
      } catch (error) {
        for (const { waiting } of parts) refuse(waiting, error);
      }
    }
    running = undefined;
  }

  /** Takes the next batch from the queue, in order. */
  function takeParts(): Part[] {
    const parts: Part[] = [];
    let items = 0;
    let bytes = 0;
    for (let waiting = queue[0]; waiting !== undefined; waiting = queue[0]) {
      const { length } = waiting.submission.items;
      const bytesEach = waiting.submission.bytes / length;
      const byBytes = Math.floor((maxBatchBytes - bytes) / Math.max(bytesEach, 1));
      const room = Math.min(maxBatchItems - items, byBytes);
      // A submission that fits in a batch is not cut: either all or nothing of it is kept.
      const wouldFitAlone = length <= maxBatchItems && waiting.submission.bytes <= maxBatchBytes;
      if (parts.length > 0 && (room < 1 || (wouldFitAlone && room < length))) break;
      const from = waiting.next;
      waiting.next = Math.min(length, from + Math.max(room, 1));
      parts.push({ waiting, from, until: waiting.next });
      items += waiting.next - from;
      bytes += bytesEach * (waiting.next - from);
      if (waiting.next < length) break;
      queue.shift();
    }
    return parts;
  }

  /**
   * Writes parts in one transaction. When that fails for a reason that is not the store's, some
   * item is to blame: it is found by halving, so that it takes no other with it.
   */
  async function writeParts(parts: readonly Part[]): Promise<void> {
    try {
      const outcomes = await store.write((tx) => applyParts(tx, parts));
      keepOutcomes(parts, outcomes);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const halves = halve(parts);
      if (halves) {
        await writeParts(halves[0]);
        await writeParts(halves[1]);
        return;
      }
      onFailure(error);
      keepOutcomes(parts, [{ status: 'failed', refusals: [] }]);
    }
  }

  function settle(waiting: Waiting): void {
    const isDone = waiting.next === waiting.submission.items.length;
    if (isDone && !waiting.isRefused) waiting.resolve(waiting.outcomes);
  }

  /** Drops what still waits of it: its sender is told that it failed, and will send it again. */
  function refuse(waiting: Waiting, error: unknown): void {
    waiting.isRefused = true;
    if (queue[0] === waiting) queue.shift();
    waiting.reject(error);
  }

  return {
    submit,
    load: () => ({ queuedItems, queuedBytes }),
    async close() {
      isClosing = true;
      await running;
    },
  };
}

/** Applies the items project by project; within one in the order of the parts. */
async function applyParts(tx: WriteTransaction, parts: readonly Part[]): Promise<Outcome[]> {
  const byProject = new Map<number, { items: IngestItem[]; places: number[] }>();
  let place = 0;
  for (const { waiting, from, until } of parts) {
    const { project, items } = waiting.submission;
    const group = byProject.get(project) ?? { items: [], places: [] };
    byProject.set(project, group);
    for (const item of items.slice(from, until)) {
      group.items.push(item);
      group.places.push(place);
      place += 1;
    }
  }
  const outcomes = new Array<Outcome>(place);
  for (const [project, { items, places }] of byProject) {
    const applied = await applyBatch(tx, project, items);
    for (const [index, outcome] of applied.entries()) outcomes[places[index] as number] = outcome;
  }
  return outcomes;
}

function keepOutcomes(parts: readonly Part[], outcomes: readonly Outcome[]): void {
  let place = 0;
  for (const { waiting, from, until } of parts) {
    waiting.outcomes.push(...outcomes.slice(place, place + until - from));
    place += until - from;
  }
}

/** Two halves of about as many items, in order; `undefined` for a single item. */
function halve(parts: readonly Part[]): [Part[], Part[]] | undefined {
  const count = parts.reduce((sum, { from, until }) => sum + until - from, 0);
  if (count < 2) return undefined;
  const halves: [Part[], Part[]] = [[], []];
  let left = Math.floor(count / 2);
  for (const { waiting, from, until } of parts) {
    const cut = Math.min(until, from + left);
    left -= cut - from;
    if (cut > from) halves[0].push({ waiting, from, until: cut });
    if (until > cut) halves[1].push({ waiting, from: cut, until });
  }
  return halves;
}
