import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CreatedSource,
  openSourceHouse,
  type SourceHouse,
  signAsSegment,
} from './source-calls.ts';

let house: SourceHouse;
let segment: CreatedSource;

beforeAll(async () => {
  house = await openSourceHouse();
  segment = await house.add({ kind: 'segment', name: 'Segment' });
});

afterAll(() => house.close());

const gzip = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
const track = (userId: string, i: number) => ({
  type: 'track',
  userId,
  event: 'Paid',
  messageId: `${userId}-${i}`,
});
const batchOf = (userId: string, count: number) => ({
  batch: Array.from({ length: count }, (_, i) => track(userId, i)),
});
const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body), 'utf8');

describe('A compressed body', () => {
  test('is unpacked, and its signature is of what was signed', async () => {
    const signed = await house.add({ kind: 'segment', name: 'Packed', signature: 'segment' });
    const plain = bytesOf(track('ada', 1));
    const packed = gzipSync(plain);
    for (const of of [plain, packed]) {
      const headers = { ...gzip, 'x-signature': signAsSegment(signed.access.secret ?? '', of) };
      expect((await house.postBytes(signed.access.path, packed, headers)).status).toBe(200);
    }
    const headers = { ...gzip, 'x-signature': signAsSegment('another', plain) };
    expect((await house.postBytes(signed.access.path, packed, headers)).status).toBe(401);
    expect(await house.events('ada')).toHaveLength(1);
  });

  test('that is truncated, none, or becomes too large is refused whole', async () => {
    const packed = gzipSync(bytesOf(batchOf('bob', 50)));
    const bomb = gzipSync(Buffer.alloc(11 * 1024 * 1024, 32));
    expect(bomb.byteLength).toBeLessThan(20_000);
    const attempts: [Uint8Array, number, string][] = [
      [packed.subarray(0, packed.length - 20), 400, 'malformed_gzip'],
      [bytesOf(track('bob', 1)), 400, 'malformed_gzip'],
      [bomb, 413, 'body_too_large'],
    ];
    for (const [body, expected, code] of attempts) {
      const answer = await house.postBytes(segment.access.path, body, gzip);
      expect([answer.status, answer.body.code]).toEqual([expected, code]);
    }
    const odd = await house.postBytes(segment.access.path, packed, { 'content-encoding': 'br' });
    expect([odd.status, odd.body.code]).toEqual([415, 'unsupported_encoding']);
    expect(await house.user('bob')).toBeUndefined();
  });
});

describe('A body', () => {
  test('that is truncated, empty or not UTF-8 is refused, and its source says so', async () => {
    const source = await house.add({ kind: 'segment', name: 'Broken' });
    const whole = bytesOf(batchOf('cleo', 3));
    for (const body of [
      whole.subarray(0, whole.length - 5),
      Buffer.from(''),
      Buffer.from([0xff, 0xfe]),
    ]) {
      expect((await house.postBytes(source.access.path, body)).status).toBe(400);
    }
    expect(await house.source(source)).toMatchObject({
      status: 'failing',
      lastRefusal: { code: 'malformed_text' },
      counts: { requests: 0, refusedRequests: 3 },
    });
    const { body } = await house.call('GET', house.at(`/sources/${source.id}/deliveries`));
    expect(body.deliveries).toHaveLength(3);
    expect(await house.user('cleo')).toBeUndefined();
  });

  test('of 10,000 events is taken whole, and of one more refused', async () => {
    const { status, body } = await house.post(segment.access.path, batchOf('dan', 10_000));
    expect([status, body.accepted]).toEqual([200, 10_000]);
    const again = await house.post(segment.access.path, batchOf('dan', 10_000));
    expect(again.body.accepted).toBe(10_000);
    expect(await house.store.read((tx) => tx.countEvents(1))).toBeGreaterThanOrEqual(10_000);
    const tooMany = await house.post(segment.access.path, batchOf('dan', 10_001));
    expect([tooMany.status, tooMany.body.code]).toEqual([413, 'too_many_items']);
    expect(await house.source(segment)).toMatchObject({ counts: { duplicates: 10_000 } });
  });

  test('that is sent many times at once counts once', async () => {
    const body = bytesOf(batchOf('eli', 7));
    // A body of unknown length would need room for the largest.
    const headers = { 'content-length': String(body.byteLength) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => house.postBytes(segment.access.path, body, headers)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await house.events('eli')).toHaveLength(7);
  });
});

