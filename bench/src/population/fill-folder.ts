import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashKey } from '../../../apps/server/src/http/hash-key.ts';
import { openStore } from '../../../apps/server/src/store/open-store.ts';
import {
  apiKey,
  projectId,
  type RunningServer,
  startServer,
} from '../../../apps/server/test/muster-process.ts';
import { residentMegabytes } from '../measure/memory.ts';
import { measure } from '../measure/statistics.ts';
import { fillStore } from './fill-store.ts';
import { benchNow } from './population.ts';

/**
 * Makes a data folder of the benchmark's population, store and index, unless it is there already; says
 * how long each took.
 */
export async function fillFolder(dataDir: string, users: number, events: number): Promise<void> {
  if (!existsSync(join(dataDir, 'store'))) {
    const { ms } = await measure(() => makeStore(dataDir, users, events));
    console.log(`store filled in ${(ms / 1000).toFixed(0)} s`);
  }
  if (existsSync(join(dataDir, 'index'))) return;
  const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn' });
  const { ms } = await measure(() => waitForIndex(server));
  const { peak } = residentMegabytes(server.child.pid ?? 0);
  console.log(
    `index made anew in ${(ms / 1000).toFixed(0)} s, at most ${Math.round(peak)} MB resident`,
  );
  await server.stop();
}

/** Waits until a population question is answered; bounded to half an hour. */
export async function waitForIndex(server: RunningServer): Promise<void> {
  for (let i = 0; i < 3600; i += 1) {
    if ((await fetch(`${server.url}/readyz`)).ok) return;
    await sleep(500);
  }
  throw new Error('The index was not made in half an hour.');
}

async function makeStore(dataDir: string, users: number, events: number): Promise<void> {
  const store = await openStore({ dataDir: join(dataDir, 'store') });
  await store.write(async (tx) => {
    await tx.insertProject({ id: projectId, name: 'Bench', timeZone: 'UTC', createdAt: benchNow });
    await tx.insertKey({
      id: 'bench',
      projectNumber: 1,
      name: 'Bench',
      hash: hashKey(apiKey),
      prefix: 'bench',
      scope: 'write',
      createdAt: benchNow,
    });
  });
  await fillStore(store, users, events);
  await store.close();
}
