import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Hono } from 'hono';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { toBodyStream } from '../../src/http/body-stream.ts';
import { createErrorHandler } from '../../src/http/handle-errors.ts';
import { identifyRequest } from '../../src/http/identify-request.ts';
import { ListenError, type Listening, listen } from '../../src/http/listen.ts';
import { limitBody } from '../../src/http/read-body.ts';

let listening: Listening;
let aborted: Promise<unknown> | undefined;
let release: (() => void) | undefined;
let finished: string[];

beforeEach(async () => {
  finished = [];
  aborted = undefined;
  release = undefined;
  const app = new Hono<AppEnv>();
  app.use(
    '*',
    identifyRequest(() => 'id'),
  );
  app.onError(createErrorHandler(pino({ level: 'silent' })));
  app.get('/quick', (c) => c.text('quick'));
  app.post('/body', limitBody(1000), async (c) => c.json(await c.req.json()));
  app.get('/wait', async (c) => {
    const { signal } = c.req.raw;
    aborted = once(signal, 'abort');
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await Promise.race([aborted, released]);
    return c.text('waited');
  });
  app.get('/stream', (c) => c.body(toBodyStream(count(Number(c.req.query('until'))))));
  listening = await listen(app, { host: '127.0.0.1', port: 0 });
});

afterEach(() => listening.close(0));

/** Pieces of 64 kB, and an error at the end. */
async function* count(until: number) {
  try {
    for (let i = 0; i < until; i += 1) yield 'x'.repeat(65_536);
    if (until < 1_000_000) throw new Error('broken');
  } finally {
    finished.push('stream');
  }
}

describe('A server', () => {
  test('says where it listens, and why it cannot', async () => {
    expect(await (await fetch(`${listening.url}/quick`)).text()).toBe('quick');
    const port = Number(new URL(listening.url).port);
    const app = new Hono<AppEnv>();
    await expect(listen(app, { host: '127.0.0.1', port })).rejects.toThrow(ListenError);
    await expect(listen(app, { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'HOST 192.0.2.1 is not an address of this machine.',
    );
    const everywhere = await listen(app, { host: '0.0.0.0', port: 0 });
    expect(everywhere.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await everywhere.close(0);
  });

  test('tells a question whose asker has gone', async () => {
    const asked = request(`${listening.url}/wait`).end();
    asked.on('error', () => undefined);
    await expect.poll(() => aborted !== undefined).toBe(true);
    asked.destroy();
    await aborted;
  });

  test('stops making a stream that nobody reads', async () => {
    const asked = request(`${listening.url}/stream?until=1000000`).end();
    const [response] = await once(asked, 'response');
    response.once('data', () => asked.destroy());
    response.on('error', () => undefined);
    await expect.poll(() => finished).toEqual(['stream']);
  });

  test('breaks off a stream that cannot be made to its end', async () => {
    const response = await fetch(`${listening.url}/stream?until=3`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(finished).toEqual(['stream']);
    expect((await fetch(`${listening.url}/quick`)).status).toBe(200);
  });

  test.each([
    ['keep-alive', 'its length', { 'content-length': 50 * 1024 * 1024 }],
    ['keep-alive', 'no length', {}],
    // Node closes such a connection as soon as it has answered.
    ['close', 'its length', { 'content-length': 50 * 1024 * 1024 }],
    ['close', 'no length', {}],
  ])('refuses 50 MB so that the client sees it: %s, with %s', async (connection, _, headers) => {
    const agent = new Agent({ keepAlive: connection === 'keep-alive' });
    const asked = request(`${listening.url}/body`, { method: 'POST', headers, agent });
    const answered = once(asked, 'response');
    for (let sent = 0; sent < 50; sent += 1) {
      if (!asked.write(new Uint8Array(1024 * 1024))) await once(asked, 'drain');
    }
    asked.end();
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    agent.destroy();
  });

  test('survives what is no request', async () => {
    const port = Number(new URL(listening.url).port);
    const { connect } = await import('node:net');
    const socket = connect(port, '127.0.0.1');
    socket.write('\0\x01 nonsense\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('400 Bad Request');
    socket.destroy();
    expect((await fetch(`${listening.url}/quick`)).status).toBe(200);
  });
});

describe('Closing', () => {
  test('lets what is under way be answered', async () => {
    const answer = fetch(`${listening.url}/wait`).then((response) => response.text());
    await expect.poll(() => release !== undefined).toBe(true);
    const closed = listening.close(60_000);
    await expect(fetch(`${listening.url}/quick`)).rejects.toThrow();
    release?.();
    expect(await answer).toBe('waited');
    await closed;
  });

  test('cancels what takes longer than it may', async () => {
    const answer = fetch(`${listening.url}/wait`).then(
      () => 'answered',
      () => 'cut off',
    );
    await expect.poll(() => aborted !== undefined).toBe(true);
    await listening.close(1);
    expect(await answer).toBe('cut off');
    await aborted;
  });

  test('frees the port', async () => {
    await listening.close(0);
    const port = Number(new URL(listening.url).port);
    const next = createServer().listen(port, '127.0.0.1');
    await once(next, 'listening');
    expect((next.address() as AddressInfo).port).toBe(port);
    next.close();
  });

  test('does not wait for connections that have brought nothing', async () => {
    const { port } = new URL(listening.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    // The grace would be longer than this test.
    await listening.close(600_000);
    await closed;
  });
});
