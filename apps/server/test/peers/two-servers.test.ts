import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportBody, LiveEvents, SegmentBody } from '@muster/protocol';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ClickhouseServer, startClickhouseServer } from '../clickhouse-server.ts';
import { allOf, isOneOf } from '../http/test-house.ts';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { openReceiver, type Receiver } from '../webhooks/receiver.ts';

// Two real servers over one PostgreSQL and one ClickHouse, of which one is killed now and then.

const admin = { email: 'ada@example.com', password: 'correct horse battery' };
const project = `/api/projects/${projectId}`;

let folder: string;
let postgres: Postgres;
let clickhouse: ClickhouseServer;
let environment: Record<string, string>;
/** Of a number each, which is their data folder's; the first was there first and does everything. */
let servers: RunningServer[] = [];
let started = 0;
let receiver: Receiver;

beforeAll(async () => {
  folder = await makeDataFolder();
  receiver = await openReceiver();
  [postgres, clickhouse] = await Promise.all([startPostgres(), startClickhouseServer()]);
  environment = {
    DATABASE_URL: await postgres.createDatabase(),
    CLICKHOUSE_URL: clickhouse.url(),
    MUSTER_FILES_DIR: join(folder, 'files'),
    MUSTER_PRIVATE_WEBHOOKS: 'yes',
    MUSTER_LOG_LEVEL: 'error',
    MUSTER_ADMIN_EMAIL: admin.email,
    MUSTER_ADMIN_PASSWORD: admin.password,
  };
});

beforeEach(async () => {
  while (servers.length < 2) {
    started += 1;
    servers.push(await startServer(join(folder, `server-${started}`), environment));
    await expect.poll(findFree).toEqual([]);
  }
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop('SIGKILL')));
  await receiver?.close();
  await clickhouse?.stop();
  await postgres?.stop();
  await rm(join(folder, 'files'), { recursive: true, force: true });
  await removeDataFolder(folder);
});

const shared = [
  ...['index', 'sizes', 'webhooks', 'imports', 'exports'],
  ...['retention', 'removal', 'telling'],
];

