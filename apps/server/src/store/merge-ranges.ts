import type { EventQuery } from './store.ts';

/** Instants `earliest` to `latest`, both included, of one event. */
export interface EventRange {
  source: EventQuery['source'];
  name: string;
  earliest: number;
  latest: number;
}

/**
 * The ranges that cover the queries without meeting each other, so that no event is read twice.
 * Windows without a bound reach to the ends of what a store can hold exactly.
 */
export function mergeRanges(queries: readonly EventQuery[]): EventRange[] {
  const ranges = queries
    .map(toRange)
    .filter(({ earliest, latest }) => earliest <= latest)
    .sort(compareRanges);
  const merged: EventRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (
      last?.source === range.source &&
      last.name === range.name &&
      range.earliest <= last.latest
    ) {
      last.latest = Math.max(last.latest, range.latest);
    } else {
      merged.push(range);
    }
  }
  return merged;
}

function toRange({ source, name, from, until }: EventQuery): EventRange {
  return {
    source,
    name,
    earliest: from ?? Number.MIN_SAFE_INTEGER,
    latest: until === undefined ? Number.MAX_SAFE_INTEGER : until - 1,
  };
}

function compareRanges(one: EventRange, other: EventRange): number {
  if (one.source !== other.source) return one.source < other.source ? -1 : 1;
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.earliest - other.earliest;
}
