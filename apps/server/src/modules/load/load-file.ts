import { createHash } from 'node:crypto';
import { type Checkpoint, type LoadState, openCheckpoint } from './checkpoint.ts';
import { LoadError, type LoadOptions } from './load-options.ts';
import type { LoadSink } from './load-sink.ts';
import type { LoadSource } from './load-source.ts';
import { openNdjson } from './open-ndjson.ts';
import { openTable } from './open-table.ts';
import { sendRows } from './send-rows.ts';

/** How far a load is. Rows are data rows: the header of a table is none. */
export interface LoadProgress {
  /** A file is read twice: to understand it, then to send it. */
  phase: 'reading' | 'loading';
  /** Done, those of an interrupted run included. */
  rows: number;
  /** Known once it has been read. */
  totalRows?: number;
  bytes: number;
  totalBytes: number;
}

/** A row, or one cell of it, that was not taken. */
export interface RejectedRow {
  /** 1 for the first data row; of ndjson, the number of the line. */
  row: number;
  /** The column, or the path in an ndjson item; empty when it is the row as a whole. */
  column: string;
  /** As it stands in the file, cut to 100 characters; empty for a row of a table as a whole. */
  value: string;
  reason: string;
}

export interface LoadResult {
  /** Data rows in the file; blank ones are none. */
  rows: number;
  /** Rows taken, those with a refused cell and those taken before included. */
  accepted: number;
  /** Rows of which nothing was taken. */
  rejected: number;
  /** Rows among `accepted` that an earlier run had sent and not noted down. */
  duplicates: number;
  /** The row up to which an interrupted run was done, so that this one began after it; else 0. */
  resumedAfter: number;
}

export interface LoadSettings {
  sink: LoadSink;
  /** Public id of the project that `sink` writes to. */
  projectId: string;
  /** Where `loads/<id>.json` remembers how far a load is. */
  dataDir: string;
  onProgress?: (progress: LoadProgress) => void;
  /** Rows that an interrupted run had done are not reported again. */
  onRejected?: (rejected: RejectedRow) => void;
  /** Stops between two batches; `loadFile` rejects with its reason. Run it again to go on. */
  signal?: AbortSignal;
}

/**
 * Loads one file, each row exactly once however often it is interrupted and run again: the message
 * id of a row is made of the file's content, the options and its number (decision 0013). Bad rows
 * are reported and never stop good ones. Rejects with `LoadError` when file or options cannot be
 * used, and with what `sink.send` rejects with; all that was acknowledged until then stays.
 */
export async function loadFile(options: LoadOptions, settings: LoadSettings): Promise<LoadResult> {
  checkOptions(options);
  const { projectId, dataDir, onProgress } = settings;
  const open = options.source === 'ndjson' ? openNdjson : openTable;
  const source = await open(options, (bytes, totalBytes) => {
    settings.signal?.throwIfAborted();
    onProgress?.({ phase: 'reading', rows: 0, bytes, totalBytes });
  });
  const loadId = identifyLoad(source, projectId);
  const checkpoint = openCheckpoint(dataDir, loadId);
  const { state, probed } = await findStart(settings.sink, checkpoint);
  const reading = await source.read((row) => nameRow(loadId, row));
  const done = await sendRows(reading, source, state, { ...settings, checkpoint });
  if (reading.contentHash() !== source.contentHash) {
    throw new LoadError(`${options.file} was changed while it was being loaded; load it again.`);
  }
  checkpoint.remove();
  return {
    rows: done.accepted + done.rejected,
    accepted: done.accepted,
    rejected: done.rejected,
    duplicates: done.duplicates - probed,
    resumedAfter: state.row,
  };
}

const atStart: LoadState = { row: 0, accepted: 0, rejected: 0, duplicates: 0, probes: [] };

/**
 * Where to begin. What a checkpoint says is trusted when its first and last item are known where
 * the load goes: the store may be a new one, or have been put back to an older copy. `probed` counts
 * the items that this made known and that will therefore come back as duplicates.
 */
async function findStart(
  sink: LoadSink,
  checkpoint: Checkpoint,
): Promise<{ state: LoadState; probed: number }> {
  const state = checkpoint.read();
  if (state === undefined) return { state: atStart, probed: 0 };
  for (const probe of state.probes) {
    const { accepted, duplicates } = await sink.send([probe]);
    if (duplicates === 0) return { state: atStart, probed: accepted };
  }
  return { state, probed: 0 };
}

function identifyLoad({ contentHash, meaning }: LoadSource, projectId: string): string {
  const identity = JSON.stringify({ version: 1, contentHash, meaning, projectId });
  return createHash('sha256').update(identity).digest('base64url').slice(0, 16);
}

/**
 * The message id of a row: 32 bytes, in the order of the rows, since the store keeps ids that long
 * as they are and so writes those of one batch next to each other.
 */
function nameRow(loadId: string, row: number): string {
  return `load:${loadId}:${String(row).padStart(10, '0')}`;
}

function checkOptions({ source, event, timestamp, types }: LoadOptions): void {
  if (source === 'events' && (event === undefined || event === '')) {
    throw new LoadError('Say with --event what the events are called.');
  }
  if (source !== 'events' && (event !== undefined || timestamp !== undefined)) {
    throw new LoadError('--event and --timestamp are for --source events.');
  }
  if (source === 'ndjson' && types !== undefined && types.size > 0) {
    throw new LoadError('--type is for tables; the values of ndjson have types already.');
  }
}
