// A large data folder: how long a server takes until it is ready on it, how long the index takes to be
// made anew, what one person costs, and the memory of it all. A fresh, empty start beside it.
//   npm run bench -- start [--users 1000000] [--events 10000000] [--folder <keep it here>]
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  makeDataFolder,
  projectId,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { residentMegabytes } from './measure/memory.ts';
import { measure, median, quantile } from './measure/statistics.ts';
import { fillFolder, waitForIndex } from './population/fill-folder.ts';
import { benchNow } from './population/population.ts';
import { benchSegments } from './population/segments.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
    folder: { type: 'string' },
  },
});
const users = Number(values.users);
const quiet = { MUSTER_LOG_LEVEL: 'warn' };
const atProject = `/api/projects/${projectId}`;

/** Seconds until a server says that it is ready; it is stopped again. */
async function timeStarts(dataDir: string, rounds: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { ms, result } = await measure(() => startServer(dataDir, quiet));
    seconds.push(ms / 1000);
    await result.stop();
  }
  return seconds;
}

const empties: number[] = [];
for (let round = 0; round < 5; round += 1) {
  const folder = await makeDataFolder();
  empties.push(...(await timeStarts(folder, 1)));
  await removeDataFolder(folder);
}
console.log(`fresh, empty start: median ${median(empties).toFixed(2)} s of ${empties.length}`);

const dataDir = values.folder ?? (await makeDataFolder());
try {
  await fillFolder(dataDir, users, Number(values.events));
  const starts = await timeStarts(dataDir, 5);
  console.log(`start on the large folder: median ${median(starts).toFixed(2)} s of 5`);

  const server = await startServer(dataDir, quiet);
  await waitForIndex(server);
  const everybody = { conditions: { type: 'group', match: 'all', children: [] } };
  const { count } = await server.call<{ count: number }>(
    'POST',
    `${atProject}/audience/count`,
    everybody,
  );
  if (count !== users) throw new Error(`The index has ${count} users.`);
  const now = new Date(benchNow).toISOString();
  // Segments that others name come first in the list.
  const ids = new Map<string, string>();
  for (const { id, name, tree } of benchSegments) {
    const text = JSON.stringify(tree, (key, value) =>
      key === 'segmentId' ? ids.get(value) : value,
    );
    const body = { name, conditions: JSON.parse(text) };
    ids.set(id, (await server.call<{ id: string }>('POST', `${atProject}/segments`, body)).id);
  }
  for (const { name, tree } of benchSegments.filter(({ id }) => !/advocates|at-risk/.test(id))) {
    const body = { conditions: tree, now };
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const count = () => server.call('POST', `${atProject}/audience/count`, body);
      took.push((await measure(count)).ms);
    }
    console.log(`count over HTTP, ${name}: median ${median(took).toFixed(0)} ms`);
  }
  const lists: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    lists.push((await measure(() => server.call('GET', `${atProject}/segments`))).ms);
  }
  console.log(`list of all segments with live audiences: median ${median(lists).toFixed(0)} ms`);
  const persons: number[] = [];
  for (let i = 0; i < 2000; i += 1) {
    const id = `user-${1 + ((i * 7919) % users)}`;
    persons.push((await measure(() => server.call('GET', `${atProject}/users/${id}/segments`))).ms);
  }
  console.log(
    `segments of one person, one after another: median ${median(persons).toFixed(1)} ms, p99 ${quantile(persons, 0.99).toFixed(1)} ms`,
  );
  const { now: resident, peak } = residentMegabytes(server.child.pid ?? 0);
  console.log(`server memory: ${Math.round(resident)} MB, at most ${Math.round(peak)} MB`);
  await server.stop();
} finally {
  if (values.folder === undefined) rmSync(dataDir, { recursive: true, force: true });
}
