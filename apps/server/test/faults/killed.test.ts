import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rounds } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';

// `kill -9` while clients send and ask, at a random instant, also of a start, and of making the index anew.

let house: FaultHouse;

beforeAll(async () => {
  house = await openFaultHouse({ name: 'killed' });
});
afterAll(() => house.remove());

test('a server that is killed again and again loses nothing and answers nothing wrong', {
  timeout: 900_000,
}, async () => {
  const { chance, load } = house;
  let found = '';
  for (let round = 1; round <= rounds; round += 1) {
    if (chance.oneIn(4)) await house.killInStart(chance.below(500));
    await house.start();
    load.start();
    if (chance.oneIn(4)) house.runTask('rebuild').catch(() => undefined);
    await sleep(chance.below(1_500));
    await house.kill();
    await house.start();
    found = await house.check();
    await house.kill();
  }
  const { requests, answers, repeats } = load.report;
  console.info(`killed ${rounds} times: ${found}, ${requests} requests, ${answers} answers`);
  expect(answers).toBeGreaterThan(rounds * 14);
  expect(repeats.get(0)).toBeGreaterThan(0);
});
