import type { Project, Store } from '../../store/store.ts';
import { readEventPage } from './event-page.ts';
import { findNumber, type UserAddress, type UserService } from './user-service.ts';

interface Parts {
  store: Store;
  users: UserService;
  now: () => number;
}

/** Read at a time, so that a file of any length takes little memory. */
const pageSize = 500;

/**
 * Everything that is kept of one user as the pieces of a JSON file. Throws a 404 before the first
 * piece for a user who is not there.
 */
export async function exportUser(
  { store, users, now }: Parts,
  project: Project,
  address: UserAddress,
): Promise<AsyncGenerator<string>> {
  const profile = await users.profile(project, address);
  const segments = await users.memberships(project, address);
  const number = await store.read((tx) => findNumber(tx, project, address));

  async function* write() {
    const head = { exportedAt: new Date(now()).toISOString(), profile, segments };
    yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "events": [`;
    let cursor: string | undefined;
    let separator = '\n    ';
    do {
      const page = await store.read((tx) => readEventPage(tx, project, number, pageSize, cursor));
      for (const event of page.events) {
        yield separator + JSON.stringify(event);
        separator = ',\n    ';
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    yield '\n  ]\n}\n';
  }

  return write();
}
