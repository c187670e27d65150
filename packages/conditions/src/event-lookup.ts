import type { EventLookup, Instant, Occurrence } from './profile.ts';
import type { EventSource } from './tree.ts';

/** An occurrence together with the event that it is one of. */
export interface NamedOccurrence extends Occurrence {
  source: EventSource;
  name: string;
}

/** A lookup in one user's events that are in memory; each search takes the logarithm of their number. */
export function toEventLookup(occurrences: Iterable<NamedOccurrence>): EventLookup {
  const occurrencesByEvent = new Map<string, NamedOccurrence[]>();
  for (const occurrence of occurrences) {
    const key = eventKey(occurrence.source, occurrence.name);
    const others = occurrencesByEvent.get(key);
    if (others === undefined) occurrencesByEvent.set(key, [occurrence]);
    else others.push(occurrence);
  }
  for (const list of occurrencesByEvent.values()) list.sort((a, b) => a.timestamp - b.timestamp);
  return {
    find(source, name, from, until) {
      const list = occurrencesByEvent.get(eventKey(source, name)) ?? [];
      const start = from === undefined ? 0 : countBefore(list, from);
      const end = until === undefined ? list.length : countBefore(list, until);
      return start === 0 && end === list.length ? list : list.slice(start, end);
    },
  };
}

/** Sources have no space in their names, so no two events share a key. */
export function eventKey(source: EventSource, name: string): string {
  return `${source} ${name}`;
}

/** How many of the occurrences, oldest first, are earlier than the instant. */
function countBefore(occurrences: readonly Occurrence[], instant: Instant): number {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const occurrence = occurrences[middle];
    if (occurrence !== undefined && occurrence.timestamp < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
