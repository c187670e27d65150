import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apiKey,
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';

const everybody = JSON.stringify({ type: 'group', match: 'all', children: [] });
const pro = JSON.stringify({
  type: 'group',
  match: 'all',
  children: [
    {
      type: 'attribute',
      source: 'custom',
      key: 'plan',
      kind: 'string',
      operator: 'is',
      value: ['Pro'],
    },
  ],
});

describe.each(['without a server', 'through the server'])('Commands %s', (way) => {
  let dataDir: string;
  let server: RunningServer | undefined;

  beforeAll(async () => {
    dataDir = await makeDataFolder();
    if (way === 'through the server') server = await startServer(dataDir);
    await writeFile(join(dataDir, 'users.csv'), 'id,plan,name\na,Pro,Ann\nb,Free,Bob\nc,Pro,\n');
  });

  afterAll(async () => {
    await server?.stop('SIGKILL');
    await removeDataFolder(dataDir);
  });

  const run = (...words: string[]) => runMuster(dataDir, words).finished;

  test('load a file, once', async () => {
    const load = () => run('load', join(dataDir, 'users.csv'), '--source', 'csv', '--id', 'id');
    const first = await load();
    expect([first.code, first.stdout]).toEqual([0, '3 rows: 3 taken.\n']);
    const second = await load();
    expect(second.code).toBe(0);
    expect((await run('audience', everybody, '--limit', '0')).stdout).toBe('3 users\n');
  });

  test('ask for an audience', async () => {
    const { code, stdout } = await run('audience', pro, '--sort', '-id');
    expect([code, stdout]).toEqual([0, '2 users\nc\na\tAnn\n']);
    const json = await run('audience', pro, '--json', '--limit', '1');
    expect(JSON.parse(json.stdout)).toMatchObject({ count: 2, users: [{ id: 'a' }] });
  });

  test('say what is wrong with a question', async () => {
    const { code, stdout, stderr } = await run('audience', '{"type":"group"}');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('conditions.match:');
    const project = await run('audience', pro, '--project', 'nope');
    expect([project.code, project.stderr]).toEqual([
      1,
      expect.stringContaining(`There is no project "nope"; there is ${projectId}.`),
    ]);
  });

  test('invite, list and remove members', async () => {
    const invited = await run('members', 'invite', 'ada@example.com');
    expect([invited.code, invited.stdout]).toEqual([0, expect.stringMatching(/^\/join#\w{40}\n$/)]);
    expect(JSON.parse((await run('members', 'list', '--json')).stdout)).toEqual({ members: [] });
    const wrong = await run('members', 'invite', 'ada@example.com', '--role', 'king');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--role must be')]);
    const gone = await run('members', 'remove', 'nobody');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('no such member')]);
  });

  test('list projects, and delete none by another name, nor the last one', async () => {
    const list = async () => (await run('projects', 'list')).stdout;
    expect(await list()).toBe(`${projectId}\tMy product\n`);
    const wrong = await run('projects', 'delete', projectId);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('not the name')]);
    const last = await run('projects', 'delete', 'My product');
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('the last project')]);
    const noName = await run('projects', 'delete');
    expect(noName.code).toBe(2);
    expect(await list()).toBe(`${projectId}\tMy product\n`);
  });

  test('make, list and revoke keys', async () => {
    const made = await run('keys', 'create', '--scope', 'read', '--name', 'Dashboard');
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^mk_live_\w{35}\n$/);
    const { keys } = JSON.parse((await run('keys', 'list', '--json')).stdout);
    const key = keys.find(({ name }: { name: string }) => name === 'Dashboard');
    expect(key).toMatchObject({ scope: 'read', revokedAt: null });
    const use = async () =>
      server &&
      (
        await fetch(`${server.url}/api/projects/${projectId}`, {
          headers: { 'x-api-key': made.stdout.trim() },
        })
      ).status;
    expect(await use()).toBe(server && 200);
    expect((await run('keys', 'revoke', key.id)).code).toBe(0);
    expect(await use()).toBe(server && 401);
    const again = await run('keys', 'revoke', key.id);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('There is no such key, or it is revoked.'),
    ]);
  });

  test('turn identify verification on and off, and renew its secret', async () => {
    const status = async () => JSON.parse((await run('verification', 'status', '--json')).stdout);
    const on = await run('verification', 'on');
    expect(on).toMatchObject({ code: 0, stdout: expect.stringMatching(/^mv_\w{51}\n$/) });
    expect(await status()).toMatchObject({ required: true, secret: on.stdout.trim() });
    const rotated = await run('verification', 'rotate', '--grace', '1');
    expect(rotated.stdout).not.toBe(on.stdout);
    expect(rotated.stderr).toContain('The secret before this one is taken until');
    expect((await run('verification', 'rotate', '--grace', 'soon')).code).toBe(2);
    expect((await run('verification', 'rotate', '--grace', '200')).code).toBe(1);
    expect((await run('verification', 'off')).code).toBe(0);
    expect(await status()).toMatchObject({ required: false, secret: rotated.stdout.trim() });
  });

  test('verify and rebuild the index', async () => {
    const verify = () => run('index', 'verify');
    expect(await verify()).toMatchObject({
      code: 0,
      stdout: 'Index and store agree on 3 users and 0 events.\n',
    });
    expect(await run('index', 'rebuild')).toMatchObject({
      code: 0,
      stdout: 'The index is rebuilt.\n',
    });
    expect((await verify()).code).toBe(0);
  });

  test('erase a user', async () => {
    expect(await run('erase', 'a')).toMatchObject({ code: 0, stdout: 'a is erased.\n' });
    expect(await run('erase', 'a')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no such user.'),
    });
    expect((await run('audience', pro, '--limit', '0')).stdout).toBe('1 user\n');
    expect(await run('erase', 'c', '--anonymous')).toMatchObject({ code: 1 });
    // Not another path than that of a user.
    expect(await run('erase', '..')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('".." cannot be the id of anything.'),
    });
  });

  test('leave the key of the first start as it was given', async () => {
    const text = (await run('keys', 'list')).stdout;
    expect(text).toContain('First key');
    expect(text).not.toContain(apiKey);
  });
});
