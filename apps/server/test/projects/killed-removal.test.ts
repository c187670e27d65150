import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportBody, OwnProjectBody } from '@muster/protocol';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

// A built server that is killed without a warning while it removes a deleted project, and what is
// restored of a backup that was made meanwhile.

const count = 30_000;
const admin = { email: 'ada@example.com', password: 'correct horse battery' };
const environment = {
  MUSTER_LOG_LEVEL: 'error',
  MUSTER_ADMIN_EMAIL: admin.email,
  MUSTER_ADMIN_PASSWORD: admin.password,
};
const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };

let folder: string;
let dataDir: string;
let server: RunningServer;
let postgres: Postgres;

beforeAll(async () => {
  folder = await makeDataFolder();
  dataDir = join(folder, 'data');
  postgres = await startPostgres();
  server = await startServer(dataDir, environment);
});

afterAll(async () => {
  await server?.stop('SIGKILL');
  await postgres?.stop();
  await removeDataFolder(folder);
});

async function signIn(): Promise<string> {
  const body = JSON.stringify(admin);
  const signedIn = await fetch(`${server.url}/api/session`, { method: 'POST', headers, body });
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function importUsers(): Promise<void> {
  const at = (path: string) => `/api/projects/${projectId}/${path}`;
  const upload = async () => {
    const rows = Array.from({ length: count }, (_, i) => `user-${i},Plan ${i % 7}\n`);
    const uploaded = await fetch(`${server.url}${at('imports')}?fileName=many.csv`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey },
      body: `id,plan\n${rows.join('')}`,
    });
    return (await uploaded.json()) as ImportBody;
  };
  const { id } = await upload();
  await server.call('POST', at(`imports/${id}/run`));
  const look = async () => (await server.call<ImportBody>('GET', at(`imports/${id}`))).status;
  await expect.poll(look).toBe('done');
  // One that is not run keeps its file.
  await upload();
}

/** Users of the deleted project, and of any other, that are left in the store of that folder. */
function countLeft(): [number, number] {
  const database = new DatabaseSync(join(dataDir, 'store', 'store.db'), { readOnly: true });
  try {
    const read = (is: string) =>
      database.prepare(`select count(*) as n from profiles where project ${is} 1`).get();
    return [Number(read('=')?.n), Number(read('<>')?.n)];
  } finally {
    database.close();
  }
}

test('what a killed server had begun to remove is removed by the next, and by one restored from a backup', async () => {
  const cookie = await signIn();
  const made = await fetch(`${server.url}/api/projects`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ name: 'Other' }),
  });
  const other = (await made.json()) as OwnProjectBody;
  const { key } = (await (
    await fetch(`${server.url}/api/projects/${other.id}/keys`, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify({ name: 'Key', scope: 'write' }),
    })
  ).json()) as { key: string };
  const identify = (userId: string) =>
    server.call('POST', '/sse/webhook', [{ type: 'identify', userId }], { 'x-api-key': key });
  await identify('before');
  await importUsers();
  expect(countLeft()).toEqual([count, 1]);
  expect(await readdir(join(dataDir, 'uploads'))).toHaveLength(1);

  const words = ['projects', 'delete', 'My product', '--project', projectId];
  const deleted = await runMuster(dataDir, words, environment).finished;
  expect([deleted.code, deleted.stderr]).toEqual([0, 'Project "My product" is deleted.\n']);
  // The other one is written to meanwhile.
  await identify('meanwhile');
  await expect.poll(() => countLeft()[0], { interval: 1 }).toBeLessThan(count);
  await server.stop('SIGKILL');
  const [left] = countLeft();
  expect(left).toBeGreaterThan(0);

  const file = join(folder, 'muster.backup');
  const backedUp = await runMuster(dataDir, ['backup', file], environment).finished;
  expect(backedUp.code, backedUp.stderr).toBe(0);
  // A command that has the folder for a moment begins nothing in the background.
  expect(countLeft()).toEqual([left, 2]);

  server = await startServer(dataDir, environment);
  await expect.poll(countLeft).toEqual([0, 2]);
  await identify('afterwards');
  expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
  await server.stop();
  const verified = await runMuster(dataDir, ['index', 'verify'], environment).finished;
  expect(verified.stdout, verified.stderr).toMatch(/^Index and store agree on 3 users/);

  const DATABASE_URL = await postgres.createDatabase();
  const onServers = { ...environment, DATABASE_URL };
  dataDir = join(folder, 'restored');
  const restored = await runMuster(dataDir, ['restore', file], onServers).finished;
  expect(restored.code, restored.stderr).toBe(0);
  server = await startServer(dataDir, onServers);
  const ask = async () => {
    const client = new Client({ connectionString: DATABASE_URL });
    await client.connect();
    try {
      const { rows } = await client.query(
        'select project::int, count(*)::int as n from profiles group by project',
      );
      return rows;
    } finally {
      await client.end();
    }
  };
  await expect.poll(ask).toEqual([{ project: 2, n: 2 }]);
  const uploads = join(dataDir, 'uploads');
  expect(existsSync(uploads) ? await readdir(uploads) : []).toEqual([]);
  const { status } = await fetch(`${server.url}/api/projects/${projectId}`, {
    headers: { cookie: await signIn() },
  });
  expect(status).toBe(404);
  await server.stop();
  const again = await runMuster(dataDir, ['index', 'verify'], onServers).finished;
  expect(again.stdout, again.stderr).toMatch(/^Index and store agree on 2 users/);
});
