/** Why an item, or one key of it, was refused; stable, for the reply's `rejected` entries. */
export type RefusalCode = string;

/** One thing that was refused, in words for whoever sent it. */
export interface Refusal {
  code: RefusalCode;
  /** A sentence. It never repeats a value. */
  message: string;
  /** Where in the item, e.g. `traits.plan` or `traits["a.b"]`; empty for the item itself. */
  path: string;
  /** `item`: nothing of it was taken. `key`: the rest of it was. */
  scope: 'item' | 'key';
}

/** A refusal in a reply: which item of the request it is about. */
export interface RejectedEntry extends Refusal {
  index: number;
}

/** The refusal of a valid item that could not be stored. */
export const notStored: Refusal = {
  code: 'not_stored',
  message: 'The item could not be stored for an internal reason, which is in the log.',
  path: '',
  scope: 'item',
};

/**
 * Most refused keys that one reply names one by one. A body of 10 MB has room for two million bad
 * keys; listing each would make a reply, and memory, many times the size of the request.
 */
export const maxKeyRefusals = 10_000;

/** Collects the refusals of one request. Refused items are always all named. */
export class RefusalLog {
  #entries: RejectedEntry[] = [];
  #keyCount = 0;
  /** By item: how many refused keys are not named one by one. */
  #omitted = new Map<number, number>();

  add(index: number, refusal: Refusal): void {
    if (refusal.scope === 'key') {
      if (this.#keyCount >= maxKeyRefusals) {
        this.#omitted.set(index, (this.#omitted.get(index) ?? 0) + 1);
        return;
      }
      this.#keyCount += 1;
    }
    this.#entries.push({ index, ...refusal });
  }

  /** In order of the items. */
  toEntries(): RejectedEntry[] {
    const summaries = [...this.#omitted].map(([index, count]) => summarize(index, count));
    return [...this.#entries, ...summaries].sort((a, b) => a.index - b.index);
  }
}

function summarize(index: number, count: number): RejectedEntry {
  const keys = count === 1 ? 'One more key' : `${count} more keys`;
  return {
    index,
    code: 'more_keys_refused',
    message: `${keys} of this item refused; the reply names no more than ${maxKeyRefusals}.`,
    path: '',
    scope: 'key',
  };
}

const plainKey = /^[A-Za-z_$][\w$]*$/;
const maxShownKeyLength = 80;

/** The path of a key in an object of the item, readable and well-formed whatever the key is. */
export function formatKeyPath(object: string, key: string): string {
  if (key.length <= maxShownKeyLength && plainKey.test(key)) return `${object}.${key}`;
  const cut = key.length > maxShownKeyLength ? `${key.slice(0, maxShownKeyLength)}…` : key;
  return `${object}[${JSON.stringify(cut.toWellFormed())}]`;
}
