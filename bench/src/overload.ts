// A server that is offered more than it can take, and how soon after that it is as before.
//   npm run bench -- overload [--times 3] [--seconds 30]
// First half of the peak of `ingest` (8,000 events/s and 2,000 updates/s, in bodies of 100), then `--times` the peak,
// then single items until they are answered as quickly as at first for a second on end.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { bodyItems, makeSingles } from './ingestion/bodies.ts';
import { createPoster, type Poster } from './ingestion/post.ts';
import { median, quantile } from './measure/statistics.ts';
import { createBodyMill, type Offer, offerBodies, peakItems } from './pressure/offer-bodies.ts';
import { readLag, watchServer } from './pressure/watch-server.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '30' },
  },
});
const times = Math.min(10, Number(values.times));
const seconds = Math.min(60, Number(values.seconds));
const giveUpAfterMs = 60_000;

function describe(what: string, { seconds: took, answers, worstLateMs }: Offer): void {
  const statuses = new Map<number, number[]>();
  for (const { status, ms } of answers) statuses.set(status, [...(statuses.get(status) ?? []), ms]);
  console.log(`${what}: ${took.toFixed(1)} s; sent ${worstLateMs.toFixed(0)} ms late at worst`);
  for (const [status, ms] of statuses) {
    const perSecond = Math.round((ms.length * bodyItems) / took);
    console.log(
      `  answered ${status}: ${ms.length} bodies (${perSecond} items/s); median ${median(ms).toFixed(0)} ms, ` +
        `p99 ${quantile(ms, 0.99).toFixed(0)} ms`,
    );
  }
}

/** Single items, one after the other, until all of a second are as quick as `quickMs`. */
async function waitUntilQuick(poster: Poster, quickMs: number): Promise<number> {
  const start = performance.now();
  let quickSince = start;
  for (const body of makeSingles(10_000, 'after')) {
    const sentAt = performance.now();
    const status = await poster.post(body);
    const answeredAt = performance.now();
    if (status !== 200 || answeredAt - sentAt > quickMs) quickSince = answeredAt;
    if (answeredAt - quickSince >= 1_000) return quickSince - start;
    if (answeredAt - start > giveUpAfterMs) break;
    await sleep(10);
  }
  return Number.POSITIVE_INFINITY;
}

async function waitUntilIndexed(server: RunningServer): Promise<number> {
  const start = performance.now();
  while ((await readLag(server)) > 100) await sleep(50);
  return performance.now() - start;
}

const dataDir = await makeDataFolder();
const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn', MUSTER_API_RATE: '0' });
const poster = createPoster(server.url, 4_000);
try {
  const mill = createBodyMill('bench');
  const calm = { itemsPerSecond: peakItems / 2, seconds: 10 };
  describe('half of the peak', await offerBodies(poster, mill, calm));
  const singles: number[] = [];
  for (const body of makeSingles(100, 'before')) {
    const sentAt = performance.now();
    await poster.post(body);
    singles.push(performance.now() - sentAt);
    await sleep(10);
  }
  const quickMs = Math.max(50, 2 * quantile(singles, 0.99));
  const watch = watchServer(server, 200);
  const idle = watch.samples;
  const pressure = { itemsPerSecond: times * peakItems, seconds };
  const overload = await offerBodies(poster, mill, pressure);
  describe(`${times} times the peak`, overload);
  const answeredAfterMs = (overload.seconds - seconds) * 1_000;
  const [quickAfterMs, indexedAfterMs] = await Promise.all([
    waitUntilQuick(poster, quickMs),
    waitUntilIndexed(server),
  ]);
  watch.stop();
  console.log(
    `after the last body was offered: all answered after ${(answeredAfterMs / 1_000).toFixed(1)} s, ` +
      `single items within ${quickMs.toFixed(0)} ms again after ${((answeredAfterMs + quickAfterMs) / 1_000).toFixed(1)} s, ` +
      `index within 100 changes after ${((answeredAfterMs + indexedAfterMs) / 1_000).toFixed(1)} s`,
  );
  const megabytes = idle.map((sample) => sample.megabytes);
  console.log(
    `server memory: ${Math.round(megabytes[0] ?? 0)} MB before, ${Math.round(Math.max(...megabytes))} MB at most, ` +
      `${Math.round(megabytes.at(-1) ?? 0)} MB at the end`,
  );
} finally {
  poster.close();
  await server.stop();
  await removeDataFolder(dataDir);
}
