import { dayMs } from './calendar.ts';
import { eventKey } from './event-lookup.ts';
import type { EventPredicate, Interval, Plan, PlanNode } from './plan.ts';
import type { Instant } from './profile.ts';
import type { EventSource } from './tree.ts';
import { visitPlan } from './visit-plan.ts';

/** Occurrences of one event with `from ≤ timestamp < until`; an absent end is unbounded. */
export interface EventQuery extends Interval {
  source: EventSource;
  name: string;
}

/**
 * The events of one person that `evaluate` and `explain` look up in these plans: per event, disjoint
 * intervals in order. An invalid plan needs none.
 */
export function eventQueries(...plans: readonly Plan[]): EventQuery[] {
  return collectQueries(plans, ({ window }) => window);
}

/**
 * What `nextChange` looks up: as `eventQueries`, and where a window moves with time also the
 * occurrences that are yet to enter it.
 */
export function eventQueriesForChange(...plans: readonly Plan[]): EventQuery[] {
  return collectQueries(plans, ({ window, relative }) => {
    if (relative === undefined || window.from === undefined) return relative ? {} : window;
    // A month ago can move back as now moves on: from March 28 at noon to March 29 at midnight it does
    // so by half a day, and changes of the clocks add hours.
    return { from: window.from - 2 * dayMs };
  });
}

function collectQueries(
  plans: readonly Plan[],
  toInterval: (predicate: EventPredicate) => Interval,
): EventQuery[] {
  const queriesByEvent = new Map<string, EventQuery[]>();
  const seen = new Set<PlanNode>();
  function add(predicate: EventPredicate): void {
    const { source, name } = predicate;
    const key = eventKey(source, name);
    const query = { source, name, ...toInterval(predicate) };
    queriesByEvent.set(key, [...(queriesByEvent.get(key) ?? []), query]);
  }
  for (const plan of plans) {
    if (!plan.valid) continue;
    visitPlan(plan.root, seen, (node) => {
      if (node.type === 'event') add(node);
    });
  }
  return [...queriesByEvent.values()].flatMap(mergeQueries);
}

function mergeQueries(queries: EventQuery[]): EventQuery[] {
  const merged: EventQuery[] = [];
  for (const query of queries.filter(isNotEmpty).sort((a, b) => start(a) - start(b))) {
    const last = merged.at(-1);
    if (last === undefined || start(query) > end(last)) merged.push({ ...query });
    else if (end(query) > end(last)) setEnd(last, query.until);
  }
  return merged;
}

function isNotEmpty(query: EventQuery): boolean {
  return start(query) < end(query);
}

function start({ from }: Interval): Instant {
  return from ?? Number.NEGATIVE_INFINITY;
}

function end({ until }: Interval): Instant {
  return until ?? Number.POSITIVE_INFINITY;
}

function setEnd(query: EventQuery, until: Instant | undefined): void {
  if (until === undefined) delete query.until;
  else query.until = until;
}
