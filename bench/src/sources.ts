// A Segment source over HTTP into a server of its own: track messages as Segment's webhook sends them, in
// bodies of 100, each answered when durable.
//   npm run bench -- sources [--seconds 20] [--connections 8] [--signed]
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { bodyItems, makeTrack } from './ingestion/bodies.ts';
import { residentMegabytes } from './measure/memory.ts';
import { quantile } from './measure/statistics.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '8' },
    signed: { type: 'boolean', default: false },
  },
});
const seconds = Math.min(60, Number(values.seconds));
const connections = Math.min(64, Number(values.connections));
const admin = { email: 'bench@example.com', password: 'correct horse battery' };

interface Access {
  path: string;
  secret: string | null;
}

/** Adds the source as an admin does. */
async function addSource({ url }: RunningServer): Promise<Access> {
  const headers = { 'content-type': 'application/json', origin: url };
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify(admin),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const wish = {
    kind: 'segment',
    name: 'Segment',
    signature: values.signed ? 'segment' : 'none',
  };
  const created = await fetch(`${url}/api/projects/${projectId}/sources`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify(wish),
  });
  if (created.status !== 201) throw new Error(await created.text());
  return ((await created.json()) as { access: Access }).access;
}

/** A message with all that Segment adds to it. */
function makeMessage(i: number): object {
  const track = makeTrack(i) as { timestamp: string };
  const { timestamp } = track;
  return {
    ...track,
    anonymousId: `anon-${i % 1000}`,
    context: { library: { name: 'analytics.js', version: '2.11.1' }, ip: '203.0.113.7' },
    integrations: {},
    originalTimestamp: timestamp,
    receivedAt: timestamp,
    sentAt: timestamp,
    version: 2,
  };
}

const dataDir = await makeDataFolder();
const server = await startServer(dataDir, {
  MUSTER_LOG_LEVEL: 'warn',
  MUSTER_SOURCE_RATE: '0',
  MUSTER_ADMIN_EMAIL: admin.email,
  MUSTER_ADMIN_PASSWORD: admin.password,
});
try {
  const { path, secret } = await addSource(server);
  const bodies = Array.from({ length: seconds * 400 }, (_, body) => {
    const items = Array.from({ length: bodyItems }, (_, i) => makeMessage(body * bodyItems + i));
    const text = JSON.stringify(items);
    const signature = secret && createHmac('sha1', secret).update(text).digest('hex');
    return { text, headers: { ...(signature && { 'x-signature': signature }) } };
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = ({ text, headers }: (typeof bodies)[number]) =>
    new Promise<number>((resolve, reject) => {
      const all = { 'content-type': 'application/json', ...headers };
      const options = { method: 'POST', agent, headers: all };
      const sent = request(`${server.url}${path}`, options, (reply) => {
        reply.resume();
        reply.on('end', () => resolve(reply.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(text);
    });
  let next = 0;
  let accepted = 0;
  const refused = new Map<number, number>();
  const latencyMs: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < start + seconds * 1000) {
        const body = bodies[next];
        if (body === undefined) return;
        next += 1;
        const began = performance.now();
        const status = await post(body);
        latencyMs.push(performance.now() - began);
        if (status === 200) accepted += bodyItems;
        else refused.set(status, (refused.get(status) ?? 0) + 1);
      }
    }),
  );
  const took = (performance.now() - start) / 1000;
  agent.destroy();
  const refusals = [...refused].map(([status, count]) => `, ${count} bodies answered ${status}`);
  console.log(
    `Segment source${secret ? ', signed' : ''}: ${Math.round(accepted / took)} events/s in bodies of ` +
      `${bodyItems} (${accepted} acknowledged in ${took.toFixed(1)} s${refusals.join('')}); ` +
      `median ${quantile(latencyMs, 0.5).toFixed(1)} ms, p99 ${quantile(latencyMs, 0.99).toFixed(1)} ms`,
  );
  const { now, peak } = residentMegabytes(server.child.pid ?? 0);
  console.log(`server memory: ${Math.round(now)} MB, at most ${Math.round(peak)} MB`);
} finally {
  await server.stop();
  await removeDataFolder(dataDir);
}
