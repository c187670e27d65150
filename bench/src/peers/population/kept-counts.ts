import type { IndexEngine } from '../../../../apps/server/src/index/engine.ts';
import { createMembership } from '../../../../apps/server/src/modules/membership/membership.ts';
import {
  readEveryone,
  readFilling,
} from '../../../../apps/server/src/modules/membership/read-filling.ts';
import { resolveTrees } from '../../population/index-counter.ts';
import { benchNow } from '../../population/population.ts';
import { benchSegments } from '../../population/segments.ts';
import type { Counter } from './counter.ts';
import { askEngine } from './found-counts.ts';

/** The counts of saved segments as the server keeps them, filled from the index. */
export async function createKeptCounts(engine: IndexEngine): Promise<Counter> {
  const membership = createMembership(benchNow);
  const plans = resolveTrees(benchSegments.map(({ tree }) => tree));
  membership.define(new Map(benchSegments.map(({ id }, i) => [id, plans[i] ?? noPlan()])));
  const parts = { questions: askEngine(engine), project: 1, signal: new AbortController().signal };
  membership.fillEveryone(await readEveryone(parts));
  for (const [leaf, filling] of await readFilling(parts, membership.emptyLeaves())) {
    membership.fill(leaf, filling);
  }
  membership.step(benchNow, new Map(), []);
  const count = (place: number) => membership.count(benchSegments[place]?.id ?? '') ?? Number.NaN;
  return {
    name: 'ours, saved: the kept counts',
    says: benchSegments.map((_, place) => place),
    countEach: async (place) => count(place),
    countAll: async () => benchSegments.map((_, place) => count(place)),
  };
}

function noPlan(): never {
  throw new Error('Each segment has a plan.');
}