/** Leases that nobody has. */
async function findFree(): Promise<string[]> {
  const rows = await query(
    'select name from leases where until > extract(epoch from clock_timestamp()) * 1000',
  );
  const held = new Set(rows.map(({ name }) => name));
  return shared.filter((name) => !held.has(name));
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function pair(): [RunningServer, RunningServer] {
  const [one, other] = servers;
  if (one === undefined || other === undefined) throw new Error('There are not two servers.');
  return [one, other];
}

/** The one that indexes and does what is done in the background; the other is what is left. */
async function killFirst(signal: NodeJS.Signals = 'SIGKILL'): Promise<RunningServer> {
  const [first, other] = pair();
  await first.stop(signal);
  servers = [other];
  return other;
}

const everybody = allOf();
const identify = (server: RunningServer, ...userIds: string[]) =>
  server.call(
    'POST',
    '/sse/webhook',
    userIds.map((userId) => ({ type: 'identify', userId, traits: { plan: 'Pro' } })),
  );

async function count(server: RunningServer, conditions: unknown = everybody): Promise<number> {
  const body = await server.call<{ count: number }>('POST', `${project}/audience/count`, {
    conditions,
  });
  return body.count;
}

test('What is written to one is part of the next answer of the other', async () => {
  const [one, other] = pair();
  for (let round = 1; round <= 10; round += 1) {
    await identify(one, `one-${round}`);
    expect(await count(other)).toBe(2 * round - 1);
    await identify(other, `other-${round}`);
    expect(await count(one)).toBe(2 * round);
  }
  const segment = await one.call<SegmentBody>('POST', `${project}/segments`, {
    name: 'Pros',
    conditions: allOf(isOneOf('plan', 'Pro')),
  });
  const seen = await other.call<SegmentBody>('GET', `${project}/segments/${segment.id}`);
  expect(seen).toMatchObject({ name: 'Pros', audience: 20 });
  expect(await (await fetch(`${other.url}/readyz`)).json()).toMatchObject({
    index: { state: 'following' },
  });
});

test('A page at one sees what the other is sent', async () => {
  const [one, other] = pair();
  const { id } = await one.call<SegmentBody>('POST', `${project}/segments`, {
    name: 'Live',
    conditions: allOf(isOneOf('plan', 'Live')),
  });
  const leaving = new AbortController();
  const stream = await fetch(`${other.url}${project}/live?segments=${id}`, {
    headers: { 'x-api-key': apiKey },
    signal: leaving.signal,
  });
  const told = readAudiences(stream, id);
  expect(await told.next()).toMatchObject({ value: 0 });
  await one.call('POST', '/sse/webhook', [
    { type: 'identify', userId: 'live', traits: { plan: 'Live' } },
  ]);
  expect(await told.next()).toMatchObject({ value: 1 });
  leaving.abort();
  await told.return(undefined).catch(() => undefined);
});

test('A key that is revoked at one is of no use at the other', async () => {
  const [one, other] = pair();
  const cookie = await signIn(one);
  const made = await post(one, cookie, `${project}/keys`, { name: 'Short', scope: 'read' });
  const { id, key } = (await made.json()) as { id: string; key: string };
  const look = async () =>
    (await fetch(`${other.url}${project}`, { headers: { 'x-api-key': key } })).status;
  expect(await look()).toBe(200);
  const path = `${one.url}${project}/keys/${id}`;
  await fetch(path, { method: 'DELETE', headers: { ...origin, cookie } });
  await expect.poll(look).toBe(401);
});

test('Who is killed is followed by the other, which loses nothing', async () => {
  const [one] = pair();
  const before = await count(one);
  await identify(one, 'k-1', 'k-2');
  const left = await killFirst();
  // The question waits until the other has taken over.
  expect(await count(left)).toBe(before + 2);
  await identify(left, 'k-3');
  expect(await count(left)).toBe(before + 3);
  await expect.poll(findFree).toEqual([]);
});

test('Who stops hands over at once; who is suspended and wakes up writes nothing', async () => {
  const [one, other] = pair();
  const before = await count(one);
  // Suspended in the middle of its work.
  const sending = Promise.all(Array.from({ length: 20 }, (_, i) => identify(one, `s-${i}`)));
  await sending;
  one.child.kill('SIGSTOP');
  await identify(other, 's-other');
  expect(await count(other)).toBe(before + 21);
  one.child.kill('SIGCONT');
  await identify(one, 's-one');
  expect(await count(one)).toBe(before + 22);
  expect(await count(other)).toBe(before + 22);
  // It has the index no more: the other may stop, and then it has it again.
  await other.stop();
  servers = [one];
  await identify(one, 's-last');
  expect(await count(one)).toBe(before + 23);
  const dataDir = join(folder, 'command');
  const verified = await runMuster(dataDir, ['index', 'verify'], environment).finished;
  expect(verified.stdout, verified.stderr).toMatch(/^Index and store agree on \d+ users/);
});

test('An import goes on where the server that ran it was killed', async () => {
  const [one] = pair();
  const before = await count(one);
  const rows = 8_000;
  const file = `id,plan\n${Array.from({ length: rows }, (_, row) => `row-${row},Free\n`).join('')}`;
  const uploaded = await fetch(`${one.url}${project}/imports?fileName=many.csv`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: file,
  });
  const { id } = (await uploaded.json()) as ImportBody;
  const read = (server: RunningServer) =>
    server.call<ImportBody>('GET', `${project}/imports/${id}`);
  const [, other] = pair();
  // Whoever is asked, one does it.
  await other.call('POST', `${project}/imports/${id}/run`);
  await expect.poll(async () => (await read(other)).progress.rows).toBeGreaterThan(500);
  const left = await killFirst();
  expect((await read(left)).status).toBe('running');
  await expect.poll(async () => (await read(left)).status).toBe('done');
  expect(await read(left)).toMatchObject({ counts: { created: rows, updated: 0, refused: 0 } });
  expect(await count(left)).toBe(before + rows);
});

test('An import that runs at one can be cancelled at the other', async () => {
  const [one, other] = pair();
  const rows = Array.from({ length: 8_000 }, (_, row) => `cancel-${row},Free\n`);
  const uploaded = await fetch(`${other.url}${project}/imports?fileName=cancelled.csv`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: `id,plan\n${rows.join('')}`,
  });
  const { id } = (await uploaded.json()) as ImportBody;
  const read = (server: RunningServer) =>
    server.call<ImportBody>('GET', `${project}/imports/${id}`);
  await other.call('POST', `${project}/imports/${id}/run`);
  await expect.poll(async () => (await read(other)).progress.rows).toBeGreaterThan(500);
  const cancelled = await other.call<ImportBody>('POST', `${project}/imports/${id}/cancel`);
  expect(cancelled.status).toBe('cancelled');
  // Nothing comes after that, and it can be taken back.
  await one.call('POST', `${project}/imports/${id}/undo`);
  await expect.poll(async () => (await read(one)).undo?.state).toBe('done');
  const undone = await read(other);
  expect(undone.progress.rows).toBe(cancelled.progress.rows);
  expect(undone.undo?.removed).toBe(cancelled.progress.rows);
});

