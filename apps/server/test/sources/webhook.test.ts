import { createHmac } from 'node:crypto';
import type { NewSource, SourcePresetBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSourceHouse, type SourceHouse, valuesOf } from './source-calls.ts';

let house: SourceHouse;

beforeAll(async () => {
  house = await openSourceHouse();
  await house.send(
    { type: 'identify', userId: 'ada', traits: { email: 'Ada@Example.com' } },
    { type: 'identify', userId: 'bob', traits: { email: 'bob@example.com' } },
  );
});

afterAll(() => house.close());

const byEmail: NewSource['mapping'] = {
  user: { by: 'email', path: 'contact.email' },
  attributes: [
    { path: 'contact.deals', key: 'deals', as: 'number' },
    { path: 'contact.stage', key: 'stage' },
  ],
};

let lastName = 0;

const add = (wishes: Partial<NewSource>) => {
  lastName += 1;
  return house.add({
    kind: 'webhook',
    name: `CRM ${lastName}`,
    signature: 'none',
    mapping: byEmail,
    ...wishes,
  });
};

const attributesOf = async (id: string) => valuesOf((await house.user(id))?.attributes ?? {});

describe('A generic source', () => {
  test('writes what its mapping says, under its own name', async () => {
    const crm = await add({ name: 'HubSpot', logo: 'hubspot' });
    const payload = { contact: { email: 'ADA@example.com', deals: '3', stage: 'customer' } };
    expect((await house.post(crm.access.path, payload)).body).toEqual({
      accepted: 1,
      rejected: [],
    });
    const ada = await house.user('ada');
    expect(ada?.attributes.deals).toMatchObject({ value: 3, source: 'HubSpot' });
    expect(ada?.attributes.stage).toMatchObject({ value: 'customer', source: 'HubSpot' });
    await house.post(crm.access.path, { contact: { email: 'ada@example.com', stage: null } });
    expect(await attributesOf('ada')).not.toHaveProperty('stage');
    expect(await attributesOf('ada')).toHaveProperty('deals', 3);
  });

  test('makes no users unless it is told to; what came too early can be tried again', async () => {
    const crm = await add({});
    const payload = [
      { contact: { email: 'new@example.com', stage: 'lead' } },
      { contact: { email: 'bob@example.com', stage: 'lead' } },
    ];
    const { status, body } = await house.post(crm.access.path, payload);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'unknown_user' }] });
    expect(await house.user('new@example.com')).toBeUndefined();
    const [error] = await house.errors(crm);
    expect(error).toMatchObject({
      canReplay: true,
      attempts: 0,
      refusals: [{ code: 'unknown_user' }],
    });
    expect(JSON.parse(error?.payload ?? '')).toEqual(payload[0]);
    if (error === undefined) throw new Error('no error');

    const { body: failed } = await house.replay(crm, error);
    expect(failed).toMatchObject({
      accepted: false,
      error: { attempts: 1, lastAttemptAt: expect.any(String) },
    });
    await house.send({ type: 'identify', userId: 'nia', traits: { email: 'new@example.com' } });
    const { body: done } = await house.replay(crm, error);
    expect(done).toMatchObject({ accepted: true, duplicate: false, refusals: [], error: null });
    expect(await attributesOf('nia')).toMatchObject({ stage: 'lead' });
    expect(await house.errors(crm)).toEqual([]);
    expect((await house.replay(crm, error)).status).toBe(404);
    expect(await house.source(crm)).toMatchObject({
      status: 'failing',
      createsUsers: false,
      counts: { requests: 1, accepted: 1, rejected: 1 },
    });
  });

  test('sees the users of the same request, and makes each once', async () => {
    const crm = await add({ createsUsers: true });
    const say = (email: string, stage: string) => ({ contact: { email, stage } });
    const { body } = await house.post(crm.access.path, [
      say('Cleo@example.com', 'lead'),
      say('cleo@EXAMPLE.com', 'customer'),
    ]);
    expect(body).toEqual({ accepted: 2, rejected: [] });
    const cleo = await house.user('cleo@example.com');
    expect(cleo).toMatchObject({
      id: 'cleo@example.com',
      email: 'cleo@example.com',
      lastActivity: null,
    });
    expect(cleo?.attributes.stage).toMatchObject({ value: 'customer' });
  });

  test('refuses an address that several users have', async () => {
    await house.send(
      { type: 'identify', userId: 'twin-1', traits: { email: 'twin@example.com' } },
      { type: 'identify', userId: 'twin-2', traits: { email: 'TWIN@example.com' } },
    );
    const crm = await add({});
    const { body } = await house.post(crm.access.path, {
      contact: { email: 'twin@example.com', stage: 'x' },
    });
    expect(body.rejected).toMatchObject([{ code: 'ambiguous_email' }]);
  });

  test('reads lists inside of a payload, events, times, and passes over what is not asked for', async () => {
    const crm = await add({
      mapping: {
        items: 'data.events',
        only: { path: 'kind', equals: ['mail'] },
        user: { by: 'userId', path: '["user.id"]' },
        messageId: 'id',
        timestamp: 'at',
        native: { name: 'names[0]' },
        event: {
          name: { path: 'what' },
          properties: [{ path: 'meta.count', key: 'count', as: 'number' }],
        },
      },
    });
    const events = [
      {
        id: 7,
        kind: 'mail',
        'user.id': 'ada',
        at: 1774782000,
        what: 'opened',
        meta: { count: '2' },
        names: ['Ada L.'],
      },
      { id: 8, kind: 'call', 'user.id': 'ada' },
      { id: 9, kind: 'mail', 'user.id': 'ada', what: 'clicked', meta: { count: 'many' } },
      { id: 10, kind: 'mail', what: 'clicked' },
    ];
    const { body } = await house.post(crm.access.path, { data: { events } });
    expect(body).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 2, code: 'not_convertible', path: 'meta.count', scope: 'key' },
        { index: 3, code: 'missing_id', path: '["user.id"]', scope: 'item' },
      ],
    });
    await house.post(crm.access.path, { data: { events } });
    const sent = (await house.events('ada')).filter(({ source }) => source === 'api');
    expect(sent.map(({ name, timestamp, properties }) => [name, timestamp, properties])).toEqual([
      ['clicked', '2026-03-29T12:00:00.000Z', {}],
      ['opened', '2026-03-29T11:00:00.000Z', { count: 2 }],
    ]);
    expect(await house.user('ada')).toMatchObject({ name: 'Ada L.' });
    const { status, body: refused } = await house.post(crm.access.path, { data: {} });
    expect([status, refused.code]).toEqual([422, 'missing_items']);
  });
});

