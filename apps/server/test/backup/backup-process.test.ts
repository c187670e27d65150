import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

// One server that is written to while it is backed up, and what is restored of it.

const admin = { email: 'root@example.com', password: 'from a setting' };
const everybody = { type: 'group', match: 'all', children: [] };

let parent: string;
let dataDir: string;
let file: string;
let postgres: Postgres;
let server: RunningServer;
let uploaded: { id: string };
/** Users of whom the server has said, one after the other, that it has them and their event. */
let atBegin = 0;
let atEnd = 0;
let afterwards = 0;
const running: RunningServer[] = [];

beforeAll(async () => {
  parent = await makeDataFolder();
  dataDir = join(parent, 'data');
  file = join(parent, 'muster.backup');
  postgres = await startPostgres();
  server = await start(dataDir, {
    MUSTER_ADMIN_EMAIL: admin.email,
    MUSTER_ADMIN_PASSWORD: admin.password,
  });
  const response = await fetch(`${server.url}/api/projects/${projectId}/imports?fileName=a.csv`, {
    method: 'POST',
    headers: { 'x-api-key': 'test-key-0123456789abcdef' },
    body: 'id,plan\nimported,Pro\n',
  });
  expect(response.status).toBe(201);
  uploaded = (await response.json()) as { id: string };
  let count = 0;
  let isStopped = false;
  const send = async () => {
    const userId = nameOf(count);
    await server.call('POST', '/sse/webhook', [
      { type: 'identify', userId, traits: { plan: 'Pro' } },
      { type: 'track', userId, event: 'bought', messageId: `bought-${count}` },
    ]);
    count += 1;
  };
  while (count < 50) await send();
  const sending = (async () => {
    while (!isStopped) await send();
  })();
  atBegin = count;
  const { code, stdout, stderr } = await runMuster(dataDir, ['backup', file]).finished;
  atEnd = count;
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  expect(stdout).toMatch(/^1 projects, \d+ users and \d+ events, 1 files are in /);
  isStopped = true;
  await sending;
  for (let more = 0; more < 20; more += 1) await send();
  afterwards = count;
  expect(await verify(dataDir)).toEqual([count, count]);
});

afterEach(async () => {
  for (const one of running.splice(0)) if (one !== server) await one.stop();
});

afterAll(async () => {
  await server?.stop('SIGKILL');
  await postgres?.stop();
  await removeDataFolder(parent);
});

const nameOf = (count: number) => `user-${String(count).padStart(6, '0')}`;

async function start(folder: string, environment: Record<string, string> = {}) {
  const started = await startServer(folder, { MUSTER_LOG_LEVEL: 'error', ...environment });
  running.push(started);
  return started;
}

