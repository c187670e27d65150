import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectFollower } from '../../../apps/server/src/modules/membership/follow-project.ts';
import { measure, median, quantile } from '../measure/statistics.ts';
import { resolveTrees } from './index-counter.ts';
import { benchSegments } from './segments.ts';

/** The twelve segments of the benchmark, as conditions that nobody has saved, all in one question. */
const ask = (follower: ProjectFollower) =>
  follower.find(resolveTrees(benchSegments.map(({ tree }) => tree)));

/** Asks until the answer comes from memory; says how long that took and how long others waited meanwhile. */
export async function askUntilKnown(follower: ProjectFollower): Promise<void> {
  const held = follower.bytes;
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const { ms } = await measure(async () => {
    while ((await ask(follower)) === undefined) await sleep(20);
  });
  delays.disable();
  const [p99, most] = [delays.percentile(99), delays.max].map((ns) => (ns / 1e6).toFixed(0));
  const megabytes = ((follower.bytes - held) / 1024 / 1024).toFixed(0);
  console.log(
    `not saved: answered from memory after ${(ms / 1000).toFixed(1)} s, ${megabytes} MB more; the thread was kept for ${p99} ms (p99), ${most} ms at most`,
  );
  const times: number[] = [];
  for (let round = 0; round < 21; round += 1) times.push((await measure(() => ask(follower))).ms);
  console.log(
    `the twelve not saved ones, one after the other: ${median(times).toFixed(0)} ms (median)`,
  );
}

/** The same question again and again while `isOver` says no; says how often the index would have been asked. */
export async function askWhile(follower: ProjectFollower, isOver: () => boolean): Promise<void> {
  const times: number[] = [];
  let missed = 0;
  while (!isOver()) {
    const { ms, result } = await measure(() => ask(follower));
    if (result === undefined) missed += 1;
    else times.push(ms);
    await sleep(100);
  }
  console.log(
    `the twelve not saved ones meanwhile: ${median(times).toFixed(0)} ms (median), ${quantile(times, 0.99).toFixed(0)} ms (p99); not known ${missed} times of ${times.length + missed}`,
  );
}
