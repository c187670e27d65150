import type { RejectedEntry } from '../ingest/refusal.ts';
import { refuseAll } from '../ingest/refuse-all.ts';
import type { SourceReceipt } from './source-parcel.ts';

/** What a source is told of what it sent. */
export interface SourceReply {
  accepted: number;
  rejected: RejectedEntry[];
}

/** Refused by what the source was set up to do: to send it again would change nothing. */
const asWished = new Set(['unknown_user']);

/**
 * Throws a 422 or 500 when nothing was taken, but for users who are not there: a CRM knows many who never
 * use the product, and senders give up on whoever answers with errors all day.
 */
export function answerReceipt(receipt: SourceReceipt): SourceReply {
  const { accepted, skipped, rejected } = receipt;
  const isAsWished = rejected.every(({ code, scope }) => scope === 'key' || asWished.has(code));
  const isTaken = accepted > 0 || skipped > 0 || (rejected.length > 0 && isAsWished);
  if (!isTaken) throw refuseAll(receipt);
  return { accepted, rejected };
}
