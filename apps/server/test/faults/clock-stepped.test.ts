import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectId } from '../muster-process.ts';
import { isLong } from './extent.ts';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';
import { findFault, readProgress } from './judge.ts';
import { questions } from './questions.ts';

// The clock of the machine is set, forth and back, while clients send and ask.

const hourMs = 3_600_000;
const short = [6, -6, 0];
const steps = isLong ? [...short, 20, 1, -20, 0.5, -0.5, 12, 0] : short;

let house: FaultHouse;
let file: string;

function setClock(hoursAhead: number): void {
  // By rename: who reads it meets all of the old or of the new text.
  writeFileSync(`${file}.new`, String(hoursAhead * hourMs));
  renameSync(`${file}.new`, file);
}

beforeAll(async () => {
  house = await openFaultHouse({ name: 'clock stepped', restMs: 5 });
  file = join(house.dataDir, 'clock');
  setClock(0);
  const preload = new URL('./stepped-clock.mjs', import.meta.url).href;
  await house.start({ NODE_OPTIONS: `--import ${preload}`, MUSTER_FAULTS_CLOCK: file });
});
afterAll(() => house.remove());

test('whatever the clock is set to, nothing is lost and audiences are right as of it', {
  timeout: 600_000,
}, async () => {
  const { load } = house;
  const { call } = await house.server();
  const saved = questions.filter(({ conditions }) => conditions.children.length > 0);
  for (const { name, conditions } of saved) {
    await call('POST', `/api/projects/${projectId}/segments`, { name, conditions });
  }
  for (const hours of steps) {
    load.start();
    // Until the counts of segments are kept: they follow the clock, too.
    await call('GET', `/api/projects/${projectId}/segments`);
    const { requests, answers } = load.report;
    setClock(hours);
    await expect.poll(() => load.report.requests).toBeGreaterThan(requests + 30);
    await expect.poll(() => load.report.answers).toBeGreaterThan(answers + 10);
    await house.check();
    const now = Date.now() + hours * hourMs;
    const { segments } = await call<{ segments: { name: string; audience: number }[] }>(
      'GET',
      `/api/projects/${projectId}/segments`,
    );
    for (const question of saved) {
      const count = segments.find(({ name }) => name === question.name)?.audience ?? Number.NaN;
      const answer = { count, now };
      expect(findFault(load.clients, question, answer, readProgress(load.clients))).toBeUndefined();
    }
  }
  const { requests, answers } = load.report;
  console.info(`clock set ${steps.length} times: ${requests} requests, ${answers} answers`);
});
