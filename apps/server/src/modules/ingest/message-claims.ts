import type { WriteTransaction } from '../../store/store.ts';
import type { IngestItem } from './ingest-item.ts';
import type { StreamLedger } from './stream-ledger.ts';

/** Which items of a batch are seen for the first time, by the message ids of their senders. */
export class MessageClaims {
  readonly #unclaimed: Set<string>;

  private constructor(fresh: Set<string>) {
    this.#unclaimed = fresh;
  }

  /** Records the ids of all items but those that their streams are past. */
  static async record(
    tx: WriteTransaction,
    project: number,
    items: readonly IngestItem[],
    streams: StreamLedger,
  ): Promise<MessageClaims> {
    const ids = new Set<string>();
    for (const item of items) {
      const id = sentMessageId(item);
      if (id === undefined || (item.type === 'command' && streams.isPast(item))) continue;
      ids.add(id);
    }
    const fresh = ids.size === 0 ? ids : await tx.keepNewMessageIds(project, [...ids]);
    return new MessageClaims(fresh);
  }

  /** True as long as the item may turn out to be new. */
  mayBeNew(item: IngestItem): boolean {
    const id = sentMessageId(item);
    return id === undefined || this.#unclaimed.has(id);
  }

  /** True for an item without an id, and for the first that claims one not seen before. */
  claim(item: IngestItem): boolean {
    const id = sentMessageId(item);
    return id === undefined || this.#unclaimed.delete(id);
  }

  /** Forgets the ids of items that in the end were not applied: they will be sent again. */
  async release(tx: WriteTransaction, project: number): Promise<void> {
    if (this.#unclaimed.size > 0) await tx.forgetMessageIds(project, this.#unclaimed);
  }
}

/**
 * The id by which the project remembers an item. What browsers say has a space of its own: anybody
 * could claim the ids of a server's events before it sends them.
 */
function sentMessageId(item: IngestItem): string | undefined {
  const id = ownMessageId(item);
  const { messageSpace } = item.origin;
  return id === undefined || messageSpace === undefined ? id : `${messageSpace}:${id}`;
}

/** The id that its sender gave it. */
function ownMessageId(item: IngestItem): string | undefined {
  switch (item.type) {
    case 'identify':
    case 'source':
      return item.messageId;
    case 'track':
      return item.hasOwnMessageId ? undefined : item.messageId;
    case 'command':
      return item.event?.hasOwnMessageId === false ? item.event.messageId : undefined;
    case 'importRow':
      // It is known by its place in the file.
      return undefined;
  }
}
