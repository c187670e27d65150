// The import of a CSV file over HTTP into a server of its own: how fast its rows are applied, what memory
// it takes, how often its progress moves, and how long others wait meanwhile.
//   npm run bench -- imports [--rows 1000000] [--again]
// `--again` imports the same users a second time, so that each row is an update.
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  apiKey,
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { askOthers } from './imports/ask-others.ts';
import { watchMemory } from './imports/watch-memory.ts';
import { writeCsv } from './imports/write-csv.ts';
import { watchDisk } from './measure/disk.ts';
import { processorSeconds } from './measure/processor.ts';
import { quantile } from './measure/statistics.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    again: { type: 'boolean', default: false },
  },
});
const rows = Math.min(2_000_000, Number(values.rows));
const pollEveryMs = 100;

interface Status {
  status: string;
  progress: { rows: number };
  counts: { created: number; updated: number };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function upload({ url }: RunningServer, path: string): Promise<string> {
  const form = new FormData();
  form.set('file', await openAsBlob(path, { type: 'text/csv' }), 'customers.csv');
  form.set('csvIdentifierColumn', 'user_id');
  const reply = await fetch(`${url}/api/import/csv`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: form,
  });
  if (reply.status !== 202) throw new Error(await reply.text());
  return ((await reply.json()) as { statusUrl: string }).statusUrl;
}

/** Follows a run to its end; the longest time without progress, and what it came to. */
async function follow(server: RunningServer, statusUrl: string) {
  let longestMs = 0;
  let reached = 0;
  let reachedAt = performance.now();
  for (;;) {
    const body = await server.call<Status>('GET', statusUrl);
    const now = performance.now();
    if (body.progress.rows > reached || body.status !== 'running') {
      longestMs = Math.max(longestMs, now - reachedAt);
      reached = body.progress.rows;
      reachedAt = now;
    }
    if (body.status !== 'running') return { body, longestMs };
    await wait(pollEveryMs);
  }
}

function describe(latencyMs: readonly number[]): string {
  const show = (q: number) => quantile(latencyMs, q).toFixed(1);
  return `median ${show(0.5)} ms, p99 ${show(0.99)} ms, worst ${show(1)} ms of ${latencyMs.length}`;
}

async function importOnce(server: RunningServer, path: string, bytes: number): Promise<void> {
  const pid = server.child.pid ?? 0;
  const memory = watchMemory(pid);
  const uploading = askOthers(server.url);
  const uploadStart = performance.now();
  const statusUrl = await upload(server, path);
  const uploadSeconds = (performance.now() - uploadStart) / 1000;
  const whileUploading = await uploading.stop();
  const others = askOthers(server.url);
  const processorStart = processorSeconds(pid);
  const start = performance.now();
  const { body, longestMs } = await follow(server, statusUrl);
  const seconds = (performance.now() - start) / 1000;
  const processor = processorSeconds(pid) - processorStart;
  const { eventMs, personMs } = await others.stop();
  const { idle, peak } = memory.stop();
  const { created, updated } = body.counts;
  console.log(
    `import of ${rows} rows × 10 columns, ${(bytes / 1e6).toFixed(0)} MB: ${body.status}, ` +
      `${created} created, ${updated} updated; ${Math.round(rows / seconds)} rows/s ` +
      `(${seconds.toFixed(1)} s, after ${uploadSeconds.toFixed(1)} s in which it was sent and looked through)`,
  );
  console.log(
    `processor time of the server a row, all else that it answered included: ${Math.round((processor / rows) * 1e6)} µs`,
  );
  console.log(`progress moved at the latest after ${Math.round(longestMs)} ms`);
  console.log(`meanwhile, an event a request: ${describe(eventMs)}`);
  console.log(`meanwhile, the segments of a person: ${describe(personMs)}`);
  const before = [...whileUploading.eventMs, ...whileUploading.personMs];
  console.log(`the same while the file was sent and looked through: ${describe(before)}`);
  console.log(`memory: idle ${Math.round(idle)} MB, at most ${Math.round(peak - idle)} MB above`);
}

const dataDir = await makeDataFolder();
const path = join(dataDir, 'customers.csv');
const bytes = await writeCsv(path, rows);
const server = await startServer(dataDir, {
  MUSTER_LOG_LEVEL: 'warn',
  MUSTER_IMPORT_MAX_MB: '1000',
});
try {
  const warmUp = askOthers(server.url);
  await wait(3_000);
  await warmUp.stop();
  const disk = await watchDisk(dataDir);
  await importOnce(server, path, bytes);
  if (values.again) await importOnce(server, path, bytes);
  const syncMs = await disk.stop();
  console.log(
    `the disk meanwhile, 16 KB written and synced: median ${quantile(syncMs, 0.5).toFixed(2)} ms, ` +
      `p99 ${quantile(syncMs, 0.99).toFixed(2)} ms`,
  );
} finally {
  await server.stop();
  await removeDataFolder(dataDir);
}
