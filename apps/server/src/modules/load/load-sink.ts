import type { RejectedEntry } from '../ingest/refusal.ts';

/** A webhook item as JSON: what `POST /sse/webhook` takes. */
export type RawItem = Readonly<Record<string, unknown>>;

/** What became of one batch. A duplicate also counts as accepted. */
export interface SinkReply {
  accepted: number;
  duplicates: number;
  /** By index in the batch. */
  rejected: readonly RejectedEntry[];
}

/** Where a load sends its items: this process's ingestion, or a running server. */
export interface LoadSink {
  /**
   * Resolves when what it accepted is durable; waits by itself while the other side is busy. Batches
   * are applied in the order of the calls.
   */
  send(items: readonly RawItem[]): Promise<SinkReply>;
  /** How many batches may be under way at once without losing their order. */
  readonly maxInFlight: number;
}
