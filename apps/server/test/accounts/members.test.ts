import type { InvitationBody, MemberBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPerson, type Person, password } from '../http/people.ts';
import { keys } from '../http/test-house.ts';
import { type AccountHouse, browserOf, openAccountHouse, type Problem } from './account-house.ts';

let house: AccountHouse;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  house = await openAccountHouse();
  ada = await addPerson(house, 'ada', 1, 'admin');
  bob = await addPerson(house, 'bob', 1, 'viewer');
});

afterEach(() => house.close());

type Invited = InvitationBody & { path: string } & Problem;

async function invite(email: string, role: string, by: Person = ada) {
  const body = { email, role };
  return house.call<Invited>('POST', house.at('/invitations'), { ...by.browser, body });
}

async function list() {
  const { body } = await house.call<{ members: MemberBody[]; invitations: InvitationBody[] }>(
    'GET',
    house.at('/members'),
    ada.browser,
  );
  return body;
}

const setRole = (who: Person, role: string, by: Person = ada) =>
  house.call<MemberBody & Problem>('PATCH', house.at(`/members/${who.id}`), {
    ...by.browser,
    body: { role },
  });

const remove = (who: Person, by: Person = ada) =>
  house.call<Problem>('DELETE', house.at(`/members/${who.id}`), by.browser);

const tokenOf = (reply: { body: Invited }) => reply.body.path.replace('/join#', '');

async function readActions() {
  const entries = await house.store.read((tx) => tx.audit(1, 20));
  return entries.map(({ action, by, before, after }) => ({ action, by, before, after }));
}

describe('An invitation', () => {
  test('makes an account and a member, once', async () => {
    const invited = await invite('Eve@example.com', 'editor');
    expect(invited.status).toBe(201);
    expect((await list()).invitations).toMatchObject([
      { email: 'Eve@example.com', role: 'editor' },
    ]);
    const token = tokenOf(invited);
    expect((await house.look(token)).body).toMatchObject({
      kind: 'invitation',
      email: 'Eve@example.com',
      hasAccount: false,
    });
    house.clock.now += 1;
    // Whatever email its holder writes, it is for the invited one.
    const joining = { token, email: 'mallory@example.com', name: 'Eve', password: 'long enough' };
    const joined = await house.join(joining);
    expect(joined.body).toMatchObject({
      account: { email: 'Eve@example.com' },
      projects: [{ id: 'demo', role: 'editor' }],
    });
    expect((await house.join(joining)).status).toBe(404);
    const { members, invitations } = await list();
    expect(invitations).toEqual([]);
    expect(members.at(-1)).toMatchObject({
      name: 'Eve',
      role: 'editor',
      addedBy: 'ada (ada@example.com)',
      you: false,
    });
    expect(members[0]).toMatchObject({ id: ada.id, you: true });
    expect((await readActions()).slice(0, 2)).toMatchObject([
      { action: 'member.added', by: 'Eve (Eve@example.com)' },
      {
        action: 'invitation.created',
        by: 'ada (ada@example.com)',
        after: { email: 'Eve@example.com', role: 'editor' },
      },
    ]);
  });

  test('of somebody who signs in already takes her password', async () => {
    const carol = await addPerson(house, 'carol', 2, 'admin');
    const token = tokenOf(await invite('CAROL@example.com', 'viewer'));
    expect((await house.look(token)).body.hasAccount).toBe(true);
    const wrong = await house.join({ token, name: 'Other', password: 'not hers at all' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'wrong_credentials']);
    const joined = await house.join({ token, password });
    expect(joined.body.account).toMatchObject({ id: carol.id, name: 'carol' });
    expect(joined.body.projects.map(({ id, role }) => [id, role])).toEqual([
      ['demo', 'viewer'],
      ['other', 'admin'],
    ]);
  });

  test('cannot be used to guess passwords', async () => {
    await addPerson(house, 'carol', 2, 'admin');
    const token = tokenOf(await invite('carol@example.com', 'viewer'));
    for (let i = 0; i < 10; i += 1) await house.join({ token, password: `guess ${i}` });
    expect((await house.join({ token, password })).status).toBe(429);
    expect((await house.signIn('carol@example.com', password)).status).toBe(429);
  });

  test('ends by another for the same email, by being taken back, and after a week', async () => {
    const first = await invite('eve@example.com', 'admin');
    const second = await invite('EVE@example.com', 'viewer');
    expect((await list()).invitations).toHaveLength(1);
    expect((await house.look(tokenOf(first))).status).toBe(404);
    const path = house.at(`/invitations/${second.body.id}`);
    expect((await house.call('DELETE', path, ada.browser)).status).toBe(204);
    expect((await house.call('DELETE', path, ada.browser)).status).toBe(404);
    expect((await house.look(tokenOf(second))).status).toBe(404);

    const third = await invite('eve@example.com', 'viewer');
    house.clock.now += 7 * 24 * 60 * 60_000;
    const joining = { name: 'Eve', password: 'long enough' };
    expect((await house.join({ token: tokenOf(third), ...joining })).status).toBe(404);
  });

  test('of a member is refused', async () => {
    const { status, body } = await invite('Bob@Example.com', 'admin');
    expect([status, body.code]).toEqual([409, 'already_member']);
  });

  test('of another project cannot be taken back here', async () => {
    const mallory = await addPerson(house, 'mallory', 2, 'admin');
    const { body } = await invite('eve@example.com', 'viewer');
    const path = `/api/projects/other/invitations/${body.id}`;
    expect((await house.call('DELETE', path, mallory.browser)).status).toBe(404);
    expect((await list()).invitations).toHaveLength(1);
  });
});

