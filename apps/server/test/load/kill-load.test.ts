import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoadResult } from '../../src/modules/load/load-file.ts';
import { openStore } from '../../src/store/open-store.ts';
import { insertTestProject } from '../ingest/open-ingest.ts';

const child = fileURLToPath(new URL('./load-child.ts', import.meta.url));

let dataDir: string;
let projectId: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  const store = await openStore({ dataDir });
  projectId = (await insertTestProject(store)).id;
  await store.close();
});
afterAll(() => rmSync(dataDir, { recursive: true }));

/** Runs a load, which is killed with no warning once it has acknowledged `killAfter` rows. */
async function runLoad(killAfter?: number) {
  const parameters = [dataDir, projectId, ...(killAfter === undefined ? [] : [`${killAfter}`])];
  const load = spawn(process.execPath, ['--import', 'tsx', child, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(load, 'exit');
  let acknowledged = 0;
  let result: LoadResult | undefined;
  for await (const line of createInterface(load.stdout)) {
    const [what = '', ...rest] = line.split(' ');
    if (what === 'done') result = JSON.parse(rest.join(' '));
    if (what === 'loading') acknowledged = Number(rest[0]);
  }
  const [code, signal] = await ended;
  return { acknowledged, result, code, signal };
}

async function count() {
  const store = await openStore({ dataDir });
  try {
    return await store.read(async (tx) => {
      const project = await tx.project(projectId);
      const number = project?.number ?? -1;
      return { events: await tx.countEvents(number), users: await tx.countProfiles(number) };
    });
  } finally {
    await store.close();
  }
}

it('a load that is killed again and again ends with exactly the rows of the file', async () => {
  let before = 0;
  for (const killAfter of [1_000, 20_000, 45_000]) {
    const { acknowledged, signal, result } = await runLoad(killAfter);
    expect(signal).toBe('SIGKILL');
    expect(result).toBeUndefined();
    expect(acknowledged).toBeGreaterThanOrEqual(killAfter);
    const { events } = await count();
    // What was acknowledged is there, after every kill.
    expect(events).toBeGreaterThanOrEqual(acknowledged);
    expect(events).toBeGreaterThan(before);
    expect(events).toBeLessThan(69_659);
    before = events;
  }
  const { code, result } = await runLoad();
  expect(code).toBe(0);
  expect(result).toMatchObject({ rows: 69_659, accepted: 69_659, rejected: 0 });
  expect(result?.resumedAfter).toBeGreaterThanOrEqual(40_000);
  expect(await count()).toEqual({ events: 69_659, users: 23_570 });
  expect(readdirSync(join(dataDir, 'loads'))).toEqual([]);
}, 300_000);
