import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HttpProblem } from '../../src/http/problem.ts';
import { openTestHouse, type TestHouse } from './test-house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  house.app.get('/test/bug', () => {
    throw new Error('a secret of the inside');
  });
  house.app.get('/test/problem', () => {
    throw new HttpProblem(409, 'a_code', 'A sentence.', { extra: { status: 200, more: 1 } });
  });
});

afterAll(() => house.close());

describe('Addresses', () => {
  test('that are none are 404', async () => {
    for (const path of ['/nowhere', '/api', '/api/nowhere', '/sse', '/docs/']) {
      const { status, body } = await house.call('GET', path);
      expect([path, status, body.code]).toEqual([path, 404, 'not_found']);
      expect(body).toMatchObject({ type: 'about:blank', title: 'Not found', errors: [] });
    }
  });

  test('say which methods they take', async () => {
    const wrong: [string, string, string][] = [
      ['GET', '/sse/webhook', 'OPTIONS, POST'],
      ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
      ['PUT', house.at('/segments'), 'GET, HEAD, OPTIONS, POST'],
      ['PUT', house.at('/segments/a.b'), 'DELETE, GET, HEAD, OPTIONS, PATCH'],
      ['GET', house.at('/audience'), 'OPTIONS, POST'],
    ];
    for (const [method, path, allow] of wrong) {
      const { status, headers, body } = await house.call(method, path);
      expect([path, status, body.code]).toEqual([path, 405, 'method_not_allowed']);
      expect(headers.get('allow')).toBe(allow);
    }
  });

  test('answer OPTIONS and HEAD, and open nothing to other origins', async () => {
    const options = await house.fetchRaw('OPTIONS', house.at('/segments'), { key: null });
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'GET, HEAD, OPTIONS, POST',
    ]);
    expect(options.headers.has('access-control-allow-origin')).toBe(false);
    const head = await house.fetchRaw('HEAD', '/healthz', { key: null });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await house.fetchRaw('HEAD', house.at(''), { key: null })).status).toBe(401);
  });
});

describe('Every answer', () => {
  test('has an id, the caller’s when that is a plain word', async () => {
    const own = await house.call('GET', '/nowhere');
    expect(own.headers.get('x-request-id')).toBe(own.body.requestId);
    const given = await house.call('GET', '/nowhere', { headers: { 'x-request-id': 'abc-1' } });
    expect(given.body.requestId).toBe('abc-1');
    const odd = await house.call('GET', '/nowhere', { headers: { 'x-request-id': 'a b"c' } });
    expect(odd.body.requestId).not.toBe('a b"c');
  });

  test('keeps browsers from making something of it', async () => {
    for (const path of ['/healthz', '/nowhere', '/openapi.json']) {
      const { headers } = await house.fetchRaw('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

describe('An error', () => {
  test('that nobody foresaw says only its id, which is in the log', async () => {
    const { status, body } = await house.call('GET', '/test/bug');
    expect([status, body.code]).toEqual([500, 'internal_error']);
    expect(JSON.stringify(body)).not.toContain('secret');
    const entry = house.log.find((line) => line.includes(String(body.requestId)));
    expect(entry).toContain('a secret of the inside');
    expect(JSON.parse(entry ?? '{}').path).toBe('/test/bug');
  });

  test('cannot overwrite the members of a problem', async () => {
    const { status, body } = await house.call('GET', '/test/problem');
    expect(status).toBe(409);
    expect(body).toMatchObject({ status: 409, code: 'a_code', detail: 'A sentence.', more: 1 });
  });
});

describe('A body', () => {
  const path = () => house.at('/audience/count');
  const valid = '{"conditions":{"type":"group","match":"all","children":[]}}';

  test('that is not JSON is refused', async () => {
    for (const body of ['', '{', '{"conditions":}', 'NaN', "{'a':1}"]) {
      const reply = await house.call('POST', path(), { body });
      expect([body, reply.status, reply.body.code]).toEqual([body, 400, 'malformed_json']);
    }
  });

  test('that is not UTF-8 is refused', async () => {
    const response = await house.app.request(path(), {
      method: 'POST',
      headers: {
        'x-api-key': 'mk_test_write_0123456789abcdef',
        'content-type': 'application/json',
      },
      body: Buffer.from('{"conditions":"\xff"}', 'latin1'),
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      400,
      'malformed_text',
    ]);
  });

  test('of another type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type };
      const reply = await house.call('POST', path(), { body: valid, headers });
      expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_media_type']);
    }
  });

  test('that is too large is refused by what it announces and by what comes', async () => {
    const announced = await house.call('POST', path(), {
      body: '{}',
      headers: { 'content-length': '50000000' },
    });
    expect([announced.status, announced.body.code]).toEqual([413, 'body_too_large']);

    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: {
        'x-api-key': 'mk_test_write_0123456789abcdef',
        'content-type': 'application/json',
      },
      body: endless,
      duplex: 'half',
    };
    const response = await house.app.request(path(), init);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(65 * 1024 * 1024);
  });

  test('with fields that do not exist is refused, each named', async () => {
    const body = `{"conditions":{"type":"group","match":"all","children":[]},"__proto__":1,"limti":5}`;
    const reply = await house.call<{ code: string; errors: unknown[] }>('POST', path(), { body });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_request']);
    expect(reply.body.errors).toEqual([
      { path: '__proto__', message: 'There is no such field.', code: 'unknown_field' },
      { path: 'limti', message: 'There is no such field.', code: 'unknown_field' },
    ]);
  });

  test('that is not an object is refused', async () => {
    for (const body of ['null', '[]', '1', '"x"']) {
      const reply = await house.call('POST', path(), { body });
      expect([reply.status, reply.body.code]).toEqual([422, 'invalid_request']);
    }
  });

  test('of any depth is refused with a path, not a crash', async () => {
    const depth = 1_000;
    const open = '{"type":"group","match":"all","children":['.repeat(depth);
    const tree = `${open}${']}'.repeat(depth)}`;
    const reply = await house.call<{ code: string; errors: { path: string }[] }>('POST', path(), {
      body: `{"conditions":${tree}}`,
    });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_conditions']);
    expect(reply.body.errors[0]?.path).toBe(`conditions${'.children[0]'.repeat(8)}`);

    const lists = 400_000;
    const deeper = await house.call('POST', path(), {
      body: `{"conditions":${'['.repeat(lists)}${']'.repeat(lists)}}`,
    });
    expect(deeper.status).toBe(422);
  });
});