describe('A role', () => {
  test('counts from the next request on', async () => {
    const read = () => house.call('GET', house.at('/members'), bob.browser);
    expect((await read()).status).toBe(403);
    expect((await setRole(bob, 'admin')).body.role).toBe('admin');
    expect((await read()).status).toBe(200);
    expect((await setRole(bob, 'viewer')).status).toBe(200);
    expect((await read()).status).toBe(403);
    expect(await readActions()).toMatchObject([
      { action: 'member.role_changed', before: { role: 'admin' }, after: { role: 'viewer' } },
      { action: 'member.role_changed', before: { role: 'viewer' }, after: { role: 'admin' } },
    ]);
  });

  test('of a member of another project is not there', async () => {
    const carol = await addPerson(house, 'carol', 2, 'viewer');
    expect((await setRole(carol, 'admin')).body.code).toBe('member_not_found');
    expect((await remove(carol)).status).toBe(404);
  });

  test('the command line of this machine may change', async () => {
    const options = { key: keys.local, body: { role: 'editor' } };
    const { status } = await house.call('PATCH', house.at(`/members/${bob.id}`), options);
    expect(status).toBe(200);
  });
});

describe('The last admin', () => {
  test('stays one', async () => {
    for (const { status, body } of [await setRole(ada, 'editor'), await remove(ada)]) {
      expect([status, body.code]).toEqual([409, 'last_admin']);
    }
    expect((await setRole(bob, 'admin')).status).toBe(200);
    expect((await setRole(ada, 'editor')).status).toBe(200);
  });

  test.each(['remove each other', 'take the role from each other', 'remove themselves'])(
    'is left when two %s at one moment',
    async (what) => {
      await setRole(bob, 'admin');
      const acts: Record<string, () => Promise<{ status: number }>[]> = {
        'remove each other': () => [remove(ada, bob), remove(bob, ada)],
        'take the role from each other': () => [
          setRole(ada, 'viewer', bob),
          setRole(bob, 'viewer', ada),
        ],
        'remove themselves': () => [remove(ada, ada), remove(bob, bob)],
      };
      const replies = await Promise.all(acts[what]?.() ?? []);
      const done = replies.filter(({ status }) => status < 300);
      expect(done).toHaveLength(1);
      const admins = (await house.store.read((tx) => tx.members(1))).filter(
        ({ role }) => role === 'admin',
      );
      expect(admins).toHaveLength(1);
    },
  );
});

