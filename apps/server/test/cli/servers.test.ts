import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClickhouseServer, startClickhouseServer } from '../clickhouse-server.ts';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  runMuster,
  startServer,
} from '../muster-process.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

let dataDir: string;
let postgres: Postgres;
let clickhouse: ClickhouseServer;
let environment: Record<string, string>;
let server: RunningServer;

beforeAll(async () => {
  dataDir = await makeDataFolder();
  [postgres, clickhouse] = await Promise.all([startPostgres(), startClickhouseServer()]);
  environment = { DATABASE_URL: await postgres.createDatabase(), CLICKHOUSE_URL: clickhouse.url() };
  server = await startServer(dataDir, environment);
});

afterAll(async () => {
  await server?.stop('SIGKILL');
  await clickhouse?.stop();
  await postgres?.stop();
  await removeDataFolder(dataDir);
});

const everybody = { type: 'group', match: 'all', children: [] };
const count = () =>
  server.call('POST', `/api/projects/${projectId}/audience/count`, { conditions: everybody });

test('The program runs on PostgreSQL and ClickHouse as on files', async () => {
  const items = ['a', 'b', 'c'].map((userId) => ({ type: 'identify', userId }));
  expect(await server.call('POST', '/sse/webhook', items)).toEqual({ accepted: 3, rejected: [] });
  expect(await count()).toMatchObject({ count: 3 });
  const erase = await runMuster(dataDir, ['erase', 'a'], environment).finished;
  expect(erase.code, erase.stderr).toBe(0);
  expect(await count()).toMatchObject({ count: 2 });
  const verify = await runMuster(dataDir, ['index', 'verify'], environment).finished;
  expect(verify.stdout).toBe('Index and store agree on 2 users and 0 events.\n');
});

test('The password of the database is shown by nothing', async () => {
  const secret = 'hush-hush';
  const url = new URL(environment.DATABASE_URL ?? '');
  url.password = secret;
  const wrong = { ...environment, DATABASE_URL: url.href };
  const checked = await runMuster(dataDir, ['config', 'check'], wrong).finished;
  expect(checked.code).toBe(0);
  expect(checked.stdout + checked.stderr).not.toContain(secret);
});

test('A database that is not there is said to be so', async () => {
  const away = { ...environment, DATABASE_URL: 'postgres://me:hush-hush@127.0.0.1:1/x' };
  const other = await makeDataFolder();
  const { code, stdout, stderr } = await runMuster(other, ['start'], away).finished;
  await removeDataFolder(other);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).not.toContain('hush-hush');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
