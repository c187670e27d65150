// A server under half of its peak for a long time: does it take more and more memory?
//   npm run bench -- soak [--minutes 30] [--rate 5000] [--segments 0]
// Half of the peak of `ingest` (8,000 events/s and 2,000 updates/s, in bodies of 100), and a count of everybody each
// second. Memory is looked at every five seconds; its slope is that of the second half. With segments somebody looks at
// them, and at conditions that are not saved, each second; then it says what their comparison with the index has found.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  apiKey,
  makeDataFolder,
  projectId,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { bodyItems } from './ingestion/bodies.ts';
import { createPoster } from './ingestion/post.ts';
import { median, quantile } from './measure/statistics.ts';
import {
  compareCounts,
  lookAtSegments,
  readFindings,
  saveSegments,
} from './pressure/live-segments.ts';
import { createBodyMill, offerBodies, peakItems } from './pressure/offer-bodies.ts';
import { readLag, slopeOf, watchServer } from './pressure/watch-server.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: `${peakItems / 2}` },
    segments: { type: 'string', default: '0' },
  },
});
const segments = Number(values.segments);
const minutes = Math.min(120, Number(values.minutes));

const dataDir = await makeDataFolder();
const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn', MUSTER_API_RATE: '0' });
await saveSegments(server, segments);
const poster = createPoster(server.url, 256);
const watch = watchServer(server, 5_000);
let isOver = false;
let unanswered = 0;
const questionMs: number[] = [];
const asking = (async () => {
  const everybody = { conditions: { type: 'group', match: 'all', children: [] } };
  while (!isOver) {
    const askedAt = performance.now();
    const { status } = await fetch(`${server.url}/api/projects/${projectId}/audience/count`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(everybody),
    });
    if (status === 200) questionMs.push(performance.now() - askedAt);
    else unanswered += 1;
    if (segments > 0) await lookAtSegments(server).catch(() => (unanswered += 1));
    await sleep(1_000);
  }
})();
try {
  const mill = createBodyMill('soak');
  const statuses = new Map<number, number>();
  const latencyMs: number[] = [];
  // In parts, so that what is kept of each answer does not grow with the time.
  for (let minute = 1; minute <= minutes; minute += 1) {
    const offered = { itemsPerSecond: Number(values.rate), seconds: 60 };
    const { answers } = await offerBodies(poster, mill, offered);
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const ms = answers.map((answer) => answer.ms);
    latencyMs.push(quantile(ms, 0.99));
    const { megabytes = Number.NaN } = watch.samples.at(-1) ?? {};
    console.log(
      `minute ${minute}: ${Math.round(megabytes)} MB; a body ${median(ms).toFixed(0)} ms (median), ` +
        `${quantile(ms, 0.99).toFixed(0)} ms (p99); index ${await readLag(server)} changes behind`,
    );
  }
  const answered = [...statuses].map(([status, count]) => `${count * bodyItems} items ${status}`);
  console.log(`answered: ${answered.join(', ')}`);
  const later = watch.samples.filter((sample) => sample.minutes > minutes / 2);
  const megabytes = later.map((sample) => sample.megabytes);
  console.log(
    `memory in the second half: ${Math.round(Math.min(...megabytes))} to ${Math.round(Math.max(...megabytes))} MB, ` +
      `slope ${slopeOf(later).toFixed(2)} MB a minute`,
  );
  console.log(
    `a count of everybody: median ${median(questionMs).toFixed(0)} ms, p99 ${quantile(questionMs, 0.99).toFixed(0)} ms; ` +
      `${unanswered} were answered an error`,
  );
  if (segments > 0) {
    const [found, { counted, different }] = [
      await readFindings(server),
      await compareCounts(server),
    ];
    console.log(
      `live membership: ${found.compared} comparisons, ${found.repaired} differences, of the index ${found.indexDiffers}; ` +
        `${found.fromMemory} questions answered from memory, of ${counted} last ones ${different} otherwise than by the index`,
    );
  }
} finally {
  isOver = true;
  await asking;
  watch.stop();
  poster.close();
  await server.stop();
  await removeDataFolder(dataDir);
}
