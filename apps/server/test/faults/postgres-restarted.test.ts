import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../postgres.ts';
import { isLong } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';

// PostgreSQL crashes and comes back while clients send and ask.

const restarts = isLong ? 20 : 3;

let postgres: Postgres;
let house: FaultHouse;

beforeAll(async () => {
  postgres = await startPostgres();
  const environment = { DATABASE_URL: await postgres.createDatabase() };
  house = await openFaultHouse({ name: 'PostgreSQL restarted', environment });
  await house.start();
});
afterAll(async () => {
  await house?.remove();
  await postgres?.stop();
});

test('a server whose PostgreSQL crashes loses nothing and goes on by itself', {
  timeout: 600_000,
}, async () => {
  const { chance, load } = house;
  let found = '';
  for (let round = 1; round <= restarts; round += 1) {
    load.start();
    await sleep(chance.below(1_000));
    await postgres.restart();
    const { requests } = load.report;
    await expect
      .poll(() => load.report.requests, { timeout: 120_000 })
      .toBeGreaterThan(requests + 10);
    found = await house.check();
  }
  expect((await house.server()).child.exitCode).toBe(null);
  console.info(`PostgreSQL restarted ${restarts} times: ${found}`);
});
