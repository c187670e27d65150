import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../http/test-house.ts';
import {
  type CreatedSource,
  openSourceHouse,
  type SourceHouse,
  signAsSegment,
  valuesOf,
} from './source-calls.ts';

let house: SourceHouse;
let segment: CreatedSource;

beforeAll(async () => {
  house = await openSourceHouse();
  segment = await house.add({ kind: 'segment', name: 'Segment' });
});

afterAll(() => house.close());

const at = '2026-03-29T11:00:00.000Z';
/** What Segment adds to everything that it forwards. */
const forwarded = { receivedAt: at, originalTimestamp: at, sentAt: at, timestamp: at, version: 2 };

const send = (body: unknown) => house.post(segment.access.path, body);

describe('A message of Segment', () => {
  test('identify sets traits and native fields, with Segment as their source', async () => {
    const { status, body } = await send({
      type: 'identify',
      userId: 'ada',
      messageId: 'i-1',
      traits: {
        name: 'Ada',
        email: 'ada@example.com',
        plan: 'Pro',
        seats: 5,
        address: { city: 'London', geo: { lat: 51.5 } },
      },
      ...forwarded,
    });
    expect({ status, body }).toEqual({ status: 200, body: { accepted: 1, rejected: [] } });
    const ada = await house.user('ada');
    expect(ada).toMatchObject({ name: 'Ada', email: 'ada@example.com', lastActivity: at });
    expect(ada?.attributes).toEqual({});
    expect(ada?.traits.plan).toEqual({ value: 'Pro', source: 'Segment', updatedAt: at });
    expect(valuesOf(ada?.traits ?? {})).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
      plan: 'Pro',
      seats: 5,
      'address.city': 'London',
      'address.geo.lat': 51.5,
    });
  });

  test('identify merges the anonymous user; without a user id it is about that one', async () => {
    await send({ type: 'identify', anonymousId: 'anon-1', traits: { from: 'ad' }, ...forwarded });
    await send({ type: 'track', anonymousId: 'anon-1', event: 'Seen', ...forwarded });
    await send({ type: 'identify', userId: 'bob', anonymousId: 'anon-1', ...forwarded });
    expect(valuesOf((await house.user('bob'))?.traits ?? {})).toEqual({ from: 'ad' });
    expect(await house.events('bob')).toMatchObject([{ source: 'segment', name: 'Seen' }]);
    expect(await house.user('anon-1')).toMatchObject({ id: 'bob' });
  });

  test('track, page and screen are events of Segment', async () => {
    const { body } = await send({
      batch: [
        { type: 'track', userId: 'eve', event: 'Paid', properties: { total: 9, cart: { n: 2 } } },
        { type: 'page', userId: 'eve', name: 'Home', properties: { url: 'https://x.test/' } },
        { type: 'screen', userId: 'eve', category: 'Shop', name: 'Cart' },
      ].map((message) => ({ ...message, ...forwarded })),
    });
    expect(body).toEqual({ accepted: 3, rejected: [] });
    const events = (await house.events('eve')).map(({ source, name, properties }) => [
      source,
      name,
      properties,
    ]);
    expect(events).toHaveLength(3);
    expect(events).toEqual(
      expect.arrayContaining([
        ['segment', 'Paid', { total: 9, 'cart.n': 2 }],
        ['segment', 'Page Viewed', { url: 'https://x.test/', name: 'Home' }],
        ['segment', 'Screen Viewed', { name: 'Cart', category: 'Shop' }],
      ]),
    );
  });

  test('group is kept on the user, as the browser SDK keeps it', async () => {
    const traits = { name: 'Acme', seats: 40 };
    await send({ type: 'group', userId: 'fay', groupId: 'acme', traits, ...forwarded });
    const fay = await house.user('fay');
    expect(valuesOf(fay?.traits ?? {})).toEqual({
      'group.id': 'acme',
      'group.name': 'Acme',
      'group.seats': 40,
    });
    expect(fay?.name).toBeNull();
  });

  test('alias joins what was anonymous, and refuses to join two identified users', async () => {
    await send({ type: 'track', anonymousId: 'anon-2', event: 'Seen', ...forwarded });
    await send({ type: 'alias', previousId: 'anon-2', userId: 'gus', ...forwarded });
    expect(await house.events('gus')).toMatchObject([{ name: 'Seen' }]);

    await send({ type: 'identify', userId: 'hal', traits: { a: 1 }, ...forwarded });
    const alias = { type: 'alias', previousId: 'hal', userId: 'gus', ...forwarded };
    const { status, body } = await send(alias);
    expect(status).toBe(422);
    expect(body.rejected).toMatchObject([{ index: 0, code: 'both_identified', scope: 'item' }]);
    expect(await house.user('hal')).toMatchObject({ id: 'hal' });
    const byAlias = { type: 'alias', previousId: 'anon-2', userId: 'hal', ...forwarded };
    expect((await send(byAlias)).body.rejected).toMatchObject([{ code: 'both_identified' }]);
  });

  test('delete erases, audited, once; nothing of her stays among the errors', async () => {
    await send({ type: 'identify', userId: 'ivy', messageId: 'i-ivy', ...forwarded });
    await send({ type: 'nonsense', userId: 'ivy', ...forwarded });
    const erasure = { type: 'delete', userId: 'ivy', messageId: 'd-ivy', ...forwarded };
    expect((await send(erasure)).status).toBe(200);
    expect(await house.user('ivy')).toBeUndefined();
    expect(JSON.stringify(await house.errors(segment))).not.toContain('ivy');
    const { body } = await house.call('GET', house.at('/audit'), house.admin);
    expect(body.entries).toMatchObject([{ action: 'user.erased', by: 'source Segment' }, {}]);
    expect(JSON.stringify(body.entries)).not.toContain('ivy');
    // What was said before cannot bring her back, and an old erasure not take her again.
    await send({ type: 'identify', userId: 'ivy', messageId: 'i-ivy', ...forwarded });
    expect(await house.user('ivy')).toBeUndefined();
    await send({ type: 'identify', userId: 'ivy', messageId: 'i-ivy-2', ...forwarded });
    await send(erasure);
    expect(await house.user('ivy')).toMatchObject({ id: 'ivy' });
  });

  test('comes to what the browser said of it only once', async () => {
    const message = { type: 'track', userId: 'kim', event: 'Paid', messageId: 'ajs-next-1' };
    await send({ ...message, ...forwarded });
    await send({ ...message, ...forwarded });
    expect(await house.events('kim')).toHaveLength(1);
    // Of the server API it is another message.
    await house.send({ type: 'track', userId: 'kim', event: 'Paid', messageId: 'ajs-next-1' });
    expect(await house.events('kim')).toHaveLength(2);
  });
});

