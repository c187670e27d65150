/** Somebody who counts the segments of the benchmark. */
export interface Counter {
  name: string;
  /** Segments that it can be asked about, by their place. */
  says: readonly number[];
  /** One question each. */
  countEach(place: number): Promise<number>;
  /** All that it can be asked about in one question; absent: it knows no such thing. */
  countAll?(): Promise<number[]>;
  close?(): Promise<void>;
}

/** Throws when a count is not that of the first counter, with the segment and both numbers. */
export function checkCount(
  segment: string,
  [first, expected]: readonly [name: string, count: number],
  [other, count]: readonly [name: string, count: number],
): void {
  if (count === expected) return;
  throw new Error(`${segment}: ${expected} users by ${first}, ${count} by ${other}`);
}
