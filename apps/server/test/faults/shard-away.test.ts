import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ClickhouseCluster,
  type ClickhouseServer,
  startClickhouseCluster,
} from '../clickhouse-server.ts';
import { everybody } from './everybody.ts';
import { isLong } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';
import { readLag } from './read-lag.ts';

// One shard of a cluster is killed and started again, or hangs for a while, as clients send and ask.

const rounds = isLong ? 10 : 1;
/** What is to be taken in while it is away. */
const requestsMeanwhile = isLong ? 1_000 : 100;

let cluster: ClickhouseCluster;
let house: FaultHouse;

beforeAll(async () => {
  cluster = await startClickhouseCluster();
  const { urls, cluster: name = '' } = cluster.location();
  const environment = { CLICKHOUSE_URL: urls.join(','), CLICKHOUSE_CLUSTER: name };
  house = await openFaultHouse({ name: 'a shard away', environment, restMs: 20 });
  await house.start();
});
afterAll(async () => {
  await house?.remove();
  await cluster?.stop();
});

const ways: [string, (shard: ClickhouseServer) => unknown, (shard: ClickhouseServer) => unknown][] =
  [
    ['killed and started', (shard) => shard.kill(), (shard) => shard.start()],
    ['hanging for a while', (shard) => shard.pause(), (shard) => shard.resume()],
  ];

test.each(ways)(
  'with a shard %s all is taken in, and nobody is told a wrong number',
  {
    timeout: 900_000,
  },
  async (way, leave, comeBack) => {
    const { load, chance } = house;
    for (let round = 0; round < rounds; round += 1) {
      load.start();
      const asked = load.report.answers;
      await expect.poll(() => load.report.answers).toBeGreaterThan(asked + 10);
      const shard = chance.pick(cluster.servers);
      await leave(shard);
      await expect.poll(async () => (await readLag(house)).state).toBe('failing');
      const { answers, requests } = load.report;
      await expect
        .poll(() => load.report.requests, { timeout: 300_000 })
        .toBeGreaterThan(requests + requestsMeanwhile);
      expect(await readLag(house)).toMatchObject({ status: 503, state: 'failing', isUsable: 0 });
      // Two thirds would be a number, too.
      expect(load.report.answers).toBe(answers);
      const { url } = await house.server();
      const refused = await fetch(`${url}/api/projects/demo/audience/count`, everybody);
      expect([refused.status, await refused.json()]).toMatchObject([
        503,
        { code: 'index_unavailable', detail: expect.stringMatching(/\d+ changes behind/) },
      ]);
      await comeBack(shard);
      await expect.poll(async () => (await readLag(house)).status).toBe(200);
      await expect.poll(() => load.report.answers).toBeGreaterThan(answers);
      const found = await house.check();
      console.info(
        `A shard ${way}, round ${round + 1}: ${found}, ${load.report.requests} requests, ${load.report.answers} answers`,
      );
    }
  },
);