describe('A signature', () => {
  const body = JSON.stringify({ contact: { email: 'ada@example.com', stage: 'signed' } });
  const now = () => Math.floor(house.clock.now / 1000);
  const hmac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64') =>
    createHmac('sha256', key).update(text).digest(encoding);

  /** Headers that each scheme takes, made at `time`. */
  const schemes: Record<
    string,
    (secret: string, time: number, text?: string) => Record<string, string>
  > = {
    'hmac-sha256': (secret, _, text = body) => ({
      'x-signature-256': `sha256=${hmac(secret, text, 'hex')}`,
    }),
    'standard-webhooks': (secret, time, text = body) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(time),
      'webhook-signature': `v1a,x v1,${hmac(Buffer.from(secret.slice(6), 'base64'), `msg_1.${time}.${text}`, 'base64')}`,
    }),
    'customer-io': (secret, time, text = body) => ({
      'x-cio-timestamp': String(time),
      'x-cio-signature': hmac(secret, `v0:${time}:${text}`, 'hex'),
    }),
    bearer: (secret) => ({ authorization: `Bearer ${secret}` }),
  };

  test.each(Object.entries(schemes))('%s is taken, and no other', async (scheme, sign) => {
    const crm = await add({ signature: scheme as NewSource['signature'] });
    const secret = crm.access.secret ?? '';
    const attempt = async (headers: Record<string, string>) =>
      (await house.post(crm.access.path, body, { headers })).status;
    expect(await attempt(sign(secret, now()))).toBe(200);
    expect(await attempt({})).toBe(401);
    const otherSecret = (await add({ signature: scheme as NewSource['signature'] })).access.secret;
    expect(await attempt(sign(otherSecret ?? '', now()))).toBe(401);
    if (scheme !== 'bearer') expect(await attempt(sign(secret, now(), `${body} `))).toBe(401);
    const { body: refused } = await house.post(crm.access.path, body);
    expect(JSON.stringify(refused)).not.toContain(secret);
    expect(house.log.join()).not.toContain(secret);
  });

  test.each(['standard-webhooks', 'customer-io'] as const)(
    '%s of a request that is old, or of a clock a day off, is refused',
    async (scheme) => {
      const crm = await add({ signature: scheme });
      const sign = schemes[scheme] as (secret: string, time: number) => Record<string, string>;
      for (const seconds of [-86_400, -301, 301, 86_400]) {
        const headers = sign(crm.access.secret ?? '', now() + seconds);
        const { status, body: refused } = await house.post(crm.access.path, body, { headers });
        expect([seconds, status, refused.code]).toEqual([seconds, 401, 'signature_expired']);
      }
      const headers = sign(crm.access.secret ?? '', now() - 299);
      expect((await house.post(crm.access.path, body, { headers })).status).toBe(200);
    },
  );

  test('of a replayed request changes nothing: the id of Standard Webhooks is that of the item', async () => {
    const event = { name: { text: 'signed' } };
    const mapping = { ...byEmail, user: { by: 'email' as const, path: 'contact.email' }, event };
    const crm = await add({ signature: 'standard-webhooks', mapping });
    const headers = schemes['standard-webhooks']?.(crm.access.secret ?? '', now());
    for (let i = 0; i < 3; i += 1) {
      expect((await house.post(crm.access.path, body, { headers: headers ?? {} })).status).toBe(
        200,
      );
    }
    const signed = (await house.events('ada')).filter(({ name }) => name === 'signed');
    expect(signed).toHaveLength(1);
    expect(await house.source(crm)).toMatchObject({ counts: { accepted: 3, duplicates: 2 } });
  });
});

