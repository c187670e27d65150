import type { Bitset } from './bitset.ts';

/**
 * Many sets of user numbers, each a column. A word has the bits of 32 users, as in a `Bitset`, but the words that all
 * columns have of these users follow each other: whoever looks at one user in every column reads a few neighbouring
 * lines of memory, where a bitset for each column would have her in as many pages.
 */
export interface BitTable {
  /** An empty column. */
  addColumn(): BitColumn;
  /** Forgets what the columns hold; they are not to be used any more. */
  dropColumns(columns: Iterable<BitColumn>): void;
  /** Where the bits of a user are, until a column is added or dropped. */
  row(number: number): BitRow;
  /** The users of `among` who are in the set that `toWord` makes of the columns' words, 32 users at a time. */
  combine(toWord: ToWord, among: Bitset): Bitset;
  bytes(): number;
}

/** One set of user numbers. */
export interface BitColumn {
  /** Which of the words of 32 users is its own; another one when columns have been added or dropped. */
  readonly place: number;
  has(number: number): boolean;
  /** Puts all of a set in, but for those that are set aside. */
  add(bits: Bitset, aside: Bitset): void;
  /** Becomes equal to the set. */
  replace(bits: Bitset): void;
  toBitset(): Bitset;
  /** Its words from one place of a `Bitset` up to another one. */
  readWords(from: number, to: number): Uint32Array;
}

/** The words of the 32 users that one user is among. */
export interface BitRow {
  readonly words: Int32Array;
  /** Where the word of the column with the place 0 is. */
  readonly base: number;
  /** Her bit of each. */
  readonly mask: number;
}

/** Makes one word of those from `base` on, which the places of columns count from. */
export type ToWord = (words: Int32Array, base: number) => number;

export function readBit({ words, base, mask }: BitRow, { place }: BitColumn): boolean {
  return ((words[base + place] as number) & mask) !== 0;
}

/** Puts the user in or takes her out. Returns whether that was another answer than before. */
export function putBit(
  { words, base, mask }: BitRow,
  { place }: BitColumn,
  isIn: boolean,
): boolean {
  const before = words[base + place] as number;
  const after = isIn ? before | mask : before & ~mask;
  words[base + place] = after;
  return after !== before;
}

/** Words of one column in a chunk, which is made when somebody in it is first looked at. */
const wordsAChunk = 32;
/** Columns that there is always room for. */
const least = 8;

interface Column extends BitColumn {
  place: number;
}

export function createBitTable(): BitTable {
  const chunks: (Int32Array | undefined)[] = [];
  const columns = new Set<Column>();
  /** Places of columns that were dropped; what they held is still there. */
  let free: number[] = [];
  /** Places for columns. */
  let width = least;

  function chunkOf(at: number): Int32Array {
    const index = Math.floor(at / wordsAChunk);
    for (let next = chunks.length; next < index; next += 1) chunks[next] = undefined;
    chunks[index] ??= new Int32Array(wordsAChunk * width);
    return chunks[index];
  }

  function readWord(at: number, place: number): number {
    const chunk = chunks[Math.floor(at / wordsAChunk)];
    return chunk?.[(at % wordsAChunk) * width + place] ?? 0;
  }

  function writeWord(at: number, place: number, word: number): void {
    chunkOf(at)[(at % wordsAChunk) * width + place] = word;
  }

  /** Moves all columns together, and leaves place for more. */
  function layOut(next: number): void {
    const own = [...columns];
    for (const [index, before] of chunks.entries()) {
      if (before === undefined) continue;
      const after = new Int32Array(wordsAChunk * next);
      for (let at = 0; at < wordsAChunk; at += 1) {
        for (const [place, column] of own.entries()) {
          after[at * next + place] = before[at * width + column.place] as number;
        }
      }
      chunks[index] = after;
    }
    for (const [place, column] of own.entries()) column.place = place;
    width = next;
    free = [];
  }

  function takePlace(): number {
    const known = free.pop();
    if (known === undefined) {
      if (columns.size === width) layOut(Math.ceil(width * 1.25));
      return columns.size;
    }
    for (const chunk of chunks) {
      if (chunk === undefined) continue;
      for (let at = known; at < chunk.length; at += width) chunk[at] = 0;
    }
    return known;
  }

  function createColumn(place: number): Column {
    const column: Column = {
      place,
      has: (number) => ((readWord(number >>> 5, column.place) >>> (number & 31)) & 1) === 1,
      add({ words }, aside) {
        for (const [at, word] of words.entries()) {
          const added = word & ~(aside.words[at] ?? 0);
          if (added !== 0) writeWord(at, column.place, readWord(at, column.place) | added);
        }
      },
      replace({ words }) {
        const length = Math.max(words.length, chunks.length * wordsAChunk);
        for (let at = 0; at < length; at += 1) {
          const word = words[at] ?? 0;
          if (word !== 0 || readWord(at, column.place) !== 0) writeWord(at, column.place, word);
        }
      },
      toBitset: () => ({ words: column.readWords(0, chunks.length * wordsAChunk) }),
      readWords(from, to) {
        const words = new Uint32Array(to - from);
        for (let at = from; at < to; at += 1) words[at - from] = readWord(at, column.place);
        return words;
      },
    };
    return column;
  }

  return {
    addColumn() {
      const column = createColumn(takePlace());
      columns.add(column);
      return column;
    },
    dropColumns(dropped) {
      for (const column of dropped as Iterable<Column>) {
        if (columns.delete(column)) free.push(column.place);
      }
      if (width > least && columns.size < width / 2) {
        layOut(Math.max(least, Math.ceil(columns.size * 1.25)));
      }
    },
    row(number) {
      const at = number >>> 5;
      return { words: chunkOf(at), base: (at % wordsAChunk) * width, mask: 1 << (number & 31) };
    },
    combine(toWord, among) {
      const words = new Uint32Array(among.words.length);
      for (const [at, mask] of among.words.entries()) {
        if (mask === 0) continue;
        const chunk = chunkOf(at);
        words[at] = toWord(chunk, (at % wordsAChunk) * width) & mask;
      }
      return { words };
    },
    bytes: () => chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0),
  };
}
