import type { ProfileDocument } from '../../src/modules/profiles/profile-document.ts';
import { openStore, type StoreLocation } from '../../src/store/open-store.ts';
import type { ReadTransaction } from '../../src/store/store.ts';
import { projectId } from '../muster-process.ts';
import type { LoadClient } from './client.ts';
import type { TrackedProfile } from './tracked-profile.ts';

/** What was found in a store, beside what should be there. */
export interface StoreCheck {
  events: number;
  users: number;
  /** One sentence for each profile that is not as it was acknowledged. */
  wrong: string[];
}

/** Compares the store with what clients know, who have been acknowledged everything that they sent. */
export async function checkStore(
  location: StoreLocation,
  clients: readonly LoadClient[],
): Promise<StoreCheck> {
  const store = await openStore(location);
  try {
    return await store.read(async (tx) => {
      const { number: project } = (await tx.project(projectId)) ?? raise('There is no project');
      const check: StoreCheck = { events: 0, users: 0, wrong: [] };
      for (const profile of clients.flatMap((client) => [...client.profiles])) {
        const found = await readProfile(tx, project, profile);
        if (profile.state === undefined || found === undefined) {
          if (profile.state) check.wrong.push(`${nameOf(profile)} is missing`);
          continue;
        }
        check.users += 1;
        check.events += found.messageIds.length;
        check.wrong.push(...compare(profile, found));
      }
      const users = await tx.countProfiles(project);
      const events = await tx.countEvents(project);
      if (users !== check.users) check.wrong.push(`${users} users are there, not ${check.users}`);
      if (events !== check.events) {
        check.wrong.push(`${events} events are there, not ${check.events}`);
      }
      return check;
    });
  } finally {
    await store.close();
  }
}

interface Found {
  document: ProfileDocument;
  messageIds: string[];
}

async function readProfile(
  tx: ReadTransaction,
  project: number,
  { userId, anonymousId }: TrackedProfile,
): Promise<Found | undefined> {
  const identity =
    userId === undefined
      ? ({ kind: 'anonymous', id: anonymousId ?? '' } as const)
      : ({ kind: 'user', id: userId } as const);
  const [number] = (await tx.findNumbers(project, [identity])).values();
  if (number === undefined) return undefined;
  const [document] = await tx.profiles(project, [number]);
  if (document === undefined) return undefined;
  const events = await tx.eventsOf(project, number, 1_000_000);
  return { document, messageIds: events.map(({ messageId }) => messageId) };
}

function compare(profile: TrackedProfile, { document, messageIds }: Found): string[] {
  const { bought = [], plan, step } = profile.state ?? {};
  const name = nameOf(profile);
  const expected = bought.map(({ messageId }) => messageId);
  const isSame =
    messageIds.length === expected.length &&
    new Set([...expected, ...messageIds]).size === expected.length;
  const wrong = isSame
    ? []
    : [`${name} has ${messageIds.length} events, ${expected.length} were acknowledged`];
  for (const [key, value] of Object.entries({ plan, step })) {
    const kept = document.attributes.get(key)?.value;
    if (kept !== value) wrong.push(`${name} has ${key} ${kept}, ${value} was acknowledged`);
  }
  return wrong;
}

function nameOf({ userId, anonymousId }: TrackedProfile): string {
  return userId ?? anonymousId ?? 'nobody';
}

function raise(message: string): never {
  throw new Error(message);
}
