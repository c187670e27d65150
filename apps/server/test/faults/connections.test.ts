import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { apiKey, projectId } from '../muster-process.ts';
import { isLong } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';

// Connections that nobody should make: too many, and those that never come to an end.

const stormConnections = isLong ? 4_000 : 1_000;

let house: FaultHouse;
let sockets: Socket[];

beforeAll(async () => {
  house = await openFaultHouse({ name: 'connections', restMs: 10 });
  // A test has one address for all, which would be too much for one browser.
  await house.start({ MUSTER_SDK_ADDRESS_RATE: '0' });
  sockets = [];
});
afterEach(async () => {
  await house.load.pause();
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => house.remove());

async function open(text: string): Promise<Socket> {
  const { url } = await house.server();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  // A server may close what it does not like.
  socket.on('error', () => undefined);
  sockets.push(socket);
  socket.write(text);
  return socket;
}

const post = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nhost: muster\r\nx-api-key: ${apiKey}\r\ncontent-length: ${length}\r\n\r\n`;

/** So many requests of clients are taken, and none is refused. */
async function expectUndisturbed(requests: number): Promise<void> {
  const { report } = house.load;
  const { requests: before } = report;
  await expect.poll(() => report.requests, { timeout: 120_000 }).toBeGreaterThan(before + requests);
  expect(report.repeats).toEqual(new Map());
}

test('who sends a byte now and then, or nothing at all, keeps nobody out', async () => {
  house.load.start();
  await expectUndisturbed(10);
  const path = `/sdk/v1/projects/${projectId}/commands`;
  const begun = [
    // Together they announce more than the server would hold.
    ...Array.from({ length: 30 }, () => post('/sse/webhook', 10_000_000)),
    ...Array.from({ length: 300 }, () => post(path, 262_144)),
    ...Array.from({ length: 100 }, () => 'POST /sse/webhook HTTP/1.1\r\nx-api-'),
    ...Array.from({ length: 100 }, () => ''),
  ];
  const slow = await Promise.all(begun.map(open));
  const dripping = setInterval(() => {
    for (const socket of slow.slice(0, 330)) socket.write(' ');
  }, 100);
  try {
    await expectUndisturbed(100);
    const { url } = await house.server();
    // Large enough not to be read in one piece.
    const padding = ' '.repeat(100_000);
    const body = JSON.stringify({ as: 'browser-xxxxxxxxxxxxxxxx', ask: ['segments'], padding });
    const asked = await fetch(`${url}${path}`, { method: 'POST', body });
    expect([asked.status, await asked.json()]).toMatchObject([200, { segments: [] }]);
  } finally {
    clearInterval(dripping);
  }
  await house.check();
});

test('a storm of connections is answered, and leaves nothing behind', async () => {
  const { child } = await house.server();
  const countFiles = () => readdirSync(`/proc/${child.pid}/fd`).length;
  house.load.start();
  await expectUndisturbed(10);
  const before = countFiles();
  const request = 'GET /healthz HTTP/1.1\r\nhost: muster\r\nconnection: close\r\n\r\n';
  const storm = await Promise.all(Array.from({ length: stormConnections }, () => open(request)));
  const answers = await Promise.all(
    storm.map(async (socket) => {
      let text = '';
      for await (const chunk of socket) text += chunk;
      return text;
    }),
  );
  expect(answers.filter((text) => text.startsWith('HTTP/1.1 200'))).toHaveLength(stormConnections);
  await expectUndisturbed(50);
  // The files of stores and parts come and go a little.
  await expect.poll(countFiles).toBeLessThan(before + 100);
  const found = await house.check();
  console.info(`${stormConnections} connections at once: ${found}`);
});
