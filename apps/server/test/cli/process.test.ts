import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';

let parent: string;
/** Not there yet: the program makes it. */
let dataDir: string;
let servers: RunningServer[];

beforeEach(async () => {
  parent = await makeDataFolder();
  dataDir = join(parent, 'data');
  servers = [];
});

afterEach(async () => {
  for (const server of servers) {
    if (server.child.exitCode === null) await server.stop('SIGKILL');
  }
  await removeDataFolder(parent);
});

async function start(environment?: Record<string, string>): Promise<RunningServer> {
  const server = await startServer(dataDir, environment);
  servers.push(server);
  return server;
}

const run = (...words: string[]) => runMuster(dataDir, words).finished;

describe('A start', () => {
  test('on nothing makes a project, a key and a set-up link, and says where it listens', async () => {
    const server = await start({ MUSTER_PROJECT_ID: '', MUSTER_API_KEY: '' });
    const { stdout } = server.output();
    const match =
      /^Project: (prj_\w{16})\nAPI key: (mk_live_\w{35}) \(shown this once\)\nSet up your login, once, within 24 hours: (\S+)\/join#(\w{40})\nMuster is ready at (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(
        stdout,
      );
    if (match === null) throw new Error(stdout);
    const [, project, key = '', linked, token, url] = match;
    expect(linked).toBe(url);
    const response = await fetch(`${url}/api/projects/${project}`, {
      headers: { 'x-api-key': key },
    });
    expect(response.status).toBe(200);

    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'instance.json'))).mode & 0o777).toBe(0o600);
    const { code, stdout: all } = await server.stop();
    expect([code, all]).toEqual([0, stdout]);
    expect(existsSync(join(dataDir, 'instance.json'))).toBe(false);

    const again = await start({ MUSTER_PROJECT_ID: '', MUSTER_API_KEY: '' });
    // Nobody has used the link yet.
    expect(again.output().stdout).toMatch(/^Set up your login.*\nMuster is ready at \S+\n$/);
    const joining = { token, email: 'ada@example.com', name: 'Ada', password: 'correct horse' };
    const joined = await fetch(`${again.url}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(joining),
    });
    const { projects } = (await joined.json()) as { projects: unknown };
    expect([joined.status, projects]).toMatchObject([201, [{ id: project, role: 'admin' }]]);
    const later = await fetch(`${again.url}/api/projects/${project}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(later.status).toBe(200);
  });

  test('unattended takes project and key from the settings and does not print the key', async () => {
    const server = await start();
    expect(server.output().stdout).toContain(`Project: ${projectId}\n`);
    expect(server.output().stdout).not.toContain(apiKey);
    expect(await server.call('GET', `/api/projects/${projectId}`)).toMatchObject({ id: projectId });
  });

  test('unattended takes the first admin from the settings', async () => {
    const admin = { email: 'root@example.com', password: 'from a setting' };
    const server = await start({
      MUSTER_ADMIN_EMAIL: admin.email,
      MUSTER_ADMIN_PASSWORD: admin.password,
    });
    expect(server.output().stdout).not.toContain('Set up');
    const response = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    });
    expect(response.status).toBe(200);
    await server.stop();
    const again = await start();
    expect(again.output().stdout).toMatch(/^Muster is ready at \S+\n$/);
  });

  test('is alive at once and ready when the index is', async () => {
    const server = await start();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const conditions = { type: 'group', match: 'all', children: [] };
    const path = `/api/projects/${projectId}/audience/count`;
    expect(await server.call('POST', path, { conditions })).toMatchObject({ count: 0 });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ready',
        store: 'usable',
        index: { state: 'following', behind: 0 },
        liveMembership: { compared: 0, repaired: 0, indexDiffers: 0, comparedAt: null },
      },
    ]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('muster_question_seconds_count{kind="audience"} 1');
    expect(metrics).toContain('muster_index_lag_changes 0');
    expect(metrics).toContain('process_resident_memory_bytes');
  });

  test('with a wrong setting ends with exit code 2 and one sentence', async () => {
    const { code, stdout, stderr } = await runMuster(dataDir, ['start'], { PORT: 'http' }).finished;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('PORT must be a whole number from 0 to 65535, not "http".\n');
    expect(existsSync(dataDir)).toBe(false);
  });

  test('on a port in use says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runMuster(dataDir, ['start'], { PORT: String(port) }).finished;
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`The port ${port} of 127.0.0.1 is in use; set PORT to another.\n`);
  });

  test('on a file instead of a folder says so', async () => {
    await writeFile(dataDir, '');
    const { code, stderr } = await run('start');
    expect([code, stderr]).toEqual([
      1,
      `The data folder ${dataDir} cannot be used: it is not a folder.\n`,
    ]);
  });

  test('where no folder can be made says so', async () => {
    const { code, stderr } = await runMuster('/proc/nothing/here', ['start']).finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The data folder \/proc\/nothing\/here cannot be used: [^\n]+\.\n$/);
  });
});

describe('A data folder', () => {
  test('belongs to one process, which the other one names', async () => {
    const server = await start();
    const { code, stdout, stderr } = await run('start');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `The data folder ${dataDir} is in use by process ${server.child.pid} (muster start) at ${server.url}; stop it or set MUSTER_DATA_DIR to another folder.\n`,
    );
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('is free again after its process was killed', async () => {
    const server = await start();
    await server.stop('SIGKILL');
    // Left behind, and it names a process that is gone.
    const left = JSON.parse(await readFile(join(dataDir, 'instance.json'), 'utf8'));
    expect(left.pid).toBe(server.child.pid);
    const again = await start();
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
  });

  test('of somebody else keeps its mode', async () => {
    await mkdir(dataDir, { mode: 0o750 });
    await start();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o750);
  });
});

describe('A stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('by %s ends with 0', async (signal) => {
    const server = await start();
    const { code, signal: by } = await server.stop(signal);
    expect([code, by]).toEqual([0, null]);
  });

  test('answers what is under way, takes nothing new, and keeps what it acknowledged', async () => {
    const server = await start();
    const body = JSON.stringify({ type: 'identify', userId: 'late' });
    const upload = request(`${server.url}/sse/webhook`, {
      method: 'POST',
      headers: {
        'x-api-key': apiKey,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const status = new Promise((resolve, reject) => {
      upload.on('response', (response) => resolve(response.resume().statusCode));
      upload.on('error', reject);
    });
    // The server has to have taken the request before it stops taking them: then it asks for the rest.
    const taken = once(upload, 'continue');
    upload.write(body.slice(0, 10));
    await taken;
    server.child.kill('SIGTERM');
    await untilTrue(() =>
      fetch(`${server.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    upload.end(body.slice(10));
    expect(await status).toBe(200);
    expect((await server.finished).code).toBe(0);

    const again = await start();
    const path = `/api/projects/${projectId}/users/late`;
    expect(await again.call('GET', path)).toMatchObject({ id: 'late' });
  });
});

async function untilTrue(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(20);
}
