// Live membership in the server, on a real store and index: how long it takes until all counts are known,
// how many changes a second it follows, how long it takes to read them, and the memory of it.
//   npm run bench -- following [--users 1000000] [--events 10000000] [--segments 100] [--folder <keep it here>]
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createIndexer } from '../../apps/server/src/index/indexer.ts';
import { openIndexEngines } from '../../apps/server/src/index/open-index-engines.ts';
import { createIndexQuestions } from '../../apps/server/src/modules/audience/ask-index.ts';
import { createComparisonTally } from '../../apps/server/src/modules/membership/comparison-tally.ts';
import { followProject } from '../../apps/server/src/modules/membership/follow-project.ts';
import type { LiveMembers } from '../../apps/server/src/modules/membership/live-members.ts';
import { openStore } from '../../apps/server/src/store/open-store.ts';
import type { EventRow } from '../../apps/server/src/store/store.ts';
import { makeDataFolder, removeDataFolder } from '../../apps/server/test/muster-process.ts';
import { quietLogger } from '../../apps/server/test/quiet-logger.ts';
import { residentMegabytes } from './measure/memory.ts';
import { measure, median, quantile } from './measure/statistics.ts';
import { askUntilKnown, askWhile } from './population/ask-unsaved.ts';
import { fillFolder } from './population/fill-folder.ts';
import { makeSegments } from './population/many-segments.ts';
import { benchNow } from './population/population.ts';
import { createRandom } from './population/random.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
    segments: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    folder: { type: 'string' },
  },
});
const users = Number(values.users);
const logger = quietLogger;
/** Events of one transaction, as a busy intake writes them. */
const eventsAtOnce = 100;

const dataDir = values.folder ?? (await makeDataFolder());
await fillFolder(dataDir, users, Number(values.events));
const store = await openStore({ dataDir: join(dataDir, 'store') });
const engines = await openIndexEngines({ directory: join(dataDir, 'index') });
const begunAt = performance.now();
/** It goes on from the instant that the population is made for. */
const now = () => benchNow + Math.floor(performance.now() - begunAt);
const indexer = createIndexer({ store, engines, logger, now });
const questions = createIndexQuestions({ engines, indexer });
indexer.start();
await indexer.caughtUp();
const project = await store.write(async (tx) => {
  const [first] = await tx.projects();
  if (first === undefined) throw new Error('The folder has no project.');
  for (const { id } of await tx.segments(first.number)) await tx.deleteSegment(first.number, id);
  for (const [i, { name, conditions }] of makeSegments(Number(values.segments)).entries()) {
    const by = { createdAt: benchNow, createdBy: 'bench', updatedAt: benchNow, updatedBy: 'bench' };
    const segment = { id: `bench-${i}`, project: first.number, name, description: '', conditions };
    await tx.insertSegment({ ...segment, version: 1, ...by });
  }
  return first;
});

const comparisons = createComparisonTally(now);
const before = residentMegabytes();
const follower = followProject(
  { store, indexer, questions, logger, now, comparisons, allows: () => true },
  project,
);

const areKnown = ({ segments }: LiveMembers) =>
  [...segments.values()].every(({ count }) => count !== undefined);

async function waitUntilKnown(): Promise<void> {
  for (;;) {
    const live = await follower.read();
    if (live !== undefined && areKnown(live)) return;
    await sleep(20);
  }
}

const filled = await measure(waitUntilKnown);
console.log(
  `${users} users, ${values.segments} segments: all counts known after ${seconds(filled.ms)} s`,
);
console.log(`held: ${(follower.bytes / 1024 / 1024).toFixed(0)} MB in bitsets and timers`);
const { now: resident, peak } = residentMegabytes();
console.log(
  `resident: ${before.now.toFixed(0)} MB before, ${resident.toFixed(0)} MB after, at most ${peak.toFixed(0)} MB`,
);

const reads: number[] = [];
for (let round = 0; round < 101; round += 1) reads.push((await measure(() => follower.read())).ms);
console.log(`reading all counts as of now, the store asked: median ${median(reads).toFixed(2)} ms`);

await askUntilKnown(follower);

const random = createRandom(11);
const names = ['report_exported', 'purchase', 'invite_sent', 'page_viewed'];
let written = 0;
async function writeEvents(): Promise<void> {
  const events = Array.from({ length: eventsAtOnce }, (_, i): EventRow => {
    written += 1;
    return {
      number: 1 + Math.floor(random() * users),
      source: 'api',
      name: names[i % names.length] ?? '',
      timestamp: now(),
      messageId: `following-${process.pid}-${written}`,
      properties: new Map(),
    };
  });
  await store.write(async (tx) => {
    await tx.insertEvents(project.number, events);
    await tx.appendChanges([{ type: 'events', project: project.number, events }]);
  });
}

// As a steady stream, until the counts include what was written; the rate that the issue asks for.
const latencies: number[] = [];
const startedAt = performance.now();
let missed = 0;
while (performance.now() - startedAt < Number(values.seconds) * 1000) {
  const due = startedAt + (written / 2_000) * 1000;
  if (performance.now() < due) await sleep(due - performance.now());
  await writeEvents();
  const { ms, result } = await measure(() => follower.read());
  if (result === undefined) missed += 1;
  else latencies.push(ms);
}
console.log(
  `at 2,000 events/s (${written} written): counts with an event ${median(latencies).toFixed(1)} ms after it (median), ${quantile(latencies, 0.99).toFixed(1)} ms (p99); not known ${missed} times of ${latencies.length + missed}`,
);

// Beside questions about what is not saved.
const until = performance.now() + Number(values.seconds) * 1000;
const asking = askWhile(follower, () => performance.now() >= until);
for (let sent = 0; performance.now() < until; sent += eventsAtOnce) {
  const due = until - Number(values.seconds) * 1000 + (sent / 2_000) * 1000;
  if (performance.now() < due) await sleep(due - performance.now());
  await writeEvents();
}
await asking;

// As fast as it can: a backlog that is just not too large, several times.
let followMs = 0;
let followed = 0;
for (let round = 0; round < 5; round += 1) {
  const already = written;
  for (let i = 0; i < 50; i += 1) await writeEvents();
  followMs += (await measure(waitUntilKnown)).ms;
  followed += written - already;
}
console.log(`a backlog is followed at ${Math.round(followed / (followMs / 1000))} events/s`);

await follower.stop();
await indexer.stop();
await engines.close();
await store.close();
if (values.folder === undefined) await removeDataFolder(dataDir);

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
