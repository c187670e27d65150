import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createRepeatedWork } from '../../src/peers/repeated-work.ts';

function begin(work: () => Promise<void>, everyMs = 1) {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  return { ...createRepeatedWork({ everyMs, work, logger, failure: 'it broke' }), lines };
}

test('Work that fails is logged, and tried again', async () => {
  let turns = 0;
  const repeated = begin(async () => {
    turns += 1;
    if (turns === 1) throw new Error('once');
  });
  repeated.start();
  await expect.poll(() => turns).toBeGreaterThan(2);
  await repeated.stop();
  expect(repeated.lines).toEqual(['it broke; trying again']);
});

test('Work is done at once when it is notified, and by one loop however often it is started', async () => {
  let turns = 0;
  const repeated = begin(async () => {
    turns += 1;
  }, 3_600_000);
  repeated.start();
  repeated.start();
  await expect.poll(() => turns).toBe(1);
  repeated.notify();
  await expect.poll(() => turns).toBe(2);
  await repeated.stop();
  expect(turns).toBe(2);
});

test('Work that is stopped is told so, waited for, and does not say that it failed', async () => {
  let hasEnded = false;
  const repeated = begin(
    () =>
      new Promise((_, reject) => {
        repeated.signal.addEventListener('abort', () => {
          hasEnded = true;
          reject(repeated.signal.reason);
        });
      }),
  );
  repeated.start();
  await repeated.stop();
  expect([hasEnded, repeated.lines]).toEqual([true, []]);
});
