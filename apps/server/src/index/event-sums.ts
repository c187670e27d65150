import { digestEvent, type RowObject } from './canonical-row.ts';

/**
 * Sums over the events of each user in a range of numbers, 12 bytes a user. Two sides have the same
 * events, each as often, when what one adds the other takes away: count and sum of digests are zero.
 */
export interface EventSums {
  add(number: number, row: RowObject | undefined): void;
  subtract(number: number, row: RowObject | undefined): void;
  /** Users whose sums are not zero, and how many more events were added than taken away. */
  differences(): Generator<{ number: number; surplus: number }>;
}

/** For the numbers `from` ≤ number < `from + size`. */
export function createEventSums(from: number, size: number): EventSums {
  const counts = new Int32Array(size);
  const highs = new Uint32Array(size);
  const lows = new Uint32Array(size);

  function change(number: number, row: RowObject | undefined, sign: 1 | -1): void {
    const at = number - from;
    const [high, low] = digestEvent(row);
    // Typed arrays wrap around, so the sums are modulo 2^32.
    counts[at] = (counts[at] ?? 0) + sign;
    highs[at] = (highs[at] ?? 0) + sign * high;
    lows[at] = (lows[at] ?? 0) + sign * low;
  }

  return {
    add: (number, row) => change(number, row, 1),
    subtract: (number, row) => change(number, row, -1),
    *differences() {
      for (let at = 0; at < size; at += 1) {
        const surplus = counts[at] ?? 0;
        if (surplus !== 0 || highs[at] !== 0 || lows[at] !== 0) {
          yield { number: from + at, surplus };
        }
      }
    },
  };
}
