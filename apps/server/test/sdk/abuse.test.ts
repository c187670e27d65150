import type { ProblemDocument, SdkReplyBody } from '@muster/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon } from '../ingest/open-ingest.ts';
import { makeId, openSdk, type SdkSettings, type TestSdk } from './open-sdk.ts';

let sdk: TestSdk;
const open = async (settings?: SdkSettings) => {
  await sdk?.close();
  sdk = await openSdk(settings);
};
beforeEach(async () => {
  sdk = await openSdk();
});
afterEach(() => sdk.close());

const ada = makeId('ada');
const envelope = (...commands: unknown[]) => ({ stream: makeId('s'), sentAt: noon, commands });
const command = (more: object) => ({
  seq: 1,
  as: ada,
  at: noon,
  type: 'track',
  event: 'e',
  ...more,
});

/** Posts text as it is; the status, and the problem or reply. */
async function post(text: unknown, headers?: Record<string, string>) {
  const response = await sdk.post(text, headers);
  const body = (await response.json()) as ProblemDocument & SdkReplyBody;
  return { status: response.status, code: body.code, body, headers: response.headers };
}

describe('a request that is wrong as a whole is refused, and nothing of it is kept', () => {
  it.each<[string, unknown, number, string]>([
    ['no JSON', '{"stream":', 400, 'malformed_json'],
    ['nothing', '', 400, 'malformed_json'],
    ['NaN', '{"sentAt": NaN}', 400, 'malformed_json'],
    ['a list', [command({})], 422, 'invalid_request'],
    ['null', 'null', 422, 'invalid_request'],
    [
      'a stream that can be guessed',
      { ...envelope(command({})), stream: 's' },
      422,
      'invalid_request',
    ],
    [
      'a stream with a slash',
      { ...envelope(command({})), stream: '/'.repeat(22) },
      422,
      'invalid_request',
    ],
    ['no clock', { ...envelope(command({})), sentAt: null }, 422, 'invalid_request'],
    [
      'a clock beyond all',
      JSON.stringify(envelope(command({}))).replace(`"sentAt":${noon}`, '"sentAt":1e999'),
      422,
      'invalid_request',
    ],
    ['a command that is none', envelope(command({}), 7), 422, 'invalid_request'],
    ['no seq', envelope(command({ seq: undefined })), 422, 'invalid_request'],
    ['a seq of 0', envelope(command({ seq: 0 })), 422, 'invalid_request'],
    ['a seq beyond 2^53', envelope(command({ seq: 2 ** 53 })), 422, 'invalid_request'],
    ['a seq that is text', envelope(command({ seq: '1' })), 422, 'invalid_request'],
    ['too many commands', envelope(...new Array(1001).fill(command({}))), 413, 'too_many_commands'],
    ['too many bytes', `{"x":"${'y'.repeat(256 * 1024)}"}`, 413, 'body_too_large'],
  ])('%s', async (_, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, code });
    expect(await sdk.allEvents()).toEqual([]);
  });

  it('text that is not UTF-8', async () => {
    const response = await sdk.app.request(`/sdk/v1/projects/${sdk.project.id}/commands`, {
      method: 'POST',
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  it('a compressed body', async () => {
    const { status } = await post(envelope(command({})), { 'content-encoding': 'gzip' });
    expect(status).toBe(415);
  });
});

describe('a bad command never loses a good one', () => {
  const good = command({ seq: 2, event: 'good' });
  it.each<[string, object, string, string]>([
    ['an unknown type', { type: 'tags', tags: ['vip'] }, 'unknown_type', 'type'],
    ['a type of the language', { type: '__proto__' }, 'unknown_type', 'type'],
    ['another', { type: 'constructor' }, 'unknown_type', 'type'],
    ['no type', { type: null }, 'unknown_type', 'type'],
    ['an id that can be guessed', { as: 'u-1' }, 'invalid_as', 'as'],
    ['an id of 65 characters', { as: 'x'.repeat(65) }, 'invalid_as', 'as'],
    ['an id that is a list', { as: [ada] }, 'invalid_as', 'as'],
    ['no time', { at: undefined }, 'invalid_at', 'at'],
    ['a time that is text', { at: 'now' }, 'invalid_at', 'at'],
    ['a time long ago', { at: -1e300 }, 'too_old', 'at'],
    ['no event', { event: null }, 'missing_event', 'event'],
    ['an empty event', { event: '' }, 'empty', 'event'],
    ['an event of half a character', { event: '\ud800' }, 'not_well_formed', 'event'],
    ['an event with NUL', { event: 'a\0' }, 'control_character', 'event'],
    ['a long event', { event: 'y'.repeat(513) }, 'too_long', 'event'],
    ['properties that are a list', { properties: [1] }, 'not_an_object', 'properties'],
    ['no user', { type: 'identify' }, 'missing_id', 'userId'],
    ['a user that is a number', { type: 'identify', userId: 7 }, 'not_a_string', 'userId'],
    ['a user whom no address can name', { type: 'identify', userId: '..' }, 'reserved', 'userId'],
    ['values that are text', { type: 'attributes', values: 'x' }, 'not_an_object', 'values'],
    ['a page of a number', { type: 'page', url: 7 }, 'not_a_string', 'url'],
    [
      'a bad instant',
      { type: 'segmentTrack', timestamp: 'soon' },
      'invalid_timestamp',
      'timestamp',
    ],
  ])('%s', async (_, bad, code, path) => {
    const { status, body } = await post(envelope(command(bad), good));
    expect(status).toBe(200);
    expect(body.accepted).toBe(1);
    expect(body.rejected).toEqual([
      { seq: 1, code, path, scope: 'command', message: expect.stringMatching(/\.$/) },
    ]);
    expect((await sdk.allEvents()).map(({ name }) => name)).toEqual(['good']);
  });

  it('a time beyond all numbers', async () => {
    const text = JSON.stringify(envelope(command({ at: 12345 }), good)).replace('12345', '1e999');
    expect((await post(text)).body.rejected).toMatchObject([{ code: 'invalid_at' }]);
  });

  it('more users than a page can have', async () => {
    const commands = Array.from({ length: 12 }, (_, i) =>
      command({ seq: i + 1, type: 'identify', as: makeId(`a${i}`), userId: `u${i}` }),
    );
    const { body } = await post(envelope(...commands));
    expect(body.accepted).toBe(10);
    expect(body.rejected.map(({ seq, code }) => [seq, code])).toEqual([
      [11, 'too_many_users'],
      [12, 'too_many_users'],
    ]);
  });
});

describe('hostile values', () => {
  it('are refused key by key, however deep, and keys of the language are keys', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = JSON.stringify(
      envelope(
        command({ type: 'attributes', values: { ok: 1, deep: 'DEEP', inf: 'INF', big: 2 ** 60 } }),
      ),
    )
      .replace('"DEEP"', deep)
      .replace('"INF"', '-1e999')
      .replace('"ok"', '"__proto__":{"polluted":1},"constructor":"c","\\ud800":1,"ok"');
    const { status, body } = await post(text);
    expect(status).toBe(200);
    expect(body.rejected.map(({ code }) => code).sort()).toEqual([
      'not_finite',
      'not_well_formed',
      'number_too_large',
      'unsupported_type',
      'unsupported_type',
    ]);
    expect(await sdk.attributesOf(ada)).toEqual({ ok: 1, constructor: 'c' });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
  });

  it('of any JSON whatever never fail the server', async () => {
    const field = fc.constantFrom(
      'seq',
      'at',
      'as',
      'type',
      'values',
      'event',
      'userId',
      'traits',
      'url',
      'properties',
      'signature',
      'segment',
      'groupId',
      'messageId',
      'timestamp',
      'removeUnspecified',
      '__proto__',
    );
    const type = fc.constantFrom(
      'identify',
      'session',
      'page',
      'native',
      'attributes',
      'group',
      'track',
      'segmentTrack',
    );
    const any = fc.jsonValue({ maxDepth: 3 });
    const hostile = fc
      .tuple(type, fc.array(fc.tuple(field, any), { maxLength: 6 }))
      .map(([kind, fields]) => command({ type: kind, ...Object.fromEntries(fields) }));
    let place = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { maxLength: 5 }),
        fc.boolean(),
        async (commands, isAsked) => {
          place += 1;
          const body = {
            ...envelope(...commands),
            stream: makeId(`s${place}`),
            ...(isAsked && { as: ada, ask: ['segments'] }),
          };
          const { status } = await post(body);
          expect([200, 422]).toContain(status);
        },
      ),
      { numRuns: 300 },
    );
    expect(sdk.failures).toEqual([]);
    // Whatever came in, everybody and everything can be read.
    const { number } = sdk.project;
    await sdk.store.read((tx) => tx.scanProfiles(number, -1, 10_000));
    for (const { timestamp, properties } of await sdk.allEvents()) {
      expect(Number.isSafeInteger(timestamp)).toBe(true);
      expect(properties).toBeInstanceOf(Map);
    }
  });
});