describe('The presets', () => {
  test('read their own samples, in the preview, without a refusal, and write nothing', async () => {
    const { body } = await house.call<{ presets: SourcePresetBody[] }>(
      'GET',
      house.at('/source-presets'),
    );
    expect(body.presets.map(({ id }) => id)).toEqual(['customer-io', 'hubspot', 'salesforce']);
    const before = await house.store.headPosition();
    for (const { mapping, sample, name } of body.presets) {
      const reply = await house.call('POST', house.at('/source-preview'), {
        body: { kind: 'webhook', name, mapping, payload: sample },
      });
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject({ rejected: [], skipped: 0 });
      expect(reply.body.items).toMatchObject([{ index: 0, effect: 'updates' }]);
    }
    expect(await house.store.headPosition()).toBe(before);
  });

  test('a preview says item by item what would be written, and what refused', async () => {
    const preview = (wish: object) =>
      house.call('POST', house.at('/source-preview'), {
        body: { kind: 'webhook', mapping: byEmail, ...wish },
      });
    const payload = JSON.stringify([
      { contact: { email: 'ada@example.com', deals: '4', stage: null } },
      { contact: { email: 'nobody@example.com' } },
      { contact: { email: 'no address' } },
    ]);
    const { body } = await preview({ payload });
    expect(body).toMatchObject({
      items: [
        {
          user: { by: 'email', id: 'ada@example.com' },
          effect: 'updates',
          attributes: { deals: 4, stage: null },
          event: null,
        },
      ],
      rejected: [
        { index: 1, code: 'unknown_user' },
        { index: 2, code: 'invalid_email', path: 'contact.email' },
      ],
    });
    expect((await preview({ payload, createsUsers: true })).body).toMatchObject({
      items: [{ effect: 'updates' }, { effect: 'creates' }],
    });
    expect((await preview({ payload: '{"a":' })).status).toBe(400);
    expect((await preview({ payload, mapping: undefined })).status).toBe(422);
    const merge = { type: 'identify', userId: 'zoe', anonymousId: 'anon', traits: { a: 1 } };
    const segment = { kind: 'segment', mapping: undefined, payload: JSON.stringify(merge) };
    expect((await preview(segment)).body).toMatchObject({
      items: [{ effect: 'merges', mergesAnonymousId: 'anon', traits: { a: 1 }, attributes: {} }],
    });
  });
});
