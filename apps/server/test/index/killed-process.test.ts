import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { useTestEngines } from './test-engines.ts';
import { countEvents, followToHead, listUsers, verify } from './test-index.ts';
import { openTestStore } from './test-store.ts';

const script = fileURLToPath(new URL('writing-process.ts', import.meta.url));

describe.each(useTestEngines(['chdb', 'clickhouse']))(
  'after kill -9 the index on $kind',
  ({ kind, server }) => {
    test('goes on where it was, with every event once', { timeout: 300_000 }, async () => {
      let house = await openTestStore();
      const { folder } = house;
      const clickhouseUrl = kind === 'clickhouse' ? server().url() : undefined;
      const expected: Record<string, number> = {};
      await house.store.close();
      // Each time at another point: after so many rounds, and a few milliseconds into the next.
      for (const [rounds, ms] of [
        [2, 3],
        [5, 11],
        [9, 0],
        [3, 23],
      ] as const) {
        const child = start(folder, clickhouseUrl);
        const position = await readRounds(child, rounds, expected);
        await new Promise((resolve) => setTimeout(resolve, ms));
        await kill(child);
        expect(position).toBeGreaterThanOrEqual(0);
      }
      house = await openTestStore(folder);
      const directory = join(folder, 'index');
      const engines = await openIndexEngines(
        clickhouseUrl
          ? { directory, clickhouse: { urls: [clickhouseUrl] } }
          : { directory, memoryBytes: 500_000_000 },
      );
      await followToHead(house.store, engines);
      expect(await countEvents(engines.dashboard, 1)).toMatchObject(expected);
      expect(await listUsers(engines.dashboard, 1)).toEqual(
        expect.arrayContaining(Object.keys(expected).map(Number)),
      );
      const { differenceCount, differences } = await verify(house.store, engines);
      expect({ differenceCount, differences }).toEqual({ differenceCount: 0, differences: [] });
      await engines.close();
      await house.remove();
    });
  },
);

function start(folder: string, clickhouseUrl: string | undefined): ChildProcess {
  const parameters = clickhouseUrl ? [folder, clickhouseUrl] : [folder];
  return spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  });
}

/** Reads so many lines of the process, and the last position it told. */
async function readRounds(
  child: ChildProcess,
  rounds: number,
  expected: Record<string, number>,
): Promise<number> {
  if (!child.stdout) throw new Error('The process has no output');
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { user, events, position } = JSON.parse(line);
    expected[user] = events;
    count += 1;
    if (count === rounds) return position;
  }
  throw new Error('The process ended by itself');
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