/** The ids of everybody, in order. */
async function readAudience({ call }: RunningServer): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call<{ users: { id: string }[]; nextCursor: string | null }>(
      'POST',
      `/api/projects/${projectId}/audience`,
      { conditions: everybody, sort: 'id', limit: 100, ...(cursor && { cursor }) },
    );
    ids.push(...page.users.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

/** Users and events that store and index agree on. */
async function verify(folder: string, environment: Record<string, string> = {}) {
  const { stdout, stderr } = await runMuster(folder, ['index', 'verify'], environment).finished;
  const found = /^Index and store agree on ([\d,]+) users and ([\d,]+) events\.\n$/.exec(stdout);
  expect(found, stdout + stderr).not.toBeNull();
  return found?.slice(1).map((text) => Number(text.replaceAll(',', '')));
}

/** That the server has what was backed up: each user once, with one event each, in store and index. */
async function expectBackedUp(restored: RunningServer, folder: string, environment = {}) {
  const ids = await readAudience(restored);
  expect(ids.length).toBeGreaterThanOrEqual(atBegin);
  // The one that was on its way may have been stored already.
  expect(ids.length).toBeLessThanOrEqual(atEnd + 1);
  expect(ids).toEqual(ids.map((_, count) => nameOf(count)));
  expect(await verify(folder, environment)).toEqual([ids.length, ids.length]);
  const login = await fetch(`${restored.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  expect(login.status).toBe(200);
  await restored.call('POST', `/api/projects/${projectId}/imports/${uploaded.id}/run`);
  await expect.poll(() => readAudience(restored)).toContain('imported');
  return ids;
}

/** That what was sent before is known, and what is new is taken. */
async function expectToGoOn(restored: RunningServer, folder: string, ids: readonly string[]) {
  const again = { type: 'track', userId: nameOf(0), event: 'bought', messageId: 'bought-0' };
  await restored.call('POST', '/sse/webhook', [again, { type: 'identify', userId: 'new' }]);
  await expect.poll(() => readAudience(restored)).toContain('new');
  expect(await verify(folder)).toEqual([ids.length + 2, ids.length]);
}

test('A backup is whole, private and not written over another', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(parent)).toEqual(['data', 'muster.backup']);
  const before = await readFile(file);
  const again = await runMuster(dataDir, ['backup', file]).finished;
  expect([again.code, again.stderr]).toEqual([
    1,
    `There is a file ${file} already; remove it or choose another name.\n`,
  ]);
  expect(await readFile(file)).toEqual(before);
  const nowhere = await runMuster(dataDir, ['backup', join(parent, 'none', 'file')]).finished;
  expect([nowhere.code, nowhere.stderr]).toEqual([
    1,
    expect.stringMatching(/none\/file cannot be written: ENOENT/),
  ]);
});

test('It is restored beside an index that has come further than the backup', async () => {
  const folder = join(parent, 'restored');
  await mkdir(folder);
  await server.stop();
  await cp(join(dataDir, 'index'), join(folder, 'index'), { recursive: true });
  server = await start(dataDir);
  const { code, stdout } = await runMuster(folder, ['restore', file]).finished;
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Restored 1 projects, /)]);
  const restored = await start(folder, { MUSTER_API_KEY: '' });
  await expectToGoOn(restored, folder, await expectBackedUp(restored, folder));
  // The one that it was taken of has gone on.
  expect((await readAudience(server)).length).toBe(afterwards);
});

test('It moves to PostgreSQL, and what is there moves back', async () => {
  const folder = join(parent, 'with-postgres');
  const environment = { DATABASE_URL: await postgres.createDatabase() };
  const moved = await runMuster(folder, ['restore', file], environment).finished;
  expect(moved.code, moved.stderr).toBe(0);
  const twice = await runMuster(folder, ['restore', file], environment).finished;
  expect([twice.code, twice.stderr]).toEqual([
    1,
    expect.stringContaining('a store in the database'),
  ]);
  await expectBackedUp(await start(folder, environment), folder, environment);

  const second = join(parent, 'second.backup');
  const back = join(parent, 'back');
  const backup = await runMuster(folder, ['backup', second], environment).finished;
  expect(backup.code, backup.stderr).toBe(0);
  const restored = await runMuster(back, ['restore', second]).finished;
  expect(restored.code, restored.stderr).toBe(0);
  const ids = await readAudience(await start(back));
  expect(ids).toEqual(expect.arrayContaining([nameOf(0), nameOf(atBegin - 1), 'imported']));
});

test('A restore that is killed leaves what is refused until it is done again', async () => {
  const folder = join(parent, 'killed');
  const bytes = await readFile(file);
  // It reads half of the file and waits for more, until it is killed.
  const pipe = join(parent, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const restoring = runMuster(folder, ['restore', pipe]);
  const half = await open(pipe, 'w');
  await half.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  await expect.poll(() => existsSync(join(folder, 'restoring', 'store', 'store.db'))).toBe(true);
  restoring.child.kill('SIGKILL');
  expect((await restoring.finished).signal).toBe('SIGKILL');
  await half.close();

  for (const words of [['start'], ['backup', `${file}2`]]) {
    const { code, stderr } = await runMuster(folder, words).finished;
    expect([code, stderr]).toEqual([
      1,
      `A restore into the data folder ${folder} has not ended: run "muster restore" again, or remove ${join(folder, 'restoring')} to begin with nothing.\n`,
    ]);
  }
  expect(existsSync(`${file}2`)).toBe(false);
  const again = await runMuster(folder, ['restore', file]).finished;
  expect(again.code, again.stderr).toBe(0);
  await expectBackedUp(await start(folder), folder);
});

test('A restore into a folder that is used or has a store is refused', async () => {
  const used = await runMuster(dataDir, ['restore', file]).finished;
  expect([used.code, used.stderr]).toEqual([1, expect.stringContaining('is in use by process')]);
  const folder = join(parent, 'full');
  expect((await runMuster(folder, ['keys', 'list']).finished).code).toBe(0);
  const full = await runMuster(folder, ['restore', file]).finished;
  expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('There is a store in')]);
  const damaged = join(parent, 'damaged');
  await writeFile(damaged, (await readFile(file)).subarray(0, -20));
  const fresh = join(parent, 'fresh');
  const cut = await runMuster(fresh, ['restore', damaged]).finished;
  expect([cut.code, cut.stderr]).toEqual([
    1,
    expect.stringContaining(`The backup ${damaged} is not whole: its end is missing.\n`),
  ]);
  expect(await readdir(fresh)).toEqual(['instance.lock']);
});
