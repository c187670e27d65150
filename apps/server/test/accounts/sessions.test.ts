import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/hash-key.ts';
import { addPerson, type Person, password, readToken, toBrowser } from '../http/people.ts';
import { type AccountHouse, browserOf, openAccountHouse } from './account-house.ts';

let house: AccountHouse;
let ada: Person;

beforeEach(async () => {
  house = await openAccountHouse();
  ada = await addPerson(house, 'ada', 1, 'editor');
});

afterEach(() => house.close());

const minute = 60_000;
const day = 24 * 60 * minute;

describe('Signing in', () => {
  test('gives a cookie that scripts, other sites and plain HTTP do not get', async () => {
    const plain = await house.signIn(ada.email, password);
    expect(plain.headers.get('set-cookie')).toMatch(
      /^muster_session=[0-9a-z]{52}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const secure = await house.signIn(ada.email, password, { 'x-forwarded-proto': 'https' });
    expect(secure.headers.get('set-cookie')).toMatch(
      /^__Host-muster_session=\w+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    // Over HTTPS a cookie that any other host of the domain could have set is not looked at.
    const { headers } = toBrowser(readToken(secure.headers) ?? '');
    const tossed = { key: null, headers: { ...headers, 'x-forwarded-proto': 'https' } };
    expect((await house.whoAmI(tossed)).status).toBe(401);
    const cookie = `__Host-${headers.cookie}`;
    const own = { key: null, headers: { ...tossed.headers, cookie } };
    expect((await house.whoAmI(own)).status).toBe(200);
  });

  test('says who is there and what she may do, and never her password', async () => {
    const { body, headers } = await house.signIn('ADA@example.com', password);
    expect(body).toEqual({
      account: { id: ada.id, email: ada.email, name: 'ada' },
      projects: [
        {
          id: 'demo',
          name: 'Demo',
          timeZone: 'UTC',
          identifyVerification: false,
          eventRetentionDays: null,
          explainsInPages: false,
          recordsMoves: false,
          rateLimit: { count: 1, hours: 4 },
          createdAt: '2026-03-29T12:00:00.000Z',
          role: 'editor',
        },
      ],
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('takes no session that somebody put into the browser', async () => {
    const planted = 'a-token-that-an-attacker-knows';
    const headers = { cookie: `muster_session=${planted}`, 'sec-fetch-site': 'same-origin' };
    const signedIn = await house.signIn(ada.email, password, headers);
    expect(readToken(signedIn.headers)).not.toBe(planted);
    expect((await house.whoAmI(toBrowser(planted))).status).toBe(401);
  });

  test('ends the session that the browser had', async () => {
    const first = browserOf(await house.signIn(ada.email, password));
    const second = browserOf(await house.signIn(ada.email, password, first.headers));
    expect((await house.whoAmI(first)).status).toBe(401);
    expect((await house.whoAmI(second)).status).toBe(200);
  });

  test('does not tell a wrong password from an unknown email', async () => {
    const wrong = await house.signIn(ada.email, 'wrong');
    const unknown = await house.signIn('nobody@example.com', password);
    expect(wrong.status).toBe(401);
    const { requestId: _one, ...wrongBody } = wrong.body as object as Record<string, unknown>;
    const { requestId: _other, ...unknownBody } = unknown.body as object as Record<string, unknown>;
    expect(wrongBody).toEqual(unknownBody);
    expect(wrong.headers.get('set-cookie')).toBeNull();
    // The hash is made and compared for both: the time says nothing either.
    expect(await house.passwords.isRight(undefined, 'nobody has this password')).toBe(false);
  });

  test('is refused to pages of other sites', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ]) {
      const { status, body } = await house.signIn(ada.email, password, headers as never);
      expect([status, body.code]).toEqual([403, 'cross_site']);
    }
    const own = { origin: 'http://muster.test:4400', host: 'muster.test:4400' };
    expect((await house.signIn(ada.email, password, own)).status).toBe(200);
  });

  test('is stopped after ten wrong passwords, for whoever tried, for a quarter of an hour', async () => {
    const guesses = Array.from({ length: 12 }, (_, i) => house.signIn(ada.email, `guess ${i}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    // All at one moment: each is counted before it is judged.
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    const right = await house.signIn(ada.email, password);
    expect([right.status, right.body.code, right.headers.get('retry-after')]).toEqual([
      429,
      'too_many_attempts',
      '900',
    ]);
    expect((await house.signIn('eve@example.com', 'x')).status).toBe(401);
    house.clock.now += 15 * minute;
    expect((await house.signIn(ada.email, password)).status).toBe(200);
  });

  test('right ones are never too many', async () => {
    for (let i = 0; i < 12; i += 1) {
      expect((await house.signIn(ada.email, password)).status).toBe(200);
    }
  });
});

describe('A session', () => {
  test('ends when it was not used for two weeks, and after ninety days', async () => {
    const browser = browserOf(await house.signIn(ada.email, password));
    for (let used = 13; used < 90; used += 13) {
      house.clock.now += 13 * day;
      const { status, headers } = await house.whoAmI(browser);
      expect([used, status]).toEqual([used, 200]);
      // The browser keeps the same one for longer.
      if (used < 70)
        expect(readToken(headers)).toBe(
          readToken(new Headers({ 'set-cookie': browser.headers?.cookie ?? '' })),
        );
    }
    house.clock.now += 13 * day;
    expect((await house.whoAmI(browser)).status).toBe(401);

    const idle = browserOf(await house.signIn(ada.email, password));
    house.clock.now += 14 * day;
    expect((await house.whoAmI(idle)).status).toBe(401);
  });

  test('is extended once a day, not with each request', async () => {
    const signedIn = await house.signIn(ada.email, password);
    const again = await house.whoAmI(browserOf(signedIn));
    expect(again.headers.get('set-cookie')).toBeNull();
    house.clock.now += day;
    expect((await house.whoAmI(browserOf(signedIn))).headers.get('set-cookie')).not.toBeNull();
  });

  test('ends on signing out, here and in the browser', async () => {
    const browser = browserOf(await house.signIn(ada.email, password));
    const { status, headers } = await house.call('DELETE', '/api/session', browser);
    expect(status).toBe(204);
    expect(headers.get('set-cookie')).toMatch(/^muster_session=; Max-Age=0; Path=\//);
    expect((await house.whoAmI(browser)).status).toBe(401);
    expect((await house.call('DELETE', '/api/session', browser)).status).toBe(204);
  });

  test('is kept as a hash that opens nothing', async () => {
    const token = readToken((await house.signIn(ada.email, password)).headers) ?? '';
    const row = await house.store.read((tx) => tx.loginSession(hashKey(token)));
    expect(row?.accountId).toBe(ada.id);
    expect((await house.whoAmI(toBrowser(hashKey(token)))).status).toBe(401);
  });

  test('says who did what', async () => {
    const body = {
      name: 'Everybody',
      conditions: {
        type: 'group',
        match: 'all',
        children: [
          {
            type: 'attribute',
            source: 'native',
            key: 'id',
            kind: 'string',
            operator: 'empty',
            not: true,
          },
        ],
      },
    };
    const made = await house.call('POST', house.at('/segments'), { ...ada.browser, body });
    expect(made.body.createdBy).toBe('ada (ada@example.com)');
  });
});

describe('The own account', () => {
  test('changes its name', async () => {
    const { status, body } = await house.call('PATCH', '/api/session', {
      ...ada.browser,
      body: { name: 'Ada Lovelace' },
    });
    expect([status, body.account]).toMatchObject([200, { name: 'Ada Lovelace' }]);
  });

  test('changes its password, which ends all other sessions', async () => {
    const other = browserOf(await house.signIn(ada.email, password));
    const change = (body: Record<string, string>) =>
      house.call<Problem>('POST', '/api/session/password', { ...ada.browser, body });
    const wrong = await change({ current: 'wrong', password: 'a new password' });
    expect([wrong.status, wrong.body.code, wrong.body.errors[0]?.path]).toEqual([
      422,
      'wrong_password',
      'current',
    ]);
    expect((await change({ current: password, password: 'short' })).status).toBe(422);
    expect((await house.whoAmI(other)).status).toBe(200);

    const changed = await change({ current: password, password: 'a new password' });
    expect(changed.status).toBe(200);
    expect((await house.whoAmI(browserOf(changed))).status).toBe(200);
    for (const browser of [ada.browser, other]) {
      expect((await house.whoAmI(browser)).status).toBe(401);
    }
    expect((await house.signIn(ada.email, password)).status).toBe(401);
    expect((await house.signIn(ada.email, 'a new password')).status).toBe(200);
    const [entry] = await house.store.read((tx) => tx.audit(1, 1));
    expect(entry).toMatchObject({ action: 'member.password_changed', subject: ada.id });
    expect(JSON.stringify(entry)).not.toContain('argon2');
  });

  test('a password counts in whichever way its characters were typed', async () => {
    const composed = await house.call('POST', '/api/session/password', {
      ...ada.browser,
      body: { current: password, password: 'caf\u00e9 au lait' },
    });
    expect(composed.status).toBe(200);
    expect((await house.signIn(ada.email, 'cafe\u0301 au lait')).status).toBe(200);
  });
});

interface Problem {
  code: string;
  errors: { path: string }[];
}