test('Each message of a webhook is sent once, and none is lost with who sends it', async () => {
  const [one, other] = pair();
  const cookie = await signIn(one);
  const wish = { url: receiver.url, events: ['segment.created'] };
  expect((await post(one, cookie, `${project}/webhooks`, wish)).status).toBe(201);
  const makeSegments = async (server: RunningServer, name: string) => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const body = { name: `${name} ${i}`, conditions: allOf(isOneOf('plan', 'Pro')) };
      ids.push((await server.call<SegmentBody>('POST', `${project}/segments`, body)).id);
    }
    return ids;
  };
  const made = [...(await makeSegments(one, 'At one')), ...(await makeSegments(other, 'At other'))];
  const told = () => receiver.bodies().map(({ data }) => data.segment.id as string);
  await expect.poll(told).toHaveLength(made.length);
  expect(new Set(told())).toEqual(new Set(made));

  // Nobody is answered, so all that is under way when it is killed must be told again.
  receiver.answer(() => undefined);
  made.push(...(await makeSegments(other, 'Hung')));
  await expect.poll(() => told().length).toBeGreaterThan(10);
  receiver.answer((response) => response.writeHead(200).end());
  const left = await killFirst();
  made.push(...(await makeSegments(left, 'Afterwards')));
  await expect.poll(() => new Set(told())).toEqual(new Set(made));
  // What was delivered before is not told again.
  expect(told().filter((id) => made.slice(0, 10).includes(id))).toHaveLength(10);
});

test('A project that is deleted at one is gone at the other, which goes on removing it', async () => {
  const [one, other] = pair();
  const cookie = await signIn(one);
  const made = await post(one, cookie, '/api/projects', { name: 'Short' });
  const { id } = (await made.json()) as { id: string };
  const short = `/api/projects/${id}`;
  const created = await post(one, cookie, `${short}/keys`, { name: 'Key', scope: 'write' });
  const { key } = (await created.json()) as { key: string };
  const ofKey = { 'x-api-key': key };
  const before = await count(other);
  for (let round = 0; round < 10; round += 1) {
    const items = Array.from({ length: 500 }, (_, n) => [
      { type: 'identify', userId: `user-${round}-${n}` },
      { type: 'track', userId: `user-${round}-${n}`, event: 'Paid' },
    ]).flat();
    await one.call('POST', '/sse/webhook', items, ofKey);
  }
  // The other one remembers the key, the project and who is in it.
  const counted = await other.call(
    'POST',
    `${short}/audience/count`,
    { conditions: everybody },
    ofKey,
  );
  expect(counted).toMatchObject({ count: 5_000 });
  const commands = () =>
    fetch(`${other.url}/sdk/v1/projects/${id}/commands`, { method: 'POST', body: '{}' });
  expect((await commands()).status).not.toBe(404);
  const live = await fetch(`${other.url}${short}/live?segments=`, { headers: ofKey });
  const listening = readAudiences(live, 'none').next();

  const deleted = await fetch(`${one.url}${short}`, {
    method: 'DELETE',
    headers: { ...origin, cookie },
    body: JSON.stringify({ name: 'Short' }),
  });
  expect(deleted.status).toBe(204);
  const send = async () =>
    (
      await fetch(`${other.url}/sse/webhook`, {
        method: 'POST',
        headers: { ...ofKey, 'content-type': 'application/json' },
        body: JSON.stringify([{ type: 'identify', userId: 'late' }]),
      })
    ).status;
  // Nothing is taken in from the first moment on, whatever is still remembered.
  expect([401, 404]).toContain(await send());
  await expect.poll(send).toBe(401);
  await expect.poll(async () => (await commands()).status).toBe(404);
  expect(await listening).toMatchObject({ done: true });

  const rows = async () => {
    const found = await query(
      `select (select count(*)::int from profiles as p join deleted_projects as d
        on p.project = d.number) as profiles,
        (select count(*)::int from events as e join deleted_projects as d
        on e.project = d.number) as events`,
    );
    return found[0];
  };
  const left = await killFirst();
  await expect.poll(rows).toEqual({ profiles: 0, events: 0 });
  expect(await count(left)).toBe(before);
  const dataDir = join(folder, 'command');
  const verified = await runMuster(dataDir, ['index', 'verify'], environment).finished;
  expect(verified.stdout, verified.stderr).toMatch(/^Index and store agree on [\d,]+ users/);
});

const origin = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };

async function signIn({ url }: RunningServer): Promise<string> {
  const body = JSON.stringify(admin);
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers: origin, body });
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function post(server: RunningServer, cookie: string, path: string, body: unknown) {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...origin, cookie },
    body: JSON.stringify(body),
  });
}

/** The sizes of a segment that a stream tells, each that is another than the one before. */
async function* readAudiences(response: Response, id: string): AsyncGenerator<number> {
  const decoder = new TextDecoder();
  let text = '';
  let last: number | undefined;
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: ?(.*)$/m.exec(message)?.[1];
      if (!message.startsWith('event: audiences\n') || data === undefined) continue;
      const { audiences } = JSON.parse(data) as LiveEvents['audiences'];
      const size = audiences[id];
      if (typeof size !== 'number' || size === last) continue;
      last = size;
      yield size;
    }
  }
}
