import type { Project, ReadTransaction, Store } from '../../store/store.ts';
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
 * Everything that is kept of one user as the pieces of a JSON file, for whom the audit log names. Throws a 404 before the first
 * piece for a user who is not there.
 */
export async function exportUser(
  { store, users, now }: Parts,
  project: Project,
  address: UserAddress & { by: string },
): Promise<AsyncGenerator<string>> {
  const profile = await users.profile(project, address);
  const segments = await users.memberships(project, address);
  const { number, ...rest } = await store.read((tx) => readRest(tx, project, address));
  await store.write((tx) =>
    tx.insertAudit({
      project: project.number,
      at: now(),
      by: address.by,
      action: 'user.exported',
      subject: `user #${number}`,
    }),
  );

  async function* write() {
    const head = { exportedAt: new Date(now()).toISOString(), profile, segments, ...rest };
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

/** Who she is, where she came from and what others were told of her. */
async function readRest(tx: ReadTransaction, project: Project, address: UserAddress) {
  const number = await findNumber(tx, project, address);
  const [document] = await tx.profiles(project.number, [number]);
  const named = new Map((await tx.imports(project.number)).map(({ id, name }) => [id, name]));
  const messages = await tx.deliveriesAbout(project.number, number);
  return {
    number,
    identities: await tx.identitiesOf(project.number, number),
    imports: (document?.imports ?? []).map((id) => ({ id, name: named.get(id) ?? null })),
    webhookMessages: messages.map(({ id, webhook, state, payload }) => ({
      id,
      webhook,
      state,
      body: JSON.parse(payload),
    })),
  };
}
