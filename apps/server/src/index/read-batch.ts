import type { LoggedChange } from '../store/read-change.ts';
import type { EventRow, ReadTransaction } from '../store/store.ts';
import { breathe } from './breathe.ts';

/** Bounds of one batch; a single change is taken whole whatever its size. */
export interface BatchLimits {
  maxRows: number;
  /** Of text, about. */
  maxBytes: number;
}

export const defaultBatchLimits: BatchLimits = { maxRows: 20_000, maxBytes: 16 * 1024 * 1024 };

/**
 * Changes read from the store at once, so that few large ones do not fill the memory, nor hold up for
 * long who else waits on this thread.
 */
const pageSize = 8;

/**
 * The next changes after a position, in order, as many as the limits allow; none at the head of the
 * log. Throws when changes after the position have been forgotten, and an `UnreadableChangeError` when
 * one of them cannot be understood.
 */
export async function readBatch(
  tx: ReadTransaction,
  after: number,
  { maxRows, maxBytes }: BatchLimits,
): Promise<LoggedChange[]> {
  const batch: LoggedChange[] = [];
  let rows = 0;
  let bytes = 0;
  let last = after;
  for (;;) {
    const page = await tx.changes(last, pageSize);
    for (const { position, change } of page) {
      // A gap would be skipped for ever.
      if (position !== last + 1) throw new LostChangesError(last);
      if (change.type === 'unreadable') throw new UnreadableChangeError(position);
      const logged = { position, change };
      // Whose events they are must not change between what is removed and what is merged: a batch has
      // changes of this kind alone or none.
      if (isExpiry(logged) !== isExpiry(batch[0] ?? logged)) return batch;
      last = logged.position;
      batch.push(logged);
      rows += countRows(logged);
      bytes += estimateBytes(logged);
      if (rows >= maxRows || bytes >= maxBytes) return batch;
    }
    if (page.length < pageSize) return batch;
    await breathe();
  }
}

/** The log no longer holds what comes after this position: the index has to be made anew. */
class LostChangesError extends Error {
  override readonly name = 'LostChangesError';

  constructor(position: number) {
    super(`The change log does not go on after position ${position}`);
  }
}

/** An entry says nothing to us: what it was about is in the store alone, and the index has to be made anew. */
export class UnreadableChangeError extends Error {
  override readonly name = 'UnreadableChangeError';
  readonly position: number;

  constructor(position: number) {
    super(`Change ${position} of the log cannot be read`);
    this.position = position;
  }
}

function isExpiry({ change }: LoggedChange): boolean {
  return change.type === 'expire';
}

/** Users whom it names, or events that it has. */
export function countRows({ change }: LoggedChange): number {
  if (change.type === 'events') return change.events.length;
  return change.type === 'profiles' ? change.numbers.length : 1;
}

function estimateBytes({ change }: LoggedChange): number {
  if (change.type !== 'events') return 0;
  return change.events.reduce((sum, event) => sum + estimateEventBytes(event), 0);
}

function estimateEventBytes({ name, properties }: EventRow): number {
  let bytes = 120 + name.length;
  for (const [key, value] of properties) {
    bytes += key.length + 8 + (typeof value === 'string' ? value.length : 16);
  }
  return bytes;
}
