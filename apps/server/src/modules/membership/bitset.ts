/** A set of user numbers, a bit each. It grows with the highest number that is put in. */
export interface Bitset {
  words: Uint32Array;
}

export function createBitset(): Bitset {
  return { words: new Uint32Array(0) };
}

export function hasBit({ words }: Bitset, number: number): boolean {
  return (((words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}

/** Puts the number in or takes it out. */
export function writeBit(bits: Bitset, number: number, isIn: boolean): void {
  const at = number >>> 5;
  const word = bits.words[at];
  if (word === undefined) {
    if (!isIn) return;
    grow(bits, at + 1);
  }
  const mask = 1 << (number & 31);
  bits.words[at] = isIn ? (word ?? 0) | mask : (word ?? 0) & ~mask;
}

/** A set of these numbers. */
export function toBitset(numbers: Iterable<number>): Bitset {
  const bits = createBitset();
  for (const number of numbers) writeBit(bits, number, true);
  return bits;
}

/** Puts all of another set in, a word at a time. */
export function addBits(bits: Bitset, { words }: Bitset): void {
  if (words.length > bits.words.length) grow(bits, words.length);
  const own = bits.words;
  for (let at = 0; at < words.length; at += 1) {
    own[at] = (own[at] as number) | (words[at] as number);
  }
}

/** By a quarter at least, so that numbers that come one by one do not copy it each time. */
function grow(bits: Bitset, length: number): void {
  const larger = new Uint32Array(Math.max(length, Math.ceil(bits.words.length * 1.25), 32));
  larger.set(bits.words);
  bits.words = larger;
}

/** How many numbers are in it. */
export function countBits({ words }: Bitset): number {
  let count = 0;
  for (const word of words) {
    if (word === 0) continue;
    const pairs = word - ((word >>> 1) & 0x55555555);
    const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    count += (((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}

/** The numbers in it, ascending. */
function* listBits({ words }: Bitset): Generator<number> {
  for (const [at, whole] of words.entries()) {
    for (let word = whole; word !== 0; word &= word - 1) {
      yield at * 32 + 31 - Math.clz32(word & -word);
    }
  }
}

/** The first so many numbers that are in it and in the range, ascending; `after` itself is not in the range. */
export function firstBits(
  bits: Bitset,
  limit: number,
  { after, upTo }: { after: number; upTo: number },
): number[] {
  const found: number[] = [];
  const from = (after + 1) >>> 5;
  for (const number of listBits({ words: bits.words.subarray(from) })) {
    const own = from * 32 + number;
    if (own <= after) continue;
    if (own > upTo || found.length === limit) break;
    found.push(own);
  }
  return found;
}

/** The highest number in it; 0 of none. */
export function lastBit({ words }: Bitset): number {
  const at = words.findLastIndex((word) => word !== 0);
  return at < 0 ? 0 : at * 32 + 31 - Math.clz32(words[at] as number);
}

/** The numbers of one that are not in the other. */
export function withoutBits({ words }: Bitset, other: Bitset): Bitset {
  return { words: words.map((word, at) => word & ~(other.words[at] ?? 0)) };
}

/** The numbers that are in one and not in the other, ascending; but for those that are set aside. */
export function listDifferences(
  one: Bitset,
  other: Bitset,
  aside: Bitset = createBitset(),
): Iterable<number> {
  const length = Math.max(one.words.length, other.words.length);
  const words = new Uint32Array(length);
  for (let at = 0; at < length; at += 1) {
    const difference = (one.words[at] ?? 0) ^ (other.words[at] ?? 0);
    words[at] = difference & ~(aside.words[at] ?? 0);
  }
  return listBits({ words });
}
