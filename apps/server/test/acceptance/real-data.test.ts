import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Group } from '@muster/conditions';
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
import { cdnowCounts, type KnownCount, telcoCounts } from './known-counts.ts';

const examples = new URL('../../../../examples/data/', import.meta.url).pathname;
const telco = [
  'load',
  join(examples, 'telco-customers.csv'),
  '--source',
  'csv',
  '--id',
  'customerID',
];
const cdnow = [
  'load',
  join(examples, 'cdnow-purchases.txt'),
  '--source',
  'events',
  '--event',
  'purchase',
  '--id',
  'customer_id',
  '--timestamp',
  'date',
];
const knownCounts = [...telcoCounts, ...cdnowCounts];
const everybody = { type: 'group', match: 'all', children: [] } satisfies Group;
const atProject = `/api/projects/${projectId}`;

async function count(server: RunningServer, conditions: Group): Promise<number> {
  const reply = await server.call<{ count: number }>('POST', `${atProject}/audience/count`, {
    conditions,
  });
  return reply.count;
}

async function countAll(server: RunningServer, known: readonly KnownCount[]) {
  return Object.fromEntries(
    await Promise.all(
      known.map(async ({ what, conditions }) => [what, await count(server, conditions)] as const),
    ),
  );
}

function expected(known: readonly KnownCount[]): Record<string, number> {
  return Object.fromEntries(known.map(({ what, users }) => [what, users]));
}

async function load(dataDir: string, parameters: readonly string[]): Promise<void> {
  const { code, stderr } = await runMuster(dataDir, parameters).finished;
  if (code !== 0) throw new Error(`load ended with ${code}:\n${stderr}`);
}

describe('The two real data sets', () => {
  let dataDir: string;
  let server: RunningServer;

  beforeAll(async () => {
    dataDir = await makeDataFolder();
    // One into a folder that nobody serves, the other into a running server.
    await load(dataDir, telco);
    server = await startServer(dataDir);
    await load(dataDir, cdnow);
  });

  afterAll(async () => {
    await server.stop('SIGKILL');
    await removeDataFolder(dataDir);
  });

  test('have the known audiences', async () => {
    expect(await count(server, everybody)).toBe(7043 + 23_570);
    expect(await countAll(server, knownCounts)).toEqual(expected(knownCounts));
  });

  test('are not loaded twice by loading them twice', async () => {
    await load(dataDir, cdnow);
    await load(dataDir, telco);
    expect(await count(server, everybody)).toBe(7043 + 23_570);
    expect(await countAll(server, knownCounts)).toEqual(expected(knownCounts));
  });

  test('give every user the segments whose audience lists her', { timeout: 300_000 }, async () => {
    const segments = await Promise.all(
      knownCounts.map(({ what, conditions }) =>
        server.call<{ id: string; name: string }>('POST', `${atProject}/segments`, {
          name: what,
          conditions,
        }),
      ),
    );
    const listed = new Map<string, Set<string>>();
    const everyone: string[] = [];
    for (const { id } of segments) listed.set(id, new Set(await exportIds(server, id)));
    const all = await server.call<{ id: string }>('POST', `${atProject}/segments`, {
      name: 'Everybody',
      conditions: {
        type: 'group',
        match: 'all',
        children: [
          {
            type: 'attribute',
            source: 'native',
            key: 'id',
            kind: 'string',
            operator: 'empty',
            not: true,
          },
        ],
      },
    });
    everyone.push(...(await exportIds(server, all.id)));
    expect(everyone.length).toBe(7043 + 23_570);
    expect(new Set(everyone).size).toBe(everyone.length);

    const wrong: string[] = [];
    const queue = everyone.values();
    // A few at a time: the question is asked of the store, one user after another.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const id of queue) {
          const verdicts = await server.call<{ id: string; member: boolean }[]>(
            'GET',
            `${atProject}/users/${encodeURIComponent(id)}/segments`,
          );
          for (const verdict of verdicts) {
            const audience = listed.get(verdict.id);
            if (audience && audience.has(id) !== verdict.member) wrong.push(`${id} ${verdict.id}`);
          }
        }
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('are counted again from a rebuilt index when its folder is gone', async () => {
    await server.stop();
    const index = join(dataDir, 'index');
    expect((await stat(index)).isDirectory()).toBe(true);
    await rm(index, { recursive: true });
    server = await startServer(dataDir);
    expect(await count(server, everybody)).toBe(7043 + 23_570);
    expect(await countAll(server, knownCounts)).toEqual(expected(knownCounts));
    const verify = await runMuster(dataDir, ['index', 'verify']).finished;
    expect(verify.code, verify.stderr).toBe(0);
  });
});

describe('A load that is killed', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await makeDataFolder();
  });

  afterAll(async () => {
    await removeDataFolder(dataDir);
  });

  test('goes on where it was, and every purchase counts once', { timeout: 240_000 }, async () => {
    let kills = 0;
    for (const afterMs of [900, 1300, 1700]) {
      const loading = runMuster(dataDir, cdnow);
      await sleep(afterMs);
      if (loading.child.kill('SIGKILL')) kills += 1;
      await loading.finished;
    }
    expect(kills).toBeGreaterThan(0);

    // Then the server is killed under a load that talks to it.
    const killed = await startServer(dataDir);
    const loading = runMuster(dataDir, cdnow);
    await sleep(900);
    await killed.stop('SIGKILL');
    loading.child.kill('SIGKILL');
    await loading.finished;

    const server = await startServer(dataDir);
    try {
      await load(dataDir, cdnow);
      expect(await count(server, everybody)).toBe(23_570);
      expect(await countAll(server, cdnowCounts)).toEqual(expected(cdnowCounts));
    } finally {
      await server.stop('SIGKILL');
    }
  });
});

/** Ids of a segment's users, by the streaming export. */
async function exportIds(server: RunningServer, segmentId: string): Promise<string[]> {
  const response = await fetch(
    `${server.url}${atProject}/segments/${segmentId}/users?format=ndjson`,
    { headers: { 'x-api-key': apiKey } },
  );
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}
