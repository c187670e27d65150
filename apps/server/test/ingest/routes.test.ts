import { Hono } from 'hono';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { createAuthenticator } from '../../src/http/authenticate.ts';
import { createErrorHandler } from '../../src/http/handle-errors.ts';
import { hashKey } from '../../src/http/hash-key.ts';
import { identifyRequest } from '../../src/http/identify-request.ts';
import { createBatcher } from '../../src/modules/ingest/batcher.ts';
import { createIngestRoutes } from '../../src/modules/ingest/routes.ts';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { StoreFullError } from '../../src/store/store-errors.ts';
import { type Faults, makeFaulty } from './faulty-store.ts';
import { noon, openIngest, type TestIngest } from './open-ingest.ts';

const writeKey = 'key-that-may-write';
const readKey = 'key-that-may-read';
const revokedKey = 'key-that-was-revoked';
const localToken = 'token-of-this-machine';

let ingest: TestIngest;
let app: Hono<AppEnv>;
let service: ReturnType<typeof createBatcher>;
let faults: Faults;
const logged: string[] = [];

beforeAll(async () => {
  ingest = await openIngest();
  const { store, project } = ingest;
  await store.write(async (tx) => {
    for (const [key, scope] of [
      [writeKey, 'write'],
      [readKey, 'read'],
      [revokedKey, 'write'],
    ] as const) {
      await tx.insertKey({
        id: key,
        projectNumber: project.number,
        name: key,
        hash: hashKey(key),
        prefix: key.slice(0, 6),
        scope,
        createdAt: noon,
        ...(key === revokedKey && { revokedAt: noon }),
      });
    }
  });
  faults = {};
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const logger = pino({ base: null }, { write: (line) => void logged.push(line) });
  service = createBatcher({
    store: makeFaulty(store, faults),
    onFailure: (error) => logger.error({ err: error }, 'item not stored'),
    maxQueuedItems: 20_000,
    // How fast the machine is, is nothing that these are about.
    maxWaitMs: Number.POSITIVE_INFINITY,
  });
  const authenticator = createAuthenticator({ store, localToken, now: () => noon });
  const intake = createLocalIntake({ store, service, newId });
  app = new Hono<AppEnv>();
  app.use('*', identifyRequest(newId));
  app.onError(createErrorHandler(logger));
  app.route('/', createIngestRoutes({ intake, authenticator, now: () => noon }));
});
afterAll(() => ingest.close());

let before: number;
beforeEach(async () => {
  Object.assign(faults, {
    beforeWrite: undefined,
    onInsertEvents: undefined,
    afterCommit: undefined,
  });
  before = await ingest.store.headPosition();
});

type Body = string | object | Uint8Array<ArrayBuffer> | ReadableStream;

async function post(body: Body, headers: Record<string, string> = { 'x-api-key': writeKey }) {
  const isRaw =
    typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
  const response = await app.request('/sse/webhook', {
    method: 'POST',
    headers,
    body: isRaw ? body : JSON.stringify(body),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

const identify = (userId: string, traits: object = {}) => ({ type: 'identify', userId, traits });
const track = (event: string, more: object = {}) => ({
  type: 'track',
  userId: 'ada',
  event,
  ...more,
});

/** Refused in these words, as a problem document, and nothing was stored. */
async function expectProblem(
  answer: Awaited<ReturnType<typeof post>>,
  status: number,
  code: string,
) {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) });
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(await ingest.store.headPosition()).toBe(before);
}

describe('who may send', () => {
  const item = identify('intruder');
  it.each([
    ['no key', {}, 401, 'unauthenticated'],
    ['an unknown key', { 'x-api-key': 'nobody-has-this' }, 401, 'unauthenticated'],
    ['a revoked key', { 'x-api-key': revokedKey }, 401, 'unauthenticated'],
    ['a key that may only read', { 'x-api-key': readKey }, 403, 'insufficient_scope'],
    [
      'a load, with a key of a project',
      { 'x-api-key': writeKey, 'x-muster-load-source': 'CSV%3A%20a' },
      403,
      'local_only',
    ],
    [
      'this machine, of an unknown project',
      { 'x-api-key': localToken, 'x-muster-project': 'none' },
      404,
      'project_not_found',
    ],
  ] as [string, Record<string, string>, number, string][])(
    'not with %s',
    async (_, headers, status, code) => {
      await expectProblem(await post(item, headers), status, code);
      expect(await ingest.find('intruder')).toBeUndefined();
    },
  );

  it('is asked before the body is looked at', async () => {
    await expectProblem(await post('{', {}), 401, 'unauthenticated');
  });

  it('a write key, in either header', async () => {
    expect((await post(identify('one'))).status).toBe(200);
    expect((await post(identify('two'), { authorization: `Bearer ${writeKey}` })).status).toBe(200);
    expect(await ingest.find('two')).toMatchObject({ userId: 'two' });
  });
});

