import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IndexEngineError, IndexUnreadableError } from '../../src/index/engine.ts';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { plain } from '../../src/index/schema.ts';

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'muster-index-'));
  directory = join(parent, 'index');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

const makeTable = plain('CREATE TABLE t (n Int8) ENGINE = MergeTree ORDER BY n');

test('a folder that another process uses is refused, named, and left alone', async () => {
  const holder = await openElsewhere(directory);
  const engines = await openIndexEngines({ directory });
  try {
    const refused = engines.dashboard.query(plain('SELECT 1'));
    await expect(refused).rejects.toThrow(`used by another process (${holder.pid})`);
    await expect(refused).rejects.not.toBeInstanceOf(IndexUnreadableError);
  } finally {
    await end(holder);
  }
  // Its lock went with it.
  expect(await engines.dashboard.query(plain('SELECT n FROM muster.t'))).toEqual([{ n: 7 }]);
  await engines.close();
});

test('a folder that cannot be opened is unreadable, and a reset makes place', async () => {
  const engines = await openIndexEngines({ directory });
  await engines.indexer.execute(makeTable);
  await engines.close();
  const broken = readdirSync(directory, { recursive: true, withFileTypes: true }).find(
    ({ name }) => name === 't.sql',
  );
  if (!broken) throw new Error('The table has no definition');
  writeFileSync(join(broken.parentPath, broken.name), 'not a definition');
  const again = await openIndexEngines({ directory });
  const refused = again.dashboard.query(plain('SELECT 1'));
  await expect(refused).rejects.toBeInstanceOf(IndexUnreadableError);
  await again.reset();
  await again.indexer.execute(makeTable);
  expect(readdirSync(parent)).toEqual(['index']);
  await again.close();
});

test('a place where there can be no folder is an error, not an unreadable index', async () => {
  writeFileSync(directory, 'a file');
  const engines = await openIndexEngines({ directory });
  const refused = engines.dashboard.query(plain('SELECT 1'));
  await expect(refused).rejects.toBeInstanceOf(IndexEngineError);
  await expect(refused).rejects.not.toBeInstanceOf(IndexUnreadableError);
  await engines.close();
  expect(existsSync(directory)).toBe(true);
});

/** A process of its own that has the folder open, with a table `t` that holds a 7. */
async function openElsewhere(path: string): Promise<ChildProcess> {
  const source = `
    const { Session } = require('chdb');
    require('node:fs').mkdirSync(process.argv[1], { recursive: true });
    const session = new Session(process.argv[1]);
    session.query('CREATE DATABASE muster ENGINE = Atomic');
    session.query('CREATE TABLE muster.t (n Int8) ENGINE = MergeTree ORDER BY n');
    session.query('INSERT INTO muster.t VALUES (7)');
    console.log('ready');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['-e', source, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  if (!child.stdout) throw new Error('The process has no output');
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
