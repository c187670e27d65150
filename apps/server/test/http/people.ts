import { hashKey } from '../../src/http/hash-key.ts';
import { createPasswords } from '../../src/modules/accounts/passwords.ts';
import type { Role } from '../../src/store/members.ts';
import type { CallOptions, TestHouse } from './test-house.ts';

/** The password of everybody here. */
export const password = 'correct horse battery';

/** One who signs in. */
export interface Person {
  id: string;
  email: string;
  /** The options of a call that her browser makes, from a page of ours. */
  browser: Pick<CallOptions, 'key'> & { headers: Record<string, string> };
}

/** A member of this project, signed in. */
export async function addPerson(
  { store, clock }: Pick<TestHouse, 'store' | 'clock'>,
  name: string,
  project: number,
  role: Role,
): Promise<Person> {
  const id = `acc_${name}`;
  const email = `${name}@example.com`;
  const token = `session-of-${name}`;
  const at = clock.now;
  const passwordHash = await createPasswords().hash(password);
  await store.write(async (tx) => {
    await tx.insertAccount({ id, email, name, passwordHash, createdAt: at });
    await tx.insertMember({ project, accountId: id, role, addedAt: at, addedBy: 'test' });
    const session = { hash: hashKey(token), accountId: id, createdAt: at };
    await tx.insertLoginSession({ ...session, expiresAt: at + 1_000_000 });
  });
  return { id, email, browser: toBrowser(token) };
}

/** What a browser with this session sends with the requests of our own page. */
export function toBrowser(token: string): Person['browser'] {
  const headers = { cookie: `muster_session=${token}`, 'sec-fetch-site': 'same-origin' };
  return { key: null, headers };
}

/** The token that a reply gives to the browser. */
export function readToken(headers: Headers): string | undefined {
  return /muster_session=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1];
}