describe('what is refused as a whole', () => {
  const tenMegabytes = 10 * 1024 * 1024;
  it.each([
    ['an empty body', '', 400, 'malformed_json'],
    ['broken JSON', '[{"type": "identify",', 400, 'malformed_json'],
    ['bytes that are no text', new Uint8Array([0x22, 0xff, 0x22]), 400, 'malformed_text'],
    ['50 MB', 'x'.repeat(5 * tenMegabytes), 413, 'body_too_large'],
    ['one byte too much', `"${'x'.repeat(tenMegabytes)}`, 413, 'body_too_large'],
    ['10,001 items', JSON.stringify(Array(10_001).fill(0)), 413, 'too_many_items'],
    ['an empty list', '[]', 422, 'nothing_valid'],
    ['a number', '5', 422, 'nothing_valid'],
    ['null', 'null', 422, 'nothing_valid'],
    ['a tree 1,000,000 levels deep', '['.repeat(1e6) + ']'.repeat(1e6), 422, 'nothing_valid'],
    ['one bad item', '{"type":"page"}', 422, 'nothing_valid'],
  ] as [string, Body, number, string][])('%s', async (_, body, status, code) => {
    await expectProblem(await post(body), status, code);
  });

  it('a stream without length that does not end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    await expectProblem(await post(endless), 413, 'body_too_large');
    expect(sent).toBeLessThan(65 * 1024 * 1024);
  });

  it('a compressed body', async () => {
    const headers = { 'x-api-key': writeKey, 'content-encoding': 'gzip' };
    await expectProblem(await post('[]', headers), 415, 'unsupported_encoding');
  });

  it('and says which item, where and why', async () => {
    const answer = await post([{ type: 'identify', userId: 7 }, track('')]);
    await expectProblem(answer, 422, 'nothing_valid');
    expect(answer.body.accepted).toBe(0);
    expect(answer.body.rejected).toMatchObject([
      { index: 0, code: 'not_a_string', path: 'userId', scope: 'item' },
      { index: 1, code: 'empty', path: 'event', scope: 'item' },
    ]);
    expect(answer.body.errors).toMatchObject([
      { path: '[0].userId', message: 'The userId is not a string.' },
      { path: '[1].event', message: 'The event is empty.' },
    ]);
  });

  it('other methods', async () => {
    expect((await app.request('/sse/webhook')).status).toBe(404);
  });
});

