import type { Instant } from '@muster/conditions';
import { eraseFromReports } from './erase-from-reports.ts';
import { listIdentities } from './identities.ts';
import {
  countOldEvents,
  deleteOldEvents,
  listOldTimes,
  type OldEvents,
  readLastNumber,
} from './old-events.ts';
import { findProfiles } from './profiles.ts';
import type { Session } from './session.ts';
import type { ErrorSubject } from './source-errors.ts';
import type { Identity } from './store.ts';
import { foldEmail } from './user-emails.ts';
import { type DeliveryRow, listDeliveriesAbout } from './webhook-deliveries.ts';

/** What can be read of people as such, and of events by their age. */
export interface PersonalDataReads {
  /** Of each user in the range who has any; it reads all their events. */
  countOldEvents(old: OldEvents): Promise<{ number: number; count: number }[]>;
  /** In order of time. */
  oldTimes(old: OldEvents): Promise<Instant[]>;
  /** The highest number that a user of the project can have. */
  lastNumber(project: number): Promise<number>;
  /** All that a user is known by. */
  identitiesOf(project: number, number: number): Promise<Identity[]>;
  /** What webhooks were or will be told about a user, in the order in which it came to be. */
  deliveriesAbout(project: number, number: number): Promise<DeliveryRow[]>;
}

/** What can be done with events by their age. */
export interface PersonalDataWrites {
  /** Removes them and says how many there were; names and message ids stay. */
  deleteOldEvents(old: OldEvents): Promise<number>;
  /**
   * Takes users, who must be there still, out of what is kept of imported files. It looks through all
   * reports of the project, once however many users there are.
   */
  eraseFromReports(project: number, numbers: readonly number[]): Promise<void>;
}

export function offerPersonalDataReads(session: Session): PersonalDataReads {
  return {
    countOldEvents: (old) => countOldEvents(session, old),
    oldTimes: (old) => listOldTimes(session, old),
    lastNumber: (project) => readLastNumber(session, project),
    identitiesOf: (project, number) => listIdentities(session, project, number),
    deliveriesAbout: (project, number) => listDeliveriesAbout(session, project, number),
  };
}

export function offerPersonalDataWrites(session: Session): PersonalDataWrites {
  return {
    deleteOldEvents: (old) => deleteOldEvents(session, old),
    async eraseFromReports(project, numbers) {
      const names = new Set<string>();
      for (const number of numbers) {
        for (const { id } of await listSubjects(session, project, number)) names.add(id);
      }
      await eraseFromReports(session, project, [...names]);
    },
  };
}

/** By whatever of a user an error of a source, or a row of a file, is found. */
export async function listSubjects(
  session: Session,
  project: number,
  number: number,
): Promise<ErrorSubject[]> {
  const identities = await listIdentities(session, project, number);
  const [document] = await findProfiles(session, project, [number]);
  const email = document?.email?.value;
  return email ? [...identities, { kind: 'email', id: foldEmail(email) }] : identities;
}
