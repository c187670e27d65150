import type { Instant } from '@muster/conditions';
import type { RejectedEntry } from '../ingest/refusal.ts';
import type { SourceSetup } from './source-setup.ts';

/** A request of a source as it came: plain data, which another thread can take. */
export interface SourceParcel {
  /** The number of the project, and its zone: what a timestamp without an offset means. */
  project: number;
  timeZone: string;
  setup: SourceSetup;
  /** Those of `sourceHeaders` that it had. */
  headers: Partial<Record<SourceHeader, string>>;
  /** The body is compressed. */
  isGzip: boolean;
  /** What the address says of the items; absent: they say it themselves. */
  form?: SourceForm;
  /** One item that was refused before, and let in then, is tried again. */
  replay?: { requestId: string | undefined; sentAt: Instant | undefined };
  /** It is handed over: whoever sends it must not use it afterwards. */
  body: Uint8Array<ArrayBuffer>;
  arrivedAt: Instant;
}

/** A type of Segment's messages, or a user of Jimo Cloud. */
export type SourceForm = { type: string } | 'jimo';

/** What is looked at of a request's headers, beside its encoding. */
export const sourceHeaders = [
  'authorization',
  'x-signature',
  'x-signature-256',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'x-cio-timestamp',
  'x-cio-signature',
] as const;

export type SourceHeader = (typeof sourceHeaders)[number];

/** What became of a request: plain data, too. */
export interface SourceReceipt {
  /** Items taken, whole or without some of their keys; duplicates included. */
  accepted: number;
  /** How many of them had been taken before. */
  duplicates: number;
  /** How many users were erased, or would have been. */
  erased: number;
  /** How many items the mapping passes over. */
  skipped: number;
  /** How many items were refused as a whole. */
  refused: number;
  rejected: RejectedEntry[];
  /** An item could not be stored for a reason that is this server's. */
  hasFailed: boolean;
}
