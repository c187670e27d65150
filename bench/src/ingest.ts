// Ingestion over HTTP into a server of its own: events and profile updates in batches of 100, each
// answered when durable, and meanwhile single items, whose latency is what a page would feel.
//   npm run bench -- ingest [--seconds 20] [--connections 8]
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import {
  apiKey,
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { residentMegabytes } from './measure/memory.ts';
import { median, quantile } from './measure/statistics.ts';
import { makeEvent, makeProfile } from './population/population.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '8' },
  },
});
const seconds = Math.min(120, Number(values.seconds));
const connections = Math.min(64, Number(values.connections));
const users = 100_000;
const batchSize = 100;

const agent = new Agent({ keepAlive: true, maxSockets: connections + 2 });

/** Posts one body; resolves with the status once the answer is read. */
function post(server: RunningServer, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/sse/webhook`,
      {
        method: 'POST',
        agent,
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      },
      (reply) => {
        reply.resume();
        reply.on('end', () => resolve(reply.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function track(i: number): object {
  const event = makeEvent(i, users);
  return {
    type: 'track',
    userId: `user-${event.number}`,
    event: event.name,
    timestamp: new Date(event.timestamp).toISOString(),
    messageId: `bench-${i}`,
    properties: Object.fromEntries(event.properties),
  };
}

function identify(i: number): object {
  const number = 1 + (i % users);
  const profile = makeProfile(number);
  return {
    type: 'identify',
    userId: `user-${number}`,
    messageId: `identify-${i}`,
    traits: Object.fromEntries(profile.attributes),
  };
}

/** Bodies are made before the clock starts, so that the server has the machine to itself. */
function makeBodies(makeItem: (i: number) => object, count: number, from: number): string[] {
  return Array.from({ length: count }, (_, b) =>
    JSON.stringify(Array.from({ length: batchSize }, (_, i) => makeItem(from + b * batchSize + i))),
  );
}

/** Sends bodies on all connections until they or the time are used up. */
async function sendFor(server: RunningServer, bodies: readonly string[]) {
  let next = 0;
  let accepted = 0;
  let refused = 0;
  const start = performance.now();
  const until = start + seconds * 1000;
  const latencies: number[] = [];
  let done = false;
  let single = 0;
  const singles = (async () => {
    while (!done) {
      const began = performance.now();
      const body = JSON.stringify({
        ...track(50_000_000 + single),
        messageId: `single-${start}-${single}`,
      });
      single += 1;
      if ((await post(server, body)) === 200) latencies.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const body = bodies[next];
        if (body === undefined) return;
        next += 1;
        if ((await post(server, body)) === 200) accepted += batchSize;
        else refused += 1;
      }
    }),
  );
  const took = (performance.now() - start) / 1000;
  done = true;
  await singles;
  return { perSecond: accepted / took, accepted, refused, took, latencies };
}

const dataDir = await makeDataFolder();
const server = await startServer(dataDir, { MUSTER_LOG_LEVEL: 'warn' });
try {
  for (const [what, makeItem, count] of [
    ['events', track, Math.min(4000, seconds * 400)],
    ['profile updates', identify, Math.min(1500, seconds * 100)],
  ] as const) {
    const bodies = makeBodies(makeItem, count, 0);
    const { perSecond, accepted, refused, took, latencies } = await sendFor(server, bodies);
    console.log(
      `${what}: ${Math.round(perSecond)}/s (${accepted} acknowledged in ${took.toFixed(1)} s, ` +
        `${refused} batches refused); single item meanwhile: median ${median(latencies).toFixed(1)} ms, ` +
        `p99 ${quantile(latencies, 0.99).toFixed(1)} ms of ${latencies.length}`,
    );
  }
  const { now, peak } = residentMegabytes(server.child.pid ?? 0);
  console.log(`server memory: ${Math.round(now)} MB, at most ${Math.round(peak)} MB`);
} finally {
  agent.destroy();
  await server.stop();
  await removeDataFolder(dataDir);
}
