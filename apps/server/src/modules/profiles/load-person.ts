import { type EventLookup, type Instant, type Profile, toEventLookup } from '@muster/conditions';
import type { EventQuery, EventRow, ReadTransaction } from '../../store/store.ts';
import type { ProfileDocument } from './profile-document.ts';
import { toProfile } from './to-profile.ts';

/** One user with everything that `evaluate` needs to know of her. */
export interface Person {
  document: ProfileDocument;
  profile: Profile;
  events: EventLookup;
}

/**
 * Reads one user from the store: the document and only the events that `queries` ask for. `undefined`
 * when there is no such number.
 */
export async function loadPerson(
  tx: ReadTransaction,
  project: number,
  number: number,
  queries: readonly EventQuery[],
): Promise<Person | undefined> {
  const [document] = await tx.profiles(project, [number]);
  if (document === undefined) return undefined;
  const rows = queries.length === 0 ? [] : await tx.findEvents(project, number, queries);
  return { document, profile: toProfile(document), events: createEventLookup(rows, queries) };
}

/**
 * Looks events up among `rows`, which `queries` have read. It throws when asked for more than was
 * read: answering "none" there would make `did not occur` true of everybody.
 */
export function createEventLookup(
  rows: readonly EventRow[],
  queries: readonly EventQuery[],
): EventLookup {
  const lookup = toEventLookup(rows);
  return {
    find(source, name, from, until) {
      if (!queries.some((query) => covers(query, source, name, from, until))) {
        throw new Error(`The events ${source}/${name} of this window were not read`);
      }
      return lookup.find(source, name, from, until);
    },
  };
}

function covers(
  query: EventQuery,
  source: string,
  name: string,
  from: Instant | undefined,
  until: Instant | undefined,
): boolean {
  if (query.source !== source || query.name !== name) return false;
  const startsInTime = query.from === undefined || (from !== undefined && query.from <= from);
  const endsInTime = query.until === undefined || (until !== undefined && query.until >= until);
  return startsInTime && endsInTime;
}
