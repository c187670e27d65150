import { type EventQuery, eventQueriesForChange } from '@muster/conditions';
import type { Leaf } from './leaf.ts';
import type { SegmentTable } from './segment-table.ts';

/** The events of a user that leaves look at, found out once for all users. */
export interface LeafQueries {
  /** Those of leaves that move with time. */
  ofDue(): readonly EventQuery[];
  /** Those of leaves that look at the events, by `eventKey`. */
  of(events: 'all' | readonly string[]): readonly EventQuery[];
  /** The leaves, or their plans, are others. */
  forget(): void;
}

export function createLeafQueries(
  table: Pick<SegmentTable, 'movingLeaves' | 'eventLeaves' | 'leavesOf'>,
): LeafQueries {
  const known = new Map<string, readonly EventQuery[]>();

  function find(name: string, leaves: readonly Leaf[]): readonly EventQuery[] {
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const plans = leaves.flatMap((leaf) => (leaf.isOfEvents ? leaf.plan : []));
    const queries = eventQueriesForChange(...plans);
    known.set(name, queries);
    return queries;
  }

  return {
    ofDue: () => find('due', table.movingLeaves),
    of(events) {
      if (events === 'all') return find('all', table.eventLeaves);
      return events.flatMap((name) => find(name, table.leavesOf(name)));
    },
    forget: () => known.clear(),
  };
}