describe('Bad input', () => {
  test('of unknown types and without an id is refused item by item; the rest is kept', async () => {
    const { status, body } = await send({
      batch: [
        { type: 'track', userId: 'lou', event: 'Good', ...forwarded },
        { type: 'teleport', userId: 'lou', ...forwarded },
        { type: 'track', event: 'Nobody', ...forwarded },
        7,
        { type: 'identify', userId: 'lou', traits: { ok: true, list: [{}] }, ...forwarded },
        { type: 'track', userId: 'lou', event: 'Late', timestamp: 'yesterday' },
      ],
    });
    expect(status).toBe(200);
    expect(body.accepted).toBe(2);
    expect(
      body.rejected.map((entry) => [entry.index, entry.code, entry.path, entry.scope]),
    ).toEqual([
      [1, 'unknown_type', 'type', 'item'],
      [2, 'missing_id', 'userId', 'item'],
      [3, 'not_an_object', '', 'item'],
      [4, expect.any(String), 'traits.list', 'key'],
      [5, 'invalid_timestamp', 'timestamp', 'item'],
    ]);
    expect(await house.events('lou')).toMatchObject([{ name: 'Good' }]);
    expect(valuesOf((await house.user('lou'))?.traits ?? {})).toEqual({ ok: true });
  });

  test('that comes out of order ends as if it had not', async () => {
    const say = (plan: string, timestamp: string) => ({
      ...forwarded,
      ...{ type: 'identify', userId: 'max', traits: { plan }, timestamp },
    });
    await send(say('Pro', '2026-03-29T10:00:00Z'));
    await send(say('Free', '2026-03-29T09:00:00Z'));
    expect(valuesOf((await house.user('max'))?.traits ?? {})).toEqual({ plan: 'Pro' });
  });

  test('of a clock that is a day off counts when it came; one that says so is corrected', async () => {
    const ahead = '2026-03-30T13:00:00.000Z';
    await send({ ...forwarded, type: 'track', userId: 'ned', event: 'Ahead', timestamp: ahead });
    expect(await house.events('ned')).toMatchObject([{ timestamp: '2026-03-29T12:00:00.000Z' }]);
    // A library that sends here itself, five seconds after the event, by a clock a day fast and slow.
    for (const [user, day] of [
      ['fast', '2026-03-30'],
      ['slow', '2026-03-28'],
    ]) {
      const timestamp = `${day}T13:59:55.000Z`;
      const batch = [{ type: 'track', userId: user, event: 'Paid', timestamp }];
      await send({ batch, sentAt: `${day}T14:00:00.000Z` });
      expect(await house.events(user as string)).toMatchObject([
        { timestamp: '2026-03-29T11:59:55.000Z' },
      ]);
    }
  });
});

