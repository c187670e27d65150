import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportBody } from '@muster/protocol';
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

// A built server that is killed without a warning while it imports, and the command line.

// So many that none of the kills can come too late on a machine that is busy elsewhere.
const rows = 80_000;
const environment = { MUSTER_LOG_LEVEL: 'error' };
const path = `/api/projects/${projectId}/imports`;

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

/** Every tenth row is refused, and every other tenth is about the user before. */
function writeRow(row: number): string {
  if (row % 10 === 0) return ',nobody,0\n';
  return `user-${row % 10 === 5 ? row - 1 : row},Plan ${row % 7},${row}\n`;
}

const file = `id,plan,number\n${Array.from({ length: rows }, (_, index) => writeRow(index + 1)).join('')}`;

async function upload(content: string): Promise<ImportBody> {
  const response = await fetch(`${server.url}${path}?fileName=many.csv`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: content,
  });
  expect(response.status).toBe(201);
  return (await response.json()) as ImportBody;
}

async function waitFor(id: string, isEnough: (body: ImportBody) => boolean): Promise<ImportBody> {
  for (;;) {
    const body = await server.call<ImportBody>('GET', `${path}/${id}`);
    if (isEnough(body) || body.status !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('an import of a server that is killed again and again applies each row once', async () => {
  const { id } = await upload(file);
  await server.call('PATCH', `${path}/${id}`, { options: { segment: { name: 'Many' } } });
  await server.call('POST', `${path}/${id}/run`);
  let before = 0;
  for (const killAfter of [1_000, 8_000, 20_000]) {
    const body = await waitFor(id, ({ progress }) => progress.rows >= killAfter);
    expect(body.status, 'killed before its end').toBe('running');
    expect(body.progress.rows).toBeGreaterThanOrEqual(before);
    before = body.progress.rows;
    await server.stop('SIGKILL');
    server = await startServer(dataDir, environment);
  }
  const done = await waitFor(id, () => false);
  expect(done).toMatchObject({
    status: 'done',
    progress: { rows, ofRows: rows },
    counts: {
      created: rows * 0.8,
      updated: rows * 0.1,
      unchanged: 0,
      skipped: 0,
      refused: rows * 0.1,
    },
  });
  const report = await fetch(`${server.url}${path}/${id}/report.csv`, {
    headers: { 'x-api-key': apiKey },
  });
  const lines = (await report.text()).trimEnd().split('\r\n').slice(1);
  // The header, each refused row and each that is about the user before, once and in order.
  const places = lines.map((line) => Number(line.split(',')[0]));
  expect(places).toEqual(Array.from({ length: rows / 5 }, (_, index) => (index + 1) * 5));
  const conditions = {
    type: 'group',
    match: 'all',
    children: [{ type: 'import', importId: id }],
  };
  const { count } = await server.call<{ count: number }>(
    'POST',
    `/api/projects/${projectId}/audience/count`,
    { conditions },
  );
  expect(count).toBe(rows * 0.8);
  expect(readdirSync(join(dataDir, 'uploads'))).toEqual([]);

  // The same for the undoing.
  await server.call('POST', `${path}/${id}/undo`);
  await waitFor(id, ({ undo }) => (undo?.removed ?? 0) > 5_000);
  await server.stop('SIGKILL');
  server = await startServer(dataDir, environment);
  for (;;) {
    const { undo } = await server.call<ImportBody>('GET', `${path}/${id}`);
    if (undo?.state !== 'running') {
      expect(undo).toMatchObject({ state: 'done', removed: rows * 0.8, restored: 0, kept: 0 });
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 360_000);

test('a cancelled import stays so after a restart', async () => {
  const { id } = await upload(file);
  await server.call('POST', `${path}/${id}/run`);
  await waitFor(id, ({ progress }) => progress.rows > 1_000);
  const body = await server.call<ImportBody>('POST', `${path}/${id}/cancel`);
  expect(body.status).toBe('cancelled');
  await server.stop();
  server = await startServer(dataDir, environment);
  const after = await server.call<ImportBody>('GET', `${path}/${id}`);
  expect(after).toMatchObject({ status: 'cancelled', progress: body.progress, isUndoable: true });
  expect(existsSync(join(dataDir, 'uploads', `${id}.csv`))).toBe(false);
});

test('muster import, through the server and without one', async () => {
  const csv = join(dataDir, 'people.csv');
  const report = join(dataDir, 'report.csv');
  writeFileSync(csv, 'key,plan,seats\ncli-1,Pro,3\ncli-2,Free,many\n,x,1\n');
  const parameters = ['import', csv, '--id', 'key', '--type', 'seats=number'];
  const options = ['--segment', 'By command', '--report', report];
  const first = await runMuster(dataDir, [...parameters, ...options], environment).finished;
  expect([first.code, first.stdout], first.stderr).toEqual([0, '3 rows: 2 created, 1 refused.\n']);
  expect(first.stderr).toContain('rows imported');
  await server.stop();
  const second = await runMuster(dataDir, [...parameters, '--json'], environment).finished;
  expect(second.code, second.stderr).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({
    status: 'done',
    counts: { created: 0, unchanged: 2, refused: 1 },
  });
  const wrong = await runMuster(dataDir, ['import', csv, '--id', 'no'], environment).finished;
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('there is no column "no"');
  server = await startServer(dataDir, environment);
  const { imports } = await server.call<{ imports: ImportBody[] }>('GET', path);
  // What was refused left no draft behind.
  expect(imports.filter(({ status }) => status === 'draft')).toEqual([]);
});