describe('Errors', () => {
  test('are kept up to a number and a size each; one that was cut is not tried again', async () => {
    const source = await house.add({ kind: 'segment', name: 'Many' });
    for (let round = 0; round < 8; round += 1) {
      await house.post(source.access.path, {
        batch: Array.from({ length: 30 }, (_, i) => ({ type: 'odd', n: round * 100 + i })),
      });
    }
    const errors = await house.errors(source);
    expect(errors).toHaveLength(100);
    expect(JSON.parse(errors[0]?.payload ?? '')).toEqual({ type: 'odd', n: 729 });
    await house.post(source.access.path, { type: 'odd', long: 'é'.repeat(20_000) });
    const [cut] = await house.errors(source);
    expect(cut).toMatchObject({ isCut: true, canReplay: false });
    expect(Buffer.byteLength(cut?.payload ?? '')).toBeLessThanOrEqual(16 * 1024 + 3);
    const reply = await house.replay(source, { id: cut?.id ?? '' });
    expect([reply.status, reply.body.code]).toEqual([409, 'payload_cut']);
    const forgotten = await house.call(
      'DELETE',
      house.at(`/sources/${source.id}/errors/${cut?.id}`),
    );
    expect(forgotten.status).toBe(204);
    expect(await house.errors(source)).toHaveLength(99);
  });

  test('are kept of what is nested deeper than any stack, without what nobody would read', async () => {
    const source = await house.add({ kind: 'segment', name: 'Deep' });
    const deep = `{"type":"odd","in":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const { status, body } = await house.post(source.access.path, `{"batch":[${deep}]}`);
    expect([status, body.rejected]).toMatchObject([422, [{ index: 0 }]]);
    const [kept] = await house.errors(source);
    expect(kept).toMatchObject({ isCut: true, canReplay: false });
    expect(kept?.payload).toContain(`"in":${'['.repeat(49)}"…"`);
  });
});

describe('An address', () => {
  test('that is nobody’s, paused or deleted takes nothing; the log never says one', async () => {
    const source = await house.add({ kind: 'segment', name: 'Short-lived' });
    const { path, key } = source.access;
    expect((await house.post(`/in/${'0'.repeat(32)}`, track('fay', 1))).status).toBe(404);
    expect((await house.post('/in/x', track('fay', 1))).status).toBe(404);
    const change = (version: number, body: object) =>
      house.call('PATCH', house.at(`/sources/${source.id}`), {
        ...house.admin,
        headers: { ...house.admin.headers, 'if-match': `"${version}"` },
        body,
      });
    expect((await change(1, { paused: true })).body).toMatchObject({
      status: 'paused',
      version: 2,
    });
    const paused = await house.post(path, track('fay', 1));
    expect([paused.status, paused.body.code]).toEqual([403, 'source_paused']);
    expect((await change(1, { paused: false })).status).toBe(412);
    await change(2, { paused: false });
    expect((await house.post(path, track('fay', 1))).status).toBe(200);
    await house.call('DELETE', house.at(`/sources/${source.id}`), house.admin);
    expect((await house.post(path, track('fay', 2))).status).toBe(404);
    expect(await house.events('fay')).toHaveLength(1);
    expect(house.log.join()).not.toContain(key);
    const { body } = await house.call('GET', house.at('/audit'), house.admin);
    const actions = (body.entries as { action: string }[]).map(({ action }) => action);
    expect(actions.slice(0, 4)).toEqual([
      'source.deleted',
      'source.updated',
      'source.updated',
      'source.created',
    ]);
    expect(JSON.stringify(body)).not.toContain(key);
  });

  test('of a source that would pass for another sender is refused', async () => {
    const mapping = { user: { by: 'userId', path: 'id' } };
    const add = (body: object) =>
      house.call('POST', house.at('/sources'), { ...house.admin, body });
    const attempts: [object, number][] = [
      [{ kind: 'webhook', name: 'X' }, 422],
      [{ kind: 'webhook', name: 'API', mapping }, 422],
      [{ kind: 'webhook', name: 'csv: people.csv', mapping }, 422],
      [{ kind: 'webhook', name: 'segment', mapping }, 422],
      [{ kind: 'segment', name: 'Segment' }, 409],
      [{ kind: 'segment', name: 'S2', mapping }, 422],
      [{ kind: 'segment', name: 'S2', signature: 'bearer' }, 422],
      [{ kind: 'segment', name: 'S2', secret: 'longenough' }, 422],
      [{ kind: 'webhook', name: 'X', mapping: { user: { by: 'userId', path: 'a..b' } } }, 422],
    ];
    for (const [body, status] of attempts) {
      expect([body, (await add(body)).status]).toEqual([body, status]);
    }
  });
});

describe('A source that sends too much', () => {
  test('waits, and nobody else does; what a request weighs is paid by the next', async () => {
    const slow = await openSourceHouse({ sourceRate: 10 });
    const first = await slow.add({ kind: 'segment', name: 'First' });
    const second = await slow.add({ kind: 'segment', name: 'Second' });
    const send = async ({ access }: CreatedSource, userId: string) =>
      slow.post(access.path, batchOf(userId, 150));
    expect((await send(first, 'gil')).status).toBe(200);
    const refused = await send(first, 'hed');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6']);
    expect(await slow.user('hed')).toBeUndefined();
    expect((await send(second, 'ian')).status).toBe(200);
    slow.clock.now += 6000;
    expect((await send(first, 'hed')).status).toBe(200);
    expect(await slow.source(first)).toMatchObject({ lastRefusal: { code: 'too_many_requests' } });
    await slow.close();
  });
});
