import type { SegmentBody } from '@muster/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allOf, isOneOf } from '../http/test-house.ts';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../muster-process.ts';
import { asAdmin, createWebhook } from './create-webhook.ts';
import { openReceiver, type Receiver } from './receiver.ts';

// A server that is killed again and again while it tells of what it has acknowledged.

const environment = {
  MUSTER_LOG_LEVEL: 'error',
  MUSTER_PRIVATE_WEBHOOKS: 'yes',
  ...asAdmin,
};

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

it('tells of everything that was acknowledged, with one id each', async () => {
  await createWebhook(server, receiver.url, ['segment.created']);
  const acknowledged = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    // It is killed while some of these are under way: one in three is never answered.
    let answers = 0;
    receiver.answer((response) => {
      answers += 1;
      if (answers % 3 !== 0) response.writeHead(200).end();
    });
    for (let count = 0; count < 15; count += 1) {
      const segment = await server.call<SegmentBody>(
        'POST',
        `/api/projects/${projectId}/segments`,
        {
          name: `Segment ${round} ${count}`,
          conditions: allOf(isOneOf('plan', 'Pro')),
        },
      );
      acknowledged.add(segment.id);
    }
    await server.stop('SIGKILL');
    server = await startServer(dataDir, environment);
  }
  receiver.answer((response) => response.writeHead(200).end());
  const arrived = () =>
    new Map(
      receiver.received.map(({ body, headers }) => {
        const { data } = JSON.parse(body) as { data: { segment: { id: string } } };
        return [data.segment.id, headers['webhook-id']];
      }),
    );
  await expect.poll(() => arrived().size).toBe(acknowledged.size);
  expect(new Set(arrived().keys())).toEqual(acknowledged);
  // However often each came.
  const pairs = new Set(
    receiver.received.map(
      ({ body, headers }) => `${JSON.parse(body).data.segment.id} ${headers['webhook-id']}`,
    ),
  );
  expect(pairs.size).toBe(acknowledged.size);
}, 240_000);
