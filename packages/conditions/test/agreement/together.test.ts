import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEventLookup } from '../../src/event-lookup.ts';
import { movePlan } from '../../src/move-plan.ts';
import { prepare, prepareForAnyTime } from '../../src/prepare.ts';
import { arbitraryMovingTree } from '../arbitrary-moving-tree.ts';
import type { World } from './arbitrary-world.ts';
import { triesTimeoutMs, tryMany } from './runs.ts';
import { anyTrees, arbitraryScenario, exactly, resolveAll, toContext } from './scenario.ts';

// Plans that are prepared together share what they read and what they say alike. That must not be seen.

const trees = (world: World) =>
  fc
    .tuple(anyTrees(6)(world), exactly(6, arbitraryMovingTree(world)))
    .map(([any, moving]) => [...any, ...moving]);

test(
  'plans prepared together answer as each does alone, then and at any other time',
  async () => {
    await tryMany(arbitraryScenario(20, trees), 20, async ({ world, persons, segments, trees }) => {
      const again = structuredClone(trees).reverse();
      const plans = resolveAll(toContext(world, segments), [...trees, ...again]);
      const judgeAt = prepareForAnyTime(plans);
      const { now } = world.clock;
      for (const at of [undefined, now, now - 1, now + 3_600_000, now + 40 * 86_400_000]) {
        const alone = plans.map((plan) => prepare(at === undefined ? plan : movePlan(plan, at)));
        for (const { profile, events } of persons) {
          const lookup = toEventLookup(events);
          const isIn = judgeAt(at)(profile, lookup);
          expect(plans.map((_, i) => isIn(i))).toEqual(
            alone.map((evaluator) => evaluator(profile, lookup)),
          );
        }
      }
    });
  },
  triesTimeoutMs,
);
