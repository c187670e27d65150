import type { SourceAccessBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password as passwordOfPeople } from '../http/people.ts';
import { keys, openTestHouse, projectId as projectOfHouse } from '../http/test-house.ts';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';
import { openGround } from './ground.ts';
import { fillPath, readDocument } from './operations.ts';
import { createValidCalls } from './valid-calls.ts';

// What opens something is told to whoever may have it, once, and stands in no log and no error.

let dataDir: string;
beforeAll(async () => {
  dataDir = await makeDataFolder();
});
afterAll(() => removeDataFolder(dataDir));

const admin = { email: 'root@example.com', password: 'horse-battery-staple' };
const databasePassword = 'hush-hush';

describe('A server that logs all it can', () => {
  let server: RunningServer;
  /** By what they open. */
  const secrets: Record<string, string> = { apiKey, password: admin.password };
  /** What people read who may not have them, errors above all. */
  const told: string[] = [];

  beforeAll(async () => {
    server = await startServer(dataDir, {
      MUSTER_LOG_LEVEL: 'trace',
      MUSTER_PRIVATE_WEBHOOKS: 'yes',
      MUSTER_ADMIN_EMAIL: admin.email,
      MUSTER_ADMIN_PASSWORD: admin.password,
    });
  });
  afterAll(() => server.stop('SIGKILL'));

  async function send(method: string, path: string, body?: unknown, headers: object = {}) {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Asks for what must be refused, and keeps what is said of it. */
  async function refuse(method: string, path: string, body?: unknown, headers?: object) {
    const { status, text } = await send(method, path, body, headers);
    expect(status, `${method} ${path} ${text}`).toBeGreaterThanOrEqual(400);
    expect(status, text).toBeLessThan(500);
    told.push(text);
  }

  test('makes one of each', async () => {
    const signedIn = await send('POST', '/api/session', admin);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    secrets.session = cookie.split('=')[1] ?? '';
    const at = (path: string) => `/api/projects/${projectId}${path}`;
    const make = async <Body>(path: string, body: object): Promise<Body> => {
      const { status, text } = await send('POST', at(path), body, { cookie });
      expect(status, text).toBeLessThan(300);
      return JSON.parse(text);
    };
    secrets.key = (await make<{ key: string }>('/keys', { name: 'CI', scope: 'write' })).key;
    const invitation = { email: 'ada@example.com', role: 'viewer' };
    secrets.link =
      (await make<{ path: string }>('/invitations', invitation)).path.split('#')[1] ?? '';
    // Nobody listens there: what is sent fails, which is logged.
    const webhook = await make<{ id: string; secret: string }>('/webhooks', {
      ...{ url: 'http://127.0.0.1:1/?token=in-the-address', events: ['segment.created'] },
    });
    secrets.webhook = webhook.secret;
    secrets.address = 'in-the-address';
    const rotated = await make<{ secret: string }>(`/webhooks/${webhook.id}/rotate`, {});
    secrets.nextOfWebhook = rotated.secret;
    await make(`/webhooks/${webhook.id}/test`, {});
    // Until it has failed once.
    const path = at(`/webhooks/${webhook.id}/deliveries`);
    const look = async () => (await send('GET', path, undefined, { cookie })).text;
    await expect.poll(look).toMatch(/"attempts":\s*\[\s*\{/);
    type Source = { id: string; access: SourceAccessBody };
    const given = 'the-secret-that-segment-signs-with';
    const source = await make<Source>('/sources', {
      ...{ kind: 'segment', name: 'Signed', signature: 'segment', secret: given },
    });
    secrets.keyOfSource = source.access.key;
    secrets.secretOfSource = given;
    const verification = await make<{ secret: string }>('/identify-verification/rotate', {});
    secrets.identify = verification.secret;
    expect(Object.values(secrets).filter((secret) => (secret?.length ?? 0) < 8)).toEqual([]);

    const readers = ['', '/webhooks', '/sources', '/keys', '/members', '/audit'].map(at);
    for (const path of readers) told.push((await send('GET', path, undefined, { cookie })).text);
    told.push((await send('GET', '/api/session', undefined, { cookie })).text);
    for (const path of ['/metrics', '/healthz', '/readyz'])
      told.push((await send('GET', path)).text);
  });

  test('refuses each where it opens nothing', async () => {
    const at = (path: string) => `/api/projects/${projectId}${path}`;
    for (const secret of Object.values(secrets)) {
      const cookie = `muster_session=x${secret}`;
      await refuse('GET', at('/members'), undefined, { 'x-api-key': `x${secret}` });
      await refuse('GET', at('/members'), undefined, { authorization: `Bearer x${secret}` });
      await refuse('GET', at('/members'), undefined, { cookie });
      await refuse('POST', '/api/session', { email: admin.email, password: `x${secret}` });
      await refuse('POST', '/api/session', { email: 7, password: secret });
      await refuse('POST', '/api/session', `{"email":"${secret}","password":"${secret}"`);
      await refuse('POST', '/api/join', { token: `x${secret}`, password: secret });
      await refuse('POST', '/api/join/look', { token: [secret] });
      await refuse('POST', `/in/x${secret}`, {});
      await refuse(
        'POST',
        `/in/${secrets.keyOfSource}`,
        { type: 'track' },
        { 'x-signature': secret },
      );
      await refuse('POST', `/in/${secrets.keyOfSource}/v1/nothing`, {});
      await refuse('POST', '/segmentio', {}, { authorization: `Basic ${btoa(`x${secret}:`)}` });
      await refuse('PUT', `/in/${secrets.keyOfSource}`, {});
      await refuse('POST', '/sse/webhook', 'no JSON', { 'x-api-key': secrets.key });
    }
  });

  test('has said none of them', async () => {
    await server.stop();
    const { stdout, stderr } = server.output();
    for (const [name, secret] of Object.entries(secrets)) {
      expect(stdout + stderr, `${name} in the log`).not.toContain(secret);
      // The address of a webhook is shown to the admins who gave it.
      if (name === 'address') continue;
      expect(told.join('\n'), `${name} in an answer`).not.toContain(secret);
    }
  });
});

test('A server whose store is gone says no secret of the calls that fail', async () => {
  const house = await openTestHouse();
  try {
    const settings = { projectId: projectOfHouse, number: 1, writeKey: keys.write };
    const ground = await openGround(house, settings);
    const { operations } = await readDocument(house);
    const calls = createValidCalls(ground);
    const secrets = [keys.write, passwordOfPeople, `session-of-admin-${ground.mark}`];
    const made = [];
    for (const operation of operations) {
      const call = (await calls[operation.id]?.()) ?? {};
      if (call.path?.key !== undefined) secrets.push(call.path.key);
      const token = (call.body as { token?: string } | undefined)?.token;
      if (token !== undefined) secrets.push(token);
      made.push({ operation, call });
    }
    await house.store.close();
    let failed = 0;
    for (const { operation, call } of made) {
      const path = fillPath(operation.template, { projectId: projectOfHouse, ...call.path });
      const query = new URLSearchParams(call.query).toString();
      const caller = operation.scope === 'key' ? { key: keys.write } : ground.admin.browser;
      const response = await house.fetchRaw(operation.method, `${path}?${query}`, {
        ...caller,
        headers: { ...('headers' in caller ? caller.headers : {}), ...call.headers },
        ...(call.body !== undefined && { body: call.body }),
      });
      const text = await response.text();
      failed += Number(response.status === 503);
      for (const secret of secrets) expect(text, operation.id).not.toContain(secret);
    }
    expect(failed).toBeGreaterThan(100);
    const log = house.log.join('\n');
    for (const secret of secrets) expect(log.includes(secret), 'in the log').toBe(false);
  } finally {
    // Its store is closed already; what is still open is.
    await house.close().catch(() => undefined);
  }
});

test('A start with a wrong setting says no password', async () => {
  const wrongs: Record<string, string>[] = [
    { DATABASE_URL: `postgres://me:${databasePassword}@127.0.0.1:1/x` },
    { DATABASE_URL: `postgres://127.0.0.1:1/x?password=${databasePassword}` },
    { DATABASE_URL: `mysql://me:${databasePassword}@127.0.0.1/x` },
    { DATABASE_URL: `postgres://me:${databasePassword}@[::/x` },
    { CLICKHOUSE_URL: `tcp://me:${databasePassword}@127.0.0.1:1` },
    { MUSTER_API_KEY: 'hush' },
    { MUSTER_ADMIN_PASSWORD: 'hush' },
  ];
  for (const wrong of wrongs) {
    const folder = await makeDataFolder();
    const logged = { ...wrong, MUSTER_LOG_LEVEL: 'trace' };
    const { code, stdout, stderr } = await runMuster(folder, ['start'], logged).finished;
    await removeDataFolder(folder);
    expect(code, JSON.stringify(wrong)).not.toBe(0);
    expect(stdout + stderr, JSON.stringify(wrong)).not.toContain('hush');
  }
});