describe('limits', () => {
  const send = (headers?: Record<string, string>) => post({ commands: [] }, headers);

  it('of an address and of a project answer 429 with Retry-After, to any origin', async () => {
    await open({ rates: { perAddress: 1, trustedProxies: 1 } });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let i = 0; i < 10; i += 1) expect((await send(from('192.0.2.1'))).status).toBe(200);
    const refused = await send(from('192.0.2.1'));
    expect([refused.status, refused.code]).toEqual([429, 'too_many_requests']);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '1',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'retry-after',
    });
    expect((await send(from('192.0.2.2'))).status).toBe(200);
    sdk.clock.now += 1000;
    expect((await send(from('192.0.2.1'))).status).toBe(200);

    await open({ rates: { perProject: 1, trustedProxies: 1 } });
    for (let i = 0; i < 10; i += 1) expect((await send(from(`192.0.2.${i}`))).status).toBe(200);
    expect((await send(from('192.0.2.11'))).status).toBe(429);
  });

  it('count many commands as several requests', async () => {
    await open({ rates: { perAddress: 1 } });
    const commands = Array.from({ length: 200 }, (_, i) => command({ seq: i + 1 }));
    expect((await post(envelope(...commands))).status).toBe(200);
    expect((await send()).status).toBe(429);
  });

  it('an unknown project is a 404 to any origin', async () => {
    const response = await sdk.app.request('/sdk/v1/projects/none/commands', {
      method: 'POST',
      body: '{}',
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});
