// Ingestion over HTTP into a server of its own: events and profile updates in bodies of 100, each
// answered when durable, and meanwhile single items, whose latency is what a page would feel.
//   npm run bench -- ingest [--mode paced|saturating] [--seconds 30] [--connections 8] [--share 1]
//     [--setup cluster]
// `saturating` sends as fast as the server answers, events and then updates. `paced` offers 8,000
// events/s, 2,000 updates/s and a single item every 10 ms, all at once and whatever the server does;
// `--share 0.5` half of those bodies, for a machine that is busy with other work.
import { parseArgs } from 'node:util';
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { bodyItems, makeBodies, makeIdentify, makeSingles, makeTrack } from './ingestion/bodies.ts';
import { type Paced, pace } from './ingestion/pace.ts';
import { createPoster } from './ingestion/post.ts';
import { saturate } from './ingestion/saturate.ts';
import { watchDisk } from './measure/disk.ts';
import { residentMegabytes } from './measure/memory.ts';
import { median, quantile } from './measure/statistics.ts';
import { startBenchSetup } from './setup/bench-setup.ts';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'paced' },
    seconds: { type: 'string', default: '30' },
    connections: { type: 'string', default: '8' },
    share: { type: 'string', default: '1' },
    setup: { type: 'string', default: 'embedded' },
  },
});
const seconds = Math.min(120, Number(values.seconds));
const connections = Math.min(64, Number(values.connections));
const share = Math.min(1, Number(values.share));
const warmUpMs = 3_000;

function describeLatency(latencyMs: readonly number[]): string {
  const show = (q: number) => quantile(latencyMs, q).toFixed(1);
  return (
    `median ${show(0.5)} ms, p95 ${show(0.95)} ms, p99 ${show(0.99)} ms, ` +
    `worst ${show(1)} ms of ${latencyMs.length}`
  );
}

function describePaced(what: string, items: number, paced: Paced): string {
  const { perSecond, accepted, refused, latencyMs, worstLateMs } = paced;
  const refusals = [...refused].map(([status, count]) => `, ${count} answered ${status}`).join('');
  return (
    `${what}: ${Math.round(perSecond * items)}/s (${accepted * items} acknowledged${refusals}); ` +
    `${describeLatency(latencyMs)}; sent ${worstLateMs.toFixed(1)} ms late at worst`
  );
}

async function runPaced({ url }: RunningServer): Promise<void> {
  const poster = createPoster(url, 256);
  const eventBodies = (8_000 * share) / bodyItems;
  const updateBodies = (2_000 * share) / bodyItems;
  const streams = [
    { bodies: makeBodies(makeTrack, seconds * eventBodies, 0), perSecond: eventBodies },
    { bodies: makeBodies(makeIdentify, seconds * updateBodies, 0), perSecond: updateBodies },
    { bodies: makeSingles(seconds * 100, 'paced'), perSecond: 100 },
  ];
  const [events, updates, singles] = await pace(poster, streams, warmUpMs);
  poster.close();
  if (events) console.log(describePaced('events, in bodies of 100', bodyItems, events));
  if (updates) console.log(describePaced('profile updates, likewise', bodyItems, updates));
  if (singles) console.log(describePaced('single items', 1, singles));
}

async function runSaturating({ url }: RunningServer): Promise<void> {
  const poster = createPoster(url, connections + 2);
  for (const [what, makeItem, count] of [
    ['events', makeTrack, Math.min(4000, seconds * 400)],
    ['profile updates', makeIdentify, Math.min(1500, seconds * 200)],
  ] as const) {
    const bodies = makeBodies(makeItem, count, 0);
    const wish = { connections, maxSeconds: seconds, run: what };
    const done = await saturate(poster, bodies, wish);
    console.log(
      `${what}: ${Math.round(done.perSecond)}/s (${done.accepted} acknowledged in ` +
        `${done.seconds.toFixed(1)} s, ${done.refusedBodies} bodies refused); ` +
        `single item meanwhile: ${describeLatency(done.singleMs)}`,
    );
  }
  poster.close();
}

const dataDir = await makeDataFolder();
const setup = await startBenchSetup(values.setup);
const server = await startServer(dataDir, {
  ...{ MUSTER_LOG_LEVEL: 'warn', MUSTER_API_RATE: '0' },
  ...setup.environment,
});
try {
  const disk = await watchDisk(dataDir);
  await (values.mode === 'saturating' ? runSaturating(server) : runPaced(server));
  const syncMs = await disk.stop();
  console.log(
    `the disk meanwhile, 16 KB written and synced: median ${median(syncMs).toFixed(2)} ms, ` +
      `p99 ${quantile(syncMs, 0.99).toFixed(2)} ms`,
  );
  const { now, peak } = residentMegabytes(server.child.pid ?? 0);
  console.log(`server memory: ${Math.round(now)} MB, at most ${Math.round(peak)} MB`);
} finally {
  await server.stop();
  await setup.stop();
  await removeDataFolder(dataDir);
}