describe('Who is removed', () => {
  test('is signed out everywhere and signs in no more', async () => {
    const second = browserOf(await house.signIn(bob.email, password));
    expect((await remove(bob)).status).toBe(204);
    for (const browser of [bob.browser, second]) {
      expect((await house.whoAmI(browser)).status).toBe(401);
    }
    expect((await house.signIn(bob.email, password)).status).toBe(401);
    expect(await house.store.read((tx) => tx.account(bob.id))).toBeUndefined();
    expect((await readActions())[0]).toMatchObject({
      action: 'member.removed',
      before: { email: bob.email, role: 'viewer' },
    });
    expect((await remove(bob)).status).toBe(404);
  });

  test('keeps what she has in other projects', async () => {
    await house.store.write((tx) =>
      tx.insertMember({
        project: 2,
        accountId: bob.id,
        role: 'editor',
        addedAt: 0,
        addedBy: 'test',
      }),
    );
    await remove(bob);
    const { body } = await house.signIn(bob.email, password);
    expect(body.projects.map(({ id }) => id)).toEqual(['other']);
    const read = await house.call('GET', house.at(''), bob.browser);
    expect(read.status).toBe(401);
  });

  test('cannot come back by an invitation of her own', async () => {
    await setRole(bob, 'admin');
    const [first, second] = [
      await invite('bob2@example.com', 'admin', bob),
      await invite('eve@example.com', 'viewer'),
    ];
    await setRole(bob, 'viewer');
    expect((await house.look(tokenOf(first))).status).toBe(404);
    expect((await house.look(tokenOf(second))).status).toBe(200);
    await setRole(bob, 'admin');
    const third = await invite('bob2@example.com', 'admin', bob);
    await remove(bob);
    expect((await house.look(tokenOf(third))).status).toBe(404);
  });

  test('may be invited again', async () => {
    await remove(bob);
    const token = tokenOf(await invite(bob.email, 'editor'));
    const { status } = await house.join({ token, name: 'Bob', password: 'another one' });
    expect(status).toBe(201);
  });
});

describe('A project', () => {
  const create = (by: Person) =>
    house.call('POST', '/api/projects', { ...by.browser, body: { name: 'Second' } });

  test('is made by an admin, who is its admin', async () => {
    const made = await create(ada);
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'Second', timeZone: 'UTC', role: 'admin' },
    ]);
    const { body } = await house.whoAmI(ada.browser);
    expect(body.projects.map(({ name, role }) => [name, role])).toEqual([
      ['Demo', 'admin'],
      ['Second', 'admin'],
    ]);
    const path = `/api/projects/${made.body.id}`;
    expect((await house.call('GET', `${path}/segments`, ada.browser)).status).toBe(200);
    expect((await house.call('GET', path, bob.browser)).status).toBe(404);
  });

  test('is changed by its admins, and by keys that write', async () => {
    const rename = (options: object) =>
      house.call('PATCH', house.at(''), { ...options, body: { name: 'Shop' } });
    const editor = await addPerson(house, 'editor', 1, 'editor');
    expect((await rename(editor.browser)).body.code).toBe('insufficient_role');
    expect((await rename(ada.browser)).body.name).toBe('Shop');
    expect((await rename({ key: keys.write })).status).toBe(200);
  });
});

describe('The audit log', () => {
  test('is read in pages that nothing new disturbs', async () => {
    for (let i = 0; i < 5; i += 1) await setRole(bob, i % 2 === 0 ? 'editor' : 'viewer');
    const seen: number[] = [];
    let cursor: number | null = 0;
    while (cursor !== null) {
      const query: string = cursor === 0 ? '' : `&cursor=${cursor}`;
      const path = house.at(`/audit?limit=2${query}`);
      const reply: { body: { entries: { id: number }[]; nextCursor: number | null } } =
        await house.call('GET', path, ada.browser);
      seen.push(...reply.body.entries.map(({ id }) => id));
      cursor = reply.body.nextCursor;
      await invite(`somebody-${seen.length}@example.com`, 'viewer');
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });
});
