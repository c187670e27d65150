import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-config-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function writeSetting(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('Settings', () => {
  test('have defaults for all that must be known', () => {
    expect(readConfig({}).config).toMatchObject({
      port: 4400,
      host: '127.0.0.1',
      dataDir: './data',
      logLevel: 'info',
    });
  });

  test('come from the environment, and an empty one is unset', () => {
    const { config } = readConfig({ PORT: '80', HOST: '', DATABASE_URL: 'postgres://db/muster' });
    expect(config).toMatchObject({
      port: 80,
      host: '127.0.0.1',
      databaseUrl: 'postgres://db/muster',
    });
  });

  test('come from files, without the line break at the end', async () => {
    const file = await writeSetting('key', 'a key-of-my-own'.replace(' ', '-').concat('\n'));
    expect(readConfig({ MUSTER_API_KEY_FILE: file }).config.apiKey).toBe('a-key-of-my-own');
  });

  test('name each ClickHouse node', () => {
    const { config } = readConfig({ CLICKHOUSE_URL: 'http://a:8123, http://b:8123/x' });
    expect(config.clickhouseUrls).toEqual(['http://a:8123/', 'http://b:8123/x']);
  });
});

describe('A wrong setting is named in one sentence', () => {
  const wrong: [Record<string, string>, string][] = [
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000".'],
    [{ PORT: '4400 ' }, 'PORT must be'],
    [{ PORT: '-1' }, 'PORT must be'],
    [{ HOST: 'localhost:80' }, 'HOST must be'],
    [{ HOST: 'http://x' }, 'HOST must be'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a URL that begins with postgres://.'],
    [{ DATABASE_URL: 'nonsense' }, 'DATABASE_URL must be'],
    [{ CLICKHOUSE_URL: 'http://a,b' }, 'CLICKHOUSE_URL must be'],
    [{ CLICKHOUSE_CLUSTER: 'c' }, 'CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL'],
    [{ CLICKHOUSE_URL: 'http://a', CLICKHOUSE_CLUSTER: 'a b' }, 'CLICKHOUSE_CLUSTER must be'],
    [{ MUSTER_PROJECT_ID: 'a/b' }, 'MUSTER_PROJECT_ID must be'],
    [{ MUSTER_API_KEY: 'short' }, 'MUSTER_API_KEY must be'],
    [{ MUSTER_API_KEY: 'with a space in it' }, 'MUSTER_API_KEY must be'],
    [{ MUSTER_ADMIN_EMAIL: 'nobody' }, 'MUSTER_ADMIN_EMAIL must be'],
    [{ MUSTER_ADMIN_PASSWORD: 'x' }, 'MUSTER_ADMIN_PASSWORD must be'],
    [{ MUSTER_LOG_LEVEL: 'loud' }, 'MUSTER_LOG_LEVEL must be'],
    [{ PORT: '1', PORT_FILE: '/x' }, 'Set either PORT or PORT_FILE, not both.'],
    [{ PORT_FILE: '/nowhere/port' }, 'PORT_FILE cannot be read'],
  ];
  test.each(wrong)('%j', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(sentence);
  });

  test('an empty file', async () => {
    const file = await writeSetting('empty', '\n');
    expect(() => readConfig({ PORT_FILE: file })).toThrow(`PORT_FILE names an empty file`);
  });

  test('without repeating a secret', () => {
    const secret = 'a secret with spaces';
    expect(() => readConfig({ MUSTER_API_KEY: secret })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
    expect(() => readConfig({ DATABASE_URL: `mysql://u:${secret}@x` })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});

describe('What is shown of the settings', () => {
  test('says where each is from and hides every secret', async () => {
    const file = await writeSetting('password', 'password-of-admin\n');
    await chmod(file, 0o600);
    const { shown } = readConfig({
      PORT: '1234',
      DATABASE_URL: 'postgres://me:hush-hush@db/x?password=hush-hush',
      CLICKHOUSE_URL: 'http://me:hush-hush@a:8123,http://b:8123',
      MUSTER_API_KEY: 'hush-hush-hush-hush',
      MUSTER_ADMIN_PASSWORD_FILE: file,
    });
    const text = JSON.stringify(shown);
    expect(text).not.toContain('hush-hush');
    expect(text).not.toContain('password-of-admin');
    const byName = Object.fromEntries(shown.map((setting) => [setting.name, setting]));
    expect(byName.PORT).toMatchObject({ value: '1234', from: 'environment' });
    expect(byName.HOST).toMatchObject({ value: '127.0.0.1', from: 'default' });
    expect(byName.DATABASE_URL?.value).toBe('postgres://me:***@db/x?password=***');
    expect(byName.CLICKHOUSE_URL?.value).toBe('http://me:***@a:8123/,http://b:8123/');
    expect(byName.MUSTER_ADMIN_PASSWORD).toMatchObject({ value: '***', from: 'file' });
    expect(byName.MUSTER_PROJECT_ID).toMatchObject({ value: undefined, from: 'unset' });
  });

  test('warns of what is probably not meant', () => {
    const { warnings } = readConfig({
      MUSTER_DATADIR: 'x',
      MUSTER_API_KEY: 'guessable',
      MUSTER_ADMIN_EMAIL: 'a@b.c',
    });
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toBe('MUSTER_DATADIR is not a setting of Muster and is ignored.');
    expect(warnings[2]).toContain('only used together');
    const several = { CLICKHOUSE_URL: 'http://a,http://b' };
    expect(readConfig(several).warnings).toEqual([expect.stringContaining('only the first')]);
    expect(readConfig({ ...several, CLICKHOUSE_CLUSTER: 'c' }).warnings).toEqual([]);
    expect(readConfig({ MUSTER_API_KEY: 'mk_live_0123456789abcdef0123' }).warnings).toEqual([]);
  });
});
