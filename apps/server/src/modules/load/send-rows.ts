import type { Checkpoint, LoadState } from './checkpoint.ts';
import type { LoadProgress, RejectedRow } from './load-file.ts';
import type { LoadSink, RawItem, SinkReply } from './load-sink.ts';
import type { LoadReading, LoadRow, LoadSource } from './load-source.ts';

export interface SendSettings {
  sink: LoadSink;
  checkpoint: Checkpoint;
  onProgress?: (progress: LoadProgress) => void;
  onRejected?: (rejected: RejectedRow) => void;
  signal?: AbortSignal;
}

/** Most items, and about most characters of JSON, that are sent at once. */
const maxBatchItems = 1000;
const maxBatchSize = 2 * 1024 * 1024;

type Sendable = LoadRow & { item: RawItem };

/** Rows that are answered together, those refused before sending included. */
interface Batch {
  lastRow: number;
  sendable: Sendable[];
  rejectedRows: number;
  /** Read of the file when it was complete. */
  bytes: number;
}

type Answer = { batch: Batch; reply: SinkReply } | { error: unknown };

/** So many rows are acknowledged between two notes of how far it is: the price of a kill. */
const rowsPerNote = 5000;

/**
 * Sends the rows after `start.row` and returns how far it came: to the end. What is acknowledged is
 * noted down in order, now and then and when it fails.
 */
export async function sendRows(
  reading: LoadReading,
  source: LoadSource,
  start: LoadState,
  settings: SendSettings,
): Promise<LoadState> {
  const { sink, checkpoint, onProgress, onRejected, signal } = settings;
  const inFlight: Promise<Answer>[] = [];
  let state = start;
  let noted = start;

  function note(): void {
    if (noted !== state) checkpoint.write(state);
    noted = state;
  }

  async function finishOldest(): Promise<void> {
    const answer = await inFlight.shift();
    if (answer === undefined) return;
    if ('error' in answer) throw answer.error;
    const { batch, reply } = answer;
    state = addReply(state, batch, reply);
    if (state.row - noted.row >= rowsPerNote) note();
    for (const rejected of toRejectedRows(reading, batch, reply)) onRejected?.(rejected);
    const { totalRows, totalBytes } = source;
    const { row: rows } = state;
    onProgress?.({ phase: 'loading', rows, totalRows, bytes: batch.bytes, totalBytes });
  }

  try {
    for await (const batch of cutBatches(reading, start.row, onRejected)) {
      signal?.throwIfAborted();
      while (inFlight.length >= sink.maxInFlight) await finishOldest();
      inFlight.push(sendBatch(sink, batch));
    }
    while (inFlight.length > 0) await finishOldest();
  } finally {
    // None is left behind: what is under way when one fails or the load is stopped still counts,
    // and its rows are found to be duplicates by the next run.
    await Promise.all(inFlight);
    note();
  }
  return state;
}

/** Never rejects, so that one that fails before it is looked at is no unhandled rejection. */
function sendBatch(sink: LoadSink, batch: Batch): Promise<Answer> {
  if (batch.sendable.length === 0) {
    return Promise.resolve({ batch, reply: { accepted: 0, duplicates: 0, rejected: [] } });
  }
  return sink.send(batch.sendable.map(({ item }) => item)).then(
    (reply) => ({ batch, reply }),
    (error: unknown) => ({ error }),
  );
}

async function* cutBatches(
  reading: LoadReading,
  after: number,
  onRejected: SendSettings['onRejected'],
): AsyncGenerator<Batch, void> {
  const startBatch = (): Batch => ({ lastRow: after, sendable: [], rejectedRows: 0, bytes: 0 });
  let batch = startBatch();
  let size = 0;
  for await (const rows of reading.rows) {
    for (const row of rows) {
      if (row.row <= after) continue;
      if (batch.sendable.length >= maxBatchItems || size + row.size > maxBatchSize) {
        yield { ...batch, bytes: reading.bytesRead() };
        batch = startBatch();
        size = 0;
      }
      batch.lastRow = row.row;
      for (const rejected of row.rejected) onRejected?.(rejected);
      if (!isSendable(row)) {
        batch.rejectedRows += 1;
        continue;
      }
      batch.sendable.push(row);
      size += row.size;
    }
  }
  if (batch.lastRow > after) yield { ...batch, bytes: reading.bytesRead() };
}

function isSendable(row: LoadRow): row is Sendable {
  return row.item !== undefined;
}

function addReply(state: LoadState, batch: Batch, reply: SinkReply): LoadState {
  const { sendable } = batch;
  const refusedItems = new Set<number>();
  for (const { index, scope } of reply.rejected) if (scope === 'item') refusedItems.add(index);
  const taken = sendable.filter((_, index) => !refusedItems.has(index)).map(({ item }) => item);
  const first = state.probes[0] ?? taken[0];
  const last = taken.at(-1) ?? state.probes[1];
  return {
    row: batch.lastRow,
    accepted: state.accepted + reply.accepted,
    rejected: state.rejected + batch.rejectedRows + sendable.length - reply.accepted,
    duplicates: state.duplicates + reply.duplicates,
    probes: [first, last].filter((probe) => probe !== undefined),
  };
}

function toRejectedRows(
  reading: LoadReading,
  { sendable }: Batch,
  { rejected }: SinkReply,
): RejectedRow[] {
  return rejected.flatMap(({ index, path, message }) => {
    const row = sendable[index];
    return row ? [{ row: row.row, ...reading.locate(row, path), reason: message }] : [];
  });
}
