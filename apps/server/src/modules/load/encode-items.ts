import type { RawItem } from './load-sink.ts';

/**
 * Items as the body of a request. JSON writes infinity (`1e999` in a file) as `null`, which would
 * remove a value instead of being refused; the largest number is refused likewise.
 */
export function encodeItems(items: readonly RawItem[]): string {
  return JSON.stringify(items, keepTooLarge);
}

function keepTooLarge(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  return value === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : value;
}
