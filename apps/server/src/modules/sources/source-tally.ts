import type { Instant } from '@muster/conditions';
import type { Logger } from 'pino';
import type { SourceDelivery, SourceRecord } from '../../store/source-records.ts';
import type { Store } from '../../store/store.ts';

/** Counts what sources send, and writes it down now and then: a count is not worth a wait for the disk. */
export interface SourceTally {
  note(source: SourceAddress, delivery: SourceDelivery): void;
  /** Resolves when all that was noted is written, as far as it can be. */
  flush(): Promise<void>;
}

/** Which source, of which project. */
export interface SourceAddress {
  project: number;
  id: string;
}

interface Parts {
  store: Store;
  logger: Logger;
  /** Aborts when the server stops: from then on nothing is held back. */
  stopping: AbortSignal;
  flushAfterMs?: number;
}

const maxDeliveries = 50;

/** What was noted of a source since it was last written. */
interface Pending {
  address: SourceAddress;
  record: SourceRecord;
}

export function createSourceTally(parts: Parts): SourceTally {
  const { store, logger, stopping, flushAfterMs = 1000 } = parts;
  let pending = new Map<string, Pending>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  stopping.addEventListener('abort', () => void flush(), { once: true });

  function note(address: SourceAddress, delivery: SourceDelivery): void {
    const key = `${address.project}/${address.id}`;
    const { record } = pending.get(key) ?? { record: emptyRecord };
    pending.set(key, { address, record: addDelivery(record, delivery) });
    if (stopping.aborted) void flush();
    else timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
  }

  /** Never rejects: what cannot be written is kept for the next time. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  async function write(): Promise<void> {
    if (pending.size === 0) return;
    const taken = pending;
    pending = new Map();
    try {
      await store.write(async (tx) => {
        for (const { address, record } of taken.values()) {
          const { project, id } = address;
          // It may have been deleted meanwhile.
          if ((await tx.source(project, id)) === undefined) continue;
          const before = (await tx.sourceRecord(project, id)) ?? emptyRecord;
          await tx.putSourceRecord(project, id, joinRecords(before, record));
        }
      });
    } catch (error) {
      logger.warn({ err: error }, 'the counts of sources could not be written yet');
      for (const [key, { address, record }] of taken) {
        const later = pending.get(key)?.record ?? emptyRecord;
        pending.set(key, { address, record: joinRecords(record, later) });
      }
    }
  }

  return { note, flush };
}

export const emptyRecord: SourceRecord = {
  counts: { requests: 0, refusedRequests: 0, accepted: 0, duplicates: 0, rejected: 0 },
  deliveries: [],
};

function addDelivery(record: SourceRecord, delivery: SourceDelivery): SourceRecord {
  const { at, accepted, duplicates, rejected, refusal } = delivery;
  return joinRecords(record, {
    ...(refusal ? { lastRefusal: { at, ...refusal } } : { lastReceivedAt: at }),
    counts: {
      requests: refusal ? 0 : 1,
      refusedRequests: refusal ? 1 : 0,
      accepted,
      duplicates,
      rejected,
    },
    deliveries: [delivery],
  });
}

function joinRecords(earlier: SourceRecord, later: SourceRecord): SourceRecord {
  const counts = { ...earlier.counts };
  for (const key of Object.keys(counts) as (keyof typeof counts)[]) {
    counts[key] += later.counts[key];
  }
  const lastRefusal = later.lastRefusal ?? earlier.lastRefusal;
  const lastReceivedAt = latest(earlier.lastReceivedAt, later.lastReceivedAt);
  return {
    ...(lastReceivedAt !== undefined && { lastReceivedAt }),
    ...(lastRefusal && { lastRefusal }),
    counts,
    deliveries: [...later.deliveries, ...earlier.deliveries].slice(0, maxDeliveries),
  };
}

function latest(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
