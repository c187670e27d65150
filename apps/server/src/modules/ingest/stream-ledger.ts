import type { Instant } from '@muster/conditions';
import type { WriteTransaction } from '../../store/store.ts';
import type { StreamRow } from '../../store/streams.ts';
import type { CommandItem, IngestItem } from './ingest-item.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Streams not heard of for so long are forgotten (decision 0018). */
const forgetAfterMs = 90 * dayMs;

interface Stream {
  row: StreamRow;
  isNew: boolean;
  isAdvanced: boolean;
}

/** How far the streams of a batch have come: which of their commands were applied before. */
export class StreamLedger {
  readonly #streams = new Map<string, Stream>();
  #latest: Instant = 0;
  #last: Stream | undefined;

  /** Reads the streams of all commands among the items. */
  static async read(
    tx: WriteTransaction,
    project: number,
    items: readonly IngestItem[],
  ): Promise<StreamLedger> {
    const ledger = new StreamLedger();
    let last: string | undefined;
    for (const item of items) {
      if (item.type !== 'command' || item.stream === last) continue;
      last = item.stream;
      ledger.#add(item);
    }
    if (ledger.#streams.size === 0) return ledger;
    for (const row of await tx.streams(project, [...ledger.#streams.keys()])) {
      ledger.#streams.set(row.id, { row, isNew: false, isAdvanced: false });
    }
    return ledger;
  }

  /** True when a command as far on in its stream, or further, was applied before. */
  isPast({ stream, seq }: CommandItem): boolean {
    return seq <= this.#find(stream).row.seq;
  }

  /** Takes the command as applied. */
  advance({ stream, seq }: CommandItem): void {
    const found = this.#find(stream);
    found.row.seq = seq;
    found.isAdvanced = true;
  }

  /**
   * Writes what advanced. For each new stream up to two old ones are forgotten, so that there are
   * never more than those of the last 90 days, and no sweep ever holds up a batch.
   */
  async save(tx: WriteTransaction, project: number): Promise<void> {
    const advanced = [...this.#streams.values()].filter(({ isAdvanced }) => isAdvanced);
    if (advanced.length === 0) return;
    const writtenSince = this.#latest - dayMs;
    await tx.putStreams(
      project,
      advanced.map(({ row, isNew }) => {
        const keepHeard = !isNew && row.heard > writtenSince;
        return { ...row, heard: keepHeard ? row.heard : this.#latest, keepHeard };
      }),
    );
    const added = advanced.filter(({ isNew }) => isNew).length;
    if (added > 0) await tx.forgetStreams(this.#latest - forgetAfterMs, 2 * added);
  }

  #add({ stream: id, arrivedAt }: CommandItem): void {
    this.#latest = Math.max(this.#latest, arrivedAt);
    if (this.#streams.has(id)) return;
    this.#streams.set(id, {
      row: { id, seq: 0, heard: arrivedAt },
      isNew: true,
      isAdvanced: false,
    });
  }

  #find(id: string): Stream {
    // Commands come in runs of one stream.
    if (this.#last?.row.id === id) return this.#last;
    const found = this.#streams.get(id);
    if (found === undefined) throw new Error('A command names a stream that was not read.');
    this.#last = found;
    return found;
  }
}
