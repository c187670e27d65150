import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClickhouseServer, startClickhouseServer } from '../clickhouse-server.ts';
import { everybody } from './everybody.ts';
import { isLong } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';
import { readLag } from './read-lag.ts';

// ClickHouse goes while clients send and ask, and comes back after some seconds, or five minutes.

const awayMs = isLong ? 300_000 : 3_000;

let clickhouse: ClickhouseServer;
let house: FaultHouse;

beforeAll(async () => {
  clickhouse = await startClickhouseServer();
  const environment = { CLICKHOUSE_URL: clickhouse.url() };
  house = await openFaultHouse({ name: 'ClickHouse away', environment, restMs: 20 });
});
afterAll(async () => {
  await house?.remove();
  await clickhouse?.stop();
});

test('a server without its ClickHouse takes in, says how far behind it is, and catches up', {
  timeout: 900_000,
}, async () => {
  const { load } = house;
  await house.start();
  load.start();
  await expect.poll(() => load.report.answers).toBeGreaterThan(10);
  await house.check();
  load.start();
  await clickhouse.kill();
  await expect.poll(async () => (await readLag(house)).state).toBe('failing');
  const { requests, answers } = load.report;
  const since = performance.now();
  const before = await readLag(house);
  await expect
    .poll(() => load.report.requests, { timeout: 120_000 })
    .toBeGreaterThan(requests + 100);
  await expect
    .poll(async () => (await readLag(house)).seconds * 1000 >= awayMs, {
      timeout: awayMs + 120_000,
    })
    .toBe(true);
  const later = await readLag(house);
  expect(later).toMatchObject({ status: 503, state: 'failing', isUsable: 0 });
  expect(later.behind).toBeGreaterThan(before.behind + 50);
  expect(later.changes).toBeGreaterThan(before.changes + 50);
  // Nobody was told a number.
  expect(load.report.answers).toBe(answers);
  const server = await house.server();
  const asked = await fetch(`${server.url}/api/projects/demo/audience/count`, everybody);
  expect([asked.status, await asked.json()]).toMatchObject([
    503,
    { code: 'index_unavailable', detail: expect.stringMatching(/\d+ changes behind/) },
  ]);

  // A start meets no index either, and takes in all the same.
  await house.kill();
  await house.start();
  const { requests: sofar } = load.report;
  await expect.poll(() => load.report.requests).toBeGreaterThan(sofar + 20);
  const awaySeconds = Math.round((performance.now() - since) / 1000);

  await clickhouse.start();
  await expect.poll(async () => (await readLag(house)).status, { timeout: 120_000 }).toBe(200);
  await expect.poll(() => load.report.answers).toBeGreaterThan(answers);
  const found = await house.check();
  console.info(`ClickHouse away for ${awaySeconds} s: ${found}`);
});
