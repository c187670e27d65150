import type { ExportBody, ImportBody } from '@muster/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../muster-process.ts';

// A built server that is killed without a warning while it writes a file of users.

const count = 40_000;
const environment = { MUSTER_LOG_LEVEL: 'error' };
const at = (path: string) => `/api/projects/${projectId}/${path}`;

let dataDir: string;
let server: RunningServer;

beforeAll(async () => {
  dataDir = await makeDataFolder();
  server = await startServer(dataDir, environment);
});

afterAll(async () => {
  await server.stop('SIGKILL');
  await removeDataFolder(dataDir);
});

async function ask<Body>(path: string, isEnough: (body: Body) => boolean): Promise<Body> {
  for (;;) {
    const body = await server.call<Body>('GET', at(path));
    if (isEnough(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function importUsers(): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `user-${i},Plan ${i % 7}\n`);
  const uploaded = await fetch(`${server.url}${at('imports')}?fileName=many.csv`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: `id,plan\n${rows.join('')}`,
  });
  const { id } = (await uploaded.json()) as ImportBody;
  await server.call('POST', at(`imports/${id}/run`));
  const { counts } = await ask<ImportBody>(`imports/${id}`, ({ status }) => status === 'done');
  expect(counts.created).toBe(count);
}

test('an export goes on after the server was killed, and has everybody in it once', async () => {
  await importUsers();
  const conditions = { type: 'group', match: 'all', children: [] };
  const wish = { conditions, columns: ['id'], format: 'ndjson' };
  const { id } = await server.call<ExportBody>('POST', at('exports'), wish);
  await ask<ExportBody>(`exports/${id}`, ({ state, users }) => state === 'running' && users > 0);
  await server.stop('SIGKILL');
  server = await startServer(dataDir, environment);
  const done = await ask<ExportBody>(
    `exports/${id}`,
    ({ state }) => state !== 'waiting' && state !== 'running',
  );
  expect(done).toMatchObject({ state: 'done', users: count, ofUsers: count, failure: null });
  const file = await fetch(`${server.url}${at(`exports/${id}/file`)}`, {
    headers: { 'x-api-key': apiKey },
  });
  const lines = (await file.text()).trimEnd().split('\n');
  const ids = new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id));
  expect([lines.length, ids.size]).toEqual([count, count]);
});
