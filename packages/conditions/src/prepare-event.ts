import type { Find, Memory } from './evaluation.ts';
import { holdsAll } from './holds.ts';
import { isRelative, moveEvent } from './move-plan.ts';
import type { EventPredicate } from './plan.ts';
import type { EventLookup, Occurrence } from './profile.ts';

/** How the predicate is tested on a user. */
export function prepareEvent(
  predicate: EventPredicate,
  timeZone: string,
  memory: Memory,
): Find<boolean> {
  const test = (moved: EventPredicate, events: EventLookup) =>
    isWithinCount(moved, countMatches(moved, events, timeZone));
  if (!isRelative(predicate)) return ({ events }) => test(predicate, events);
  const predicateOf = memory.follow(predicate, (now) => moveEvent(predicate, { now, timeZone }));
  return (evaluation) => test(predicateOf(evaluation), evaluation.events);
}

function isWithinCount({ min, max }: EventPredicate, count: number): boolean {
  return count >= min && (max === undefined || count <= max);
}

/** The number of occurrences that count, or the first number that decides the condition. */
function countMatches(predicate: EventPredicate, events: EventLookup, timeZone: string): number {
  const { min, max, where } = predicate;
  const enough = max === undefined ? min : max + 1;
  if (enough === 0) return 0;
  const occurrences = findOccurrences(predicate, events);
  if (where.length === 0) return occurrences.length;
  let count = 0;
  for (const occurrence of occurrences) {
    if (holdsAll(where, occurrence, timeZone)) count += 1;
    if (count === enough) break;
  }
  return count;
}

/** The occurrences of the predicate's event in its window, property filters aside. */
export function findOccurrences(
  { source, name, window }: EventPredicate,
  events: EventLookup,
): readonly Occurrence[] {
  return events.find(source, name, window.from, window.until);
}
