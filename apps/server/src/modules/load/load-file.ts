import type { LoadOptions } from './load-options.ts';
import type { LoadSink } from './load-sink.ts';

/** How far a load is. Rows are data rows: the header of a table is none. */
export interface LoadProgress {
  phase: 'reading' | 'loading';
  rows: number;
  totalRows?: number;
  bytes: number;
  totalBytes: number;
}

/** A row, or one cell of it, that was not taken. */
export interface RejectedRow {
  /** 1 for the first data row (ndjson: the first line). */
  row: number;
  /** The column, or the path in an ndjson item; empty when it is the row as a whole. */
  column: string;
  /** As it stands in the file, cut to 100 characters; empty for a row as a whole. */
  value: string;
  reason: string;
}

export interface LoadResult {
  /** Data rows in the file. */
  rows: number;
  /** Rows taken, those with a refused cell and those taken before included. */
  accepted: number;
  /** Rows of which nothing was taken. */
  rejected: number;
  /** Rows among `accepted` that had been taken before. */
  duplicates: number;
  /** Rows that an interrupted run had done, and this one did not send again. */
  resumedAfter: number;
}

export interface LoadSettings {
  sink: LoadSink;
  /** Public id of the project that `sink` writes to. */
  projectId: string;
  /** Where `loads/<hash>.json` remembers how far a load is. */
  dataDir: string;
  onProgress?: (progress: LoadProgress) => void;
  onRejected?: (rejected: RejectedRow) => void;
  /** Stops between two batches; `loadFile` then rejects with the signal's reason. Run it again to go on. */
  signal?: AbortSignal;
}

/**
 * Loads one file, each row exactly once however often it is interrupted and run again. Bad rows are
 * reported and never stop good ones. Rejects with `LoadError` when file or options cannot be used.
 */
export async function loadFile(
  _options: LoadOptions,
  _settings: LoadSettings,
): Promise<LoadResult> {
  throw new Error('Not written yet');
}
