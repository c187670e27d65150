/**
 * Texts by their place, outside of the heap: a million strings there would have to be looked at by every collection of
 * garbage.
 */
export interface TextPool {
  /** Adds a text; returns its place, from 0. */
  add(text: string): number;
  at(place: number): string;
  readonly size: number;
  readonly bytes: number;
}

/** What grows does so by half at least: it is copied then, while others wait for this thread. */
const growth = 1.5;

export function createTextPool(): TextPool {
  let content: Buffer = Buffer.alloc(0);
  /** By place, where the text ends. */
  let ends = new Float64Array(0);
  let size = 0;

  const endOf = (place: number) => (place < 0 ? 0 : (ends[place] as number));

  return {
    add(text) {
      const start = endOf(size - 1);
      const length = Buffer.byteLength(text);
      if (start + length > content.length) {
        const larger = Buffer.allocUnsafeSlow(Math.ceil((start + length) * growth) + 1024);
        content.copy(larger, 0, 0, start);
        content = larger;
      }
      if (size === ends.length) {
        const larger = new Float64Array(Math.ceil(size * growth) + 64);
        larger.set(ends);
        ends = larger;
      }
      content.write(text, start);
      ends[size] = start + length;
      size += 1;
      return size - 1;
    },
    at: (place) => content.toString('utf8', endOf(place - 1), endOf(place)),
    get size() {
      return size;
    },
    get bytes() {
      return content.length + ends.byteLength;
    },
  };
}
