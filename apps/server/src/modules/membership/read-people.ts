import type { EventQuery } from '@muster/conditions';
import type { ReadTransaction } from '../../store/store.ts';
import { createEventLookup } from '../profiles/load-person.ts';
import { toProfile } from '../profiles/to-profile.ts';
import type { KnownPerson } from './leaf.ts';
import type { People } from './membership.ts';

/** Reads users from the store, each with the events that are asked for; `null`: there is no such user. */
export async function readPeople(
  tx: ReadTransaction,
  project: number,
  queriesByNumber: ReadonlyMap<number, readonly EventQuery[]>,
): Promise<People> {
  const people = new Map<number, KnownPerson | null>();
  for (const number of queriesByNumber.keys()) people.set(number, null);
  for (const document of await tx.profiles(project, [...queriesByNumber.keys()])) {
    const queries = queriesByNumber.get(document.number) ?? [];
    const rows = queries.length === 0 ? [] : await tx.findEvents(project, document.number, queries);
    const events = createEventLookup(rows, queries);
    people.set(document.number, { profile: toProfile(document), events });
  }
  return people;
}