describe('what is accepted', () => {
  it('one thing alone', async () => {
    const answer = await post(identify('alone', { plan: 'Pro' }));
    expect(answer.body).toEqual({ accepted: 1, rejected: [] });
    expect(await ingest.attributesOf('alone')).toEqual({ plan: 'Pro' });
  });

  it('a duplicate, without saying so', async () => {
    const item = track('once', { messageId: 'same' });
    expect((await post([item, item])).body).toEqual({ accepted: 2, rejected: [] });
    expect((await post(item)).body).toEqual({ accepted: 1, rejected: [] });
    expect((await ingest.eventsOf('ada')).filter((name) => name === 'once')).toHaveLength(1);
  });

  it('9,999 of 10,000 items, and says which is not', async () => {
    const items: object[] = Array.from({ length: 10_000 }, (_, index) => identify(`many${index}`));
    items[6789] = { type: 'identify', userId: 'many6789', timestamp: 'yesterday' };
    const { status, body } = await post(items);
    expect(status).toBe(200);
    expect(body).toEqual({
      accepted: 9_999,
      rejected: [
        {
          index: 6789,
          code: 'invalid_timestamp',
          message: expect.stringContaining('ISO-8601'),
          path: 'timestamp',
          scope: 'item',
        },
      ],
    });
    expect(await ingest.find('many6789')).toBeUndefined();
    expect(await ingest.find('many9999')).toMatchObject({ userId: 'many9999' });
  });

  it('an item without its bad keys', async () => {
    const { body } = await post(
      '{"type":"identify","userId":"keys","traits":{"ok":1,"a.b":{},"n":1e999}}',
    );
    expect(body.accepted).toBe(1);
    expect(body.rejected).toMatchObject([
      { index: 0, code: 'unsupported_type', path: 'traits["a.b"]', scope: 'key' },
      { index: 0, code: 'not_finite', path: 'traits.n', scope: 'key' },
    ]);
    expect(await ingest.attributesOf('keys')).toEqual({ ok: 1 });
  });

  it('hostile keys, which poison nothing', async () => {
    const { body } = await post(
      '{"type":"identify","userId":"proto","traits":{"__proto__":"x","constructor":"y"}}',
    );
    expect(body).toEqual({ accepted: 1, rejected: [] });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(await ingest.attributesOf('proto')).toEqual(
      JSON.parse('{"__proto__":"x","constructor":"y"}'),
    );
  });

  it('half a million bad keys, with a reply that stays small', async () => {
    const keys = Array.from({ length: 500_000 }, (_, index) => `"${index.toString(36)}":{}`);
    const { status, text, body } = await post(
      `{"type":"identify","userId":"wide","traits":{${keys.join(',')}}}`,
    );
    expect(status).toBe(200);
    expect(body.accepted).toBe(1);
    expect(body.rejected.at(-1)).toMatchObject({ code: 'more_keys_refused', scope: 'key' });
    expect(text.length).toBeLessThan(2_000_000);
  });

  it('a load from this machine: with its source, no activity, and duplicates counted', async () => {
    const headers = {
      'x-api-key': localToken,
      'x-muster-project': ingest.project.id,
      'x-muster-load-source': encodeURIComponent('CSV: Kunden für März.csv'),
    };
    const item = { ...identify('loaded', { plan: 'Pro' }), messageId: 'row1' };
    expect((await post([item], headers)).body).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [],
    });
    expect((await post([item], headers)).body).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [],
    });
    const document = await ingest.find('loaded');
    expect(document?.attributes.get('plan')?.source).toBe('CSV: Kunden für März.csv');
    expect(document).not.toHaveProperty('lastActivity');
    const bad = { ...headers, 'x-muster-load-source': '%E0%A4%A' };
    expect((await post([item], bad)).status).toBe(400);
  });
});

describe('when the server is in trouble', () => {
  it('says 429 with Retry-After when too much waits, and loses nothing that it took', async () => {
    let open = () => {};
    faults.beforeWrite = () => new Promise<void>((resolve) => (open = resolve));
    const batch = (prefix: string) =>
      JSON.stringify(Array.from({ length: 10_000 }, (_, index) => identify(`${prefix}${index}`)));
    const taken = [post(batch('x')), post(batch('y'))];
    while (service.load().queuedItems < 20_000) await new Promise(setImmediate);
    const refused = await post(identify('overload'));
    await expectProblem(refused, 429, 'overloaded');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    faults.beforeWrite = undefined;
    open();
    for (const answer of await Promise.all(taken)) expect(answer.body.accepted).toBe(10_000);
    expect((await post(identify('overload'))).status).toBe(200);
  });

  it('says 503 when the disk is full, and works again when it is not', async () => {
    faults.beforeWrite = () => {
      throw new StoreFullError('The disk is full.');
    };
    const answer = await post(track('full'));
    await expectProblem(answer, 503, 'store_full');
    expect(answer.headers.has('retry-after')).toBe(true);
    faults.beforeWrite = undefined;
    expect((await post(track('full'))).status).toBe(200);
  });

  it('reports an item that cannot be stored, logs why, and keeps the others', async () => {
    faults.onInsertEvents = (names) => {
      if (names.includes('poison')) throw new Error('what nobody foresaw');
    };
    const { status, body } = await post([track('good1'), track('poison'), track('good2')]);
    expect(status).toBe(200);
    expect(body.accepted).toBe(2);
    expect(body.rejected).toMatchObject([{ index: 1, code: 'not_stored', scope: 'item' }]);
    expect(logged.join()).toContain('what nobody foresaw');
    before = await ingest.store.headPosition();
    await expectProblem(await post(track('poison')), 500, 'not_stored');
  });

  it('says 503 when it is going down', async () => {
    await service.close();
    await expectProblem(await post(track('late')), 503, 'shutting_down');
  });
});
