import type { TreeNode } from '@muster/conditions';
import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allOf, isOneOf } from '../http/test-house.ts';
import type { MoveMessage } from '../membership/hear-moves.ts';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../muster-process.ts';
import { asAdmin, createWebhook } from './create-webhook.ts';
import { openReceiver, type Receiver } from './receiver.ts';

// A server that is killed again and again while people enter and leave, because of data and of time.

const environment = {
  MUSTER_LOG_LEVEL: 'error',
  MUSTER_PRIVATE_WEBHOOKS: 'yes',
  ...asAdmin,
};
const minute = 60_000;

let dataDir: string;
let receiver: Receiver;
let server: RunningServer;

beforeAll(async () => {
  dataDir = await makeDataFolder();
  receiver = await openReceiver();
  server = await startServer(dataDir, environment);
});
afterAll(async () => {
  await server.stop('SIGKILL');
  await receiver.close();
  await removeDataFolder(dataDir);
});

const patiently = { timeout: 60_000, interval: 50 };

const join = (userId: string, plan: string) => ({ type: 'identify', userId, traits: { plan } });
const visit = (userId: string, at: number) => {
  return { type: 'track', userId, event: 'visit', timestamp: new Date(at).toISOString() };
};

async function createSegment(name: string, node: TreeNode): Promise<string> {
  const body = { name, conditions: allOf(node) };
  const path = `/api/projects/${projectId}/segments`;
  return (await server.call<SegmentBody>('POST', path, body)).id;
}

/** Each message once, in the order in which they came first. */
function listMessages(segmentId: string, userId: string): MoveMessage[] {
  const byId = new Map<unknown, MoveMessage>();
  for (const { headers, body } of receiver.received) {
    const id = headers['webhook-id'];
    if (!byId.has(id)) byId.set(id, JSON.parse(body));
  }
  return [...byId.values()].filter(
    ({ data }) => data.segment.id === segmentId && data.user.id === userId,
  );
}

it('tells each who enters and leaves once, in order, with the very instant', async () => {
  const pro = await createSegment('Pro', isOneOf('plan', 'Pro'));
  const lately = await createSegment('Here lately', {
    type: 'event',
    source: 'api',
    name: 'visit',
    window: { operator: 'inLast', amount: 1, unit: 'minute' },
  } as TreeNode);
  await createWebhook(server, receiver.url, ['segment.entered', 'segment.left']);
  // What was so before it is listened for is no news: somebody enters until that is heard.
  let probes = 0;
  await expect
    .poll(async () => {
      probes += 1;
      await server.call('POST', '/sse/webhook', [join(`probe-${probes}`, 'Pro')]);
      return receiver.received.length;
    }, patiently)
    .toBeGreaterThan(0);

  const users = Array.from({ length: 20 }, (_, i) => `user-${i}`);
  const visits = new Map<string, number>();
  for (const plan of ['Pro', 'Free', 'Pro']) {
    for (const userId of users) {
      const isFirst = !visits.has(userId);
      // Some leave again while nobody is there.
      const at = Date.now() - minute + 1_000 + 100 * visits.size;
      if (isFirst) visits.set(userId, at);
      const items = [join(userId, plan), ...(isFirst ? [visit(userId, at)] : [])];
      await server.call('POST', '/sse/webhook', items);
    }
    await server.stop('SIGKILL');
    server = await startServer(dataDir, environment);
  }
  const untilAll = (isDone: (userId: string) => boolean) =>
    expect.poll(() => users.filter((userId) => !isDone(userId)), patiently).toEqual([]);
  const typesOf = (segmentId: string, userId: string) =>
    listMessages(segmentId, userId).map(({ type }) => type);
  await untilAll((userId) => typesOf(pro, userId).at(-1) === 'segment.entered');
  await untilAll((userId) => typesOf(lately, userId).at(-1) !== 'segment.entered');
  for (const userId of users) {
    const types = typesOf(pro, userId);
    const expected = types.map((_, i) => (i % 2 === 0 ? 'segment.entered' : 'segment.left'));
    expect({ userId, types }).toEqual({ userId, types: expected });
    // Where she was gone before anybody had looked, there is nothing to tell.
    const messages = listMessages(lately, userId);
    expect([0, 2]).toContain(messages.length);
    const left = new Date((visits.get(userId) ?? 0) + minute).toISOString();
    if (messages.length === 0) continue;
    expect(messages).toMatchObject([
      { type: 'segment.entered', data: { cause: { type: 'data' } } },
      { type: 'segment.left', timestamp: left, data: { cause: { type: 'time' } } },
    ]);
  }
}, 240_000);
