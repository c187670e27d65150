// How long after its instant, or after it was acknowledged, a change of membership is told to a webhook, by a server
// of its own with its usual settings: when nothing but time has passed, and when data came. Then, while others' data
// arrives, how long until it is in a verdict about the person, and in the count that an open page is told.
//   npm run bench -- freshness [--users 20000] [--flips 100] [--segments 100] [--rate 2000]
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { measureUnderLoad } from './freshness/under-load.ts';
import { median, quantile } from './measure/statistics.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '20000' },
    flips: { type: 'string', default: '100' },
    segments: { type: 'string', default: '100' },
    rate: { type: 'string', default: '2000' },
  },
});
const users = Math.min(1_000_000, Number(values.users));
const flips = Math.min(200, Number(values.flips));
const admin = { email: 'bench@example.com', password: 'correct horse battery' };
const windowMs = 60_000;
/** From one flip to the next, so that each is looked for by itself. */
const apartMs = 150;
/** Until the first one: all must be known and on record by then. */
const leadMs = 20_000;

interface Told {
  type: string;
  timestamp: string;
  data: { segment: { name: string }; user: { id: string } };
}

const told = new Map<string, { message: Told; at: number }>();
const receiver = createServer((request, response) => {
  const at = Date.now();
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    const message = JSON.parse(body) as Told;
    const { segment, user } = message.data;
    told.set(`${message.type} ${segment.name} ${user.id}`, { message, at });
    response.writeHead(204).end();
  });
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const { port } = receiver.address() as AddressInfo;

const dataDir = await makeDataFolder();
const server = await startServer(dataDir, {
  MUSTER_LOG_LEVEL: 'warn',
  MUSTER_ADMIN_EMAIL: admin.email,
  MUSTER_ADMIN_PASSWORD: admin.password,
  MUSTER_PRIVATE_WEBHOOKS: 'yes',
});

try {
  await addWebhook(server);
  await addSegments(server);
  for (let first = 0; first < users; first += 100) {
    const people = Array.from({ length: Math.min(100, users - first) }, (_, i) => ({
      type: 'identify',
      userId: `user-${first + i}`,
      traits: { plan: 'Free' },
    }));
    await server.call('POST', '/sse/webhook', people);
  }

  const firstAt = Date.now() + leadMs;
  const visits = Array.from({ length: flips }, (_, i) => ({
    type: 'track',
    userId: `user-${i}`,
    event: 'visit',
    timestamp: new Date(firstAt + i * apartMs - windowMs).toISOString(),
  }));
  await server.call('POST', '/sse/webhook', visits);
  await sleep(firstAt + flips * apartMs + 5_000 - Date.now());
  const late = visits.flatMap(({ userId }) => {
    const found = told.get(`segment.left Visitors ${userId}`);
    return found === undefined ? [] : [found.at - Date.parse(found.message.timestamp)];
  });
  report('only time has passed: from the instant to the webhook', late, flips);

  const sent = new Map<string, number>();
  for (let i = 0; i < flips; i += 1) {
    const userId = `user-${i}`;
    await server.call('POST', '/sse/webhook', [
      { type: 'identify', userId, traits: { plan: 'Pro' } },
    ]);
    sent.set(userId, Date.now());
    await sleep(apartMs);
  }
  await sleep(3_000);
  const took = [...sent].flatMap(([userId, at]) => {
    const found = told.get(`segment.entered Pro ${userId}`);
    return found === undefined ? [] : [found.at - at];
  });
  report('data has come: from its acknowledgement to the webhook', took, flips);
} finally {
  await server.stop();
  receiver.close();
  await removeDataFolder(dataDir);
}

const load = {
  ...{ flips, apartMs },
  segments: Math.min(1_000, Number(values.segments)),
  rate: Math.min(10_000, Number(values.rate)),
};
const { verdict, page, visitor } = await measureUnderLoad(load);
const beside = `beside ${load.rate} items/s and ${load.segments} segments`;
report(`${beside}, from the acknowledgement to a verdict with it`, verdict, flips);
report(`${beside}, from the acknowledgement to the count at an open page`, page, flips);
report(`${beside}, from the acknowledgement to the page of the visitor`, visitor, flips);

function report(what: string, ms: readonly number[], expected: number): void {
  if (ms.length === 0) throw new Error(`Nobody was told: ${what}`);
  const [most, middle, p99] = [Math.max(...ms), median(ms), quantile(ms, 0.99)];
  console.log(
    `${what}: median ${middle.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, at most ${most.toFixed(0)} ms; ${ms.length} of ${expected} told`,
  );
}

async function addWebhook({ url }: RunningServer): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: url };
  const body = JSON.stringify(admin);
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers, body });
  const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const created = await fetch(`${url}/api/projects/${projectId}/webhooks`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({
      url: `http://127.0.0.1:${port}/`,
      events: ['segment.entered', 'segment.left'],
    }),
  });
  if (created.status !== 201) throw new Error(await created.text());
}

async function addSegments({ call }: RunningServer): Promise<void> {
  const window = { operator: 'inLast', amount: 1, unit: 'minute' };
  const visited = { type: 'event', source: 'api', name: 'visit', window };
  const common = { type: 'attribute', source: 'custom', key: 'plan', kind: 'string' };
  for (const [name, child] of [
    ['Visitors', visited],
    ['Pro', { ...common, operator: 'is', value: ['Pro'] }],
  ] as const) {
    const conditions = { type: 'group', match: 'all', children: [child] };
    await call('POST', `/api/projects/${projectId}/segments`, { name, conditions });
  }
}
