import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, projectId, type TestHouse } from './test-house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.close());

describe('A key', () => {
  test('is taken from either header', async () => {
    const bearer = { authorization: `Bearer ${keys.read}` };
    const { status } = await house.call('GET', house.at(''), { key: null, headers: bearer });
    expect(status).toBe(200);
    expect((await house.call('GET', house.at(''), { key: keys.read })).status).toBe(200);
    const basic = { authorization: `Basic ${keys.read}` };
    expect((await house.call('GET', house.at(''), { key: null, headers: basic })).status).toBe(401);
  });

  test('is made, listed without its secret, used and revoked by the local command line', async () => {
    const made = await house.call<{ id: string; key: string; prefix: string }>(
      'POST',
      house.at('/keys'),
      { key: keys.local, body: { name: 'Backend', scope: 'read' } },
    );
    expect(made.status).toBe(201);
    // 35 letters of 5 bits each.
    expect(made.body.key).toMatch(/^mk_live_[0-9a-hjkmnp-tv-z]{35}$/);
    expect((await house.call('GET', house.at(''), { key: made.body.key })).status).toBe(200);

    const listed = await house.fetchRaw('GET', house.at('/keys'), { key: keys.local });
    const text = await listed.text();
    expect(text).toContain(made.body.id);
    expect(text).not.toContain(made.body.key);
    expect(text).not.toContain('hash');

    const path = house.at(`/keys/${made.body.id}`);
    expect((await house.call('DELETE', path, { key: keys.local })).status).toBe(204);
    // It was in use a moment ago, so it is remembered: the revocation must forget it.
    expect((await house.call('GET', house.at(''), { key: made.body.key })).status).toBe(401);
    expect((await house.call('DELETE', path, { key: keys.local })).status).toBe(404);

    const entries = await house.store.read((tx) => tx.audit(1, 10));
    const actions = entries.filter(({ subject }) => subject === made.body.id);
    expect(actions.map(({ action, by }) => [action, by]).sort()).toEqual([
      ['key.created', 'command line'],
      ['key.revoked', 'command line'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(made.body.key);
  });

  test('that another process revoked is forgotten after two seconds', async () => {
    const made = await house.call<{ id: string; key: string }>('POST', house.at('/keys'), {
      key: keys.local,
      body: { name: 'Elsewhere', scope: 'read' },
    });
    const use = () => house.call('GET', house.at(''), { key: made.body.key });
    expect((await use()).status).toBe(200);
    await house.store.write((tx) => tx.revokeKey(1, made.body.id, house.clock.now));
    expect((await use()).status).toBe(200);
    house.clock.now += 2_001;
    expect((await use()).status).toBe(401);
  });
});

describe('The local command line', () => {
  test('opens what nobody else finds', async () => {
    expect((await house.call('GET', '/local/projects', { key: keys.local })).status).toBe(200);
    for (const key of [null, keys.write, 'nonsense']) {
      const { status, body } = await house.call('GET', '/local/projects', { key });
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });

  test('says its project where the address does not', async () => {
    const body = { type: 'identify', userId: 'a' };
    const send = (headers: Record<string, string>) =>
      house.call('POST', '/sse/webhook', { key: keys.local, body, headers });
    expect((await send({})).status).toBe(404);
    expect((await send({ 'x-muster-project': 'nowhere' })).status).toBe(404);
    expect((await send({ 'x-muster-project': projectId })).status).toBe(200);
  });
});

describe('A key that asks too often', () => {
  test('waits, and no other does; what a body weighs is paid by the next', async () => {
    const slow = await openTestHouse({ keyRate: 2 });
    const read = () => slow.call('GET', slow.at(''), { key: keys.read });
    // Ten seconds' worth are saved up.
    for (let at = 0; at < 20; at += 1) expect((await read()).status).toBe(200);
    const refused = await read();
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    slow.clock.now += 500;
    expect((await read()).status).toBe(200);

    const track = (at: number) => ({
      type: 'track',
      userId: 'ada',
      event: 'a',
      messageId: `m${at}`,
    });
    const items = Array.from({ length: 500 }, (_, at) => track(at));
    const send = () => slow.call('POST', '/sse/webhook', { key: keys.write, body: items });
    // 500 items are 25 requests.
    expect((await send()).status).toBe(200);
    const later = await send();
    expect([later.status, later.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await slow.call('GET', slow.at(''), { key: keys.local })).status).toBe(200);
    slow.clock.now += 3_000;
    expect((await send()).status).toBe(200);
    await slow.close();
  });
});