describe('The signature of Segment', () => {
  test('is mandatory once there is a secret, and of exactly this body', async () => {
    const signed = await house.add({ kind: 'segment', name: 'Signed', signature: 'segment' });
    const secret = signed.access.secret ?? '';
    const { path } = signed.access;
    const body = JSON.stringify({ type: 'track', userId: 'oda', event: 'Paid', ...forwarded });
    const attempt = (signature?: string, sent = body) =>
      house.post(
        path,
        sent,
        signature === undefined ? {} : { headers: { 'x-signature': signature } },
      );

    const wrong = [
      undefined,
      '',
      'zz',
      signAsSegment('another', body),
      signAsSegment(secret, `${body} `),
      signAsSegment(secret, body).slice(0, 38),
    ];
    for (const signature of wrong) {
      const { status, body: problem } = await attempt(signature);
      expect([status, problem.code]).toEqual([401, 'signature_invalid']);
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
    expect((await attempt(signAsSegment(secret, body), `${body} `)).status).toBe(401);
    expect(await house.user('oda')).toBeUndefined();
    expect((await attempt(signAsSegment(secret, body))).status).toBe(200);
    expect((await attempt(signAsSegment(secret, body).toUpperCase())).status).toBe(200);
    expect(await house.source(signed)).toMatchObject({
      status: 'receiving',
      counts: { requests: 2, refusedRequests: wrong.length + 1, accepted: 2, duplicates: 0 },
      lastRefusal: { code: 'signature_invalid' },
    });
    expect(house.log.join()).not.toContain(secret);
  });

  test('goes on with the secret before, for as long as it was given', async () => {
    const source = await house.add({ kind: 'segment', name: 'Rotated', signature: 'segment' });
    const { secret: old, path } = source.access;
    const body = JSON.stringify({ type: 'track', userId: 'pat', event: 'Paid', ...forwarded });
    const attempt = async (secret: unknown) =>
      (
        await house.post(path, body, {
          headers: { 'x-signature': signAsSegment(String(secret), body) },
        })
      ).status;
    const rotate = (wish: object) =>
      house.call('POST', house.at(`/sources/${source.id}/rotate`), { ...house.admin, body: wish });

    const { body: access } = await rotate({ what: 'secret', graceHours: 1 });
    expect(access).toMatchObject({ path, previousSecretUntil: '2026-03-29T13:00:00.000Z' });
    expect([await attempt(old), await attempt(access.secret)]).toEqual([200, 200]);
    house.clock.now += 60 * 60 * 1000;
    expect([await attempt(old), await attempt(access.secret)]).toEqual([401, 200]);
    house.clock.now -= 60 * 60 * 1000;
    const { body: moved } = await rotate({ what: 'key' });
    expect(await attempt(access.secret)).toBe(404);
    expect(moved.path).not.toBe(path);
  });
});

describe('Segment by a key', () => {
  const basic = (key: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
  });
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

  test('is taken from libraries at the addresses of its own API', async () => {
    const options = basic(segment.access.key);
    const track = { userId: 'quin', event: 'Paid', messageId: 'q-1' };
    expect((await house.post('/v1/track', track, options)).status).toBe(200);
    expect(
      (await house.post('/v1/batch', { batch: [{ type: 'track', ...track }] }, options)).status,
    ).toBe(200);
    const within = await house.post(`${segment.access.path}/v1/page`, {
      userId: 'quin',
      name: 'Home',
    });
    expect(within.status).toBe(200);
    expect((await house.events('quin')).map(({ name }) => name).sort()).toEqual([
      'Page Viewed',
      'Paid',
    ]);
    expect((await house.post('/v1/nonsense', track, options)).status).toBe(404);
  });

  test('is taken from the classic destination with a key that may write, and no other', async () => {
    const message = { type: 'track', userId: 'ray', event: 'Paid', messageId: 'r-1' };
    for (const key of [keys.read, keys.revoked, 'nobody', '']) {
      const { status } = await house.post('/segmentio', message, basic(key));
      expect([401, 403]).toContain(status);
    }
    expect(await house.user('ray')).toBeUndefined();
    for (const options of [basic(keys.write), bearer(keys.write), basic(segment.access.key)]) {
      expect((await house.post('/segmentio', message, options)).status).toBe(200);
    }
    expect(await house.events('ray')).toHaveLength(1);
  });

  test('is taken from Jimo Cloud', async () => {
    const verify = (options: object) =>
      house.fetchRaw('GET', '/segmentio-cloud/verifyapikey', { key: null, ...options });
    expect((await verify(bearer(segment.access.key))).status).toBe(200);
    expect((await verify(bearer(keys.write))).status).toBe(200);
    expect((await verify(bearer(keys.read))).status).toBe(403);
    expect((await verify({})).status).toBe(401);
    const user = { userId: 'sue', email: 'sue@example.com', traits: { plan: 'Team' } };
    expect((await house.post('/segmentio-cloud/user', user, bearer('nobody'))).status).toBe(401);
    expect(
      (await house.post('/segmentio-cloud/user', user, bearer(segment.access.key))).status,
    ).toBe(200);
    const sue = await house.user('sue');
    expect(sue).toMatchObject({ email: 'sue@example.com' });
    expect(sue?.traits.plan).toMatchObject({ value: 'Team', source: 'Segment' });
    const { status, body } = await house.post(
      '/segmentio-cloud/user',
      { email: 'x@y.z' },
      bearer(segment.access.key),
    );
    expect([status, body.rejected[0]?.code]).toEqual([422, 'missing_id']);
  });
});
