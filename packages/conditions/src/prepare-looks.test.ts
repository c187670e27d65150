import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { arbitraryScenario, exactly, toContext } from '../test/agreement/scenario.ts';
import { arbitraryMovingTree } from '../test/arbitrary-moving-tree.ts';
import { noLookup, person } from '../test/build-person.ts';
import { all, context } from '../test/build-tree.ts';
import { toEventLookup } from './event-lookup.ts';
import { nextChange, nextPossibleChange } from './next-change.ts';
import type { Plan, ValidPlan } from './plan.ts';
import { prepareForAnyTime } from './prepare.ts';
import { prepareLooks } from './prepare-looks.ts';
import { createResolver } from './resolve.ts';
import type { TreeNode } from './tree.ts';

const dayMs = 86_400_000;

function isValid(plan: Plan): plan is ValidPlan {
  return plan.valid;
}

test('many plans together say of a user what each alone says, at one instant after another', () => {
  let found = 0;
  let members = 0;
  fc.assert(
    fc.property(
      arbitraryScenario(2, (world) => exactly(4, arbitraryMovingTree(world))),
      fc.integer({ min: 0, max: 40 }),
      (scenario, days) => {
        const { world, segments: saved, trees, persons } = scenario;
        const resolver = createResolver(toContext(world, saved));
        const plans = trees.map((tree) => resolver.resolve(tree)).filter(isValid);
        const looks = prepareLooks(plans);
        const { now } = world.clock;
        const later = now + days * dayMs;
        for (const { profile, events } of persons) {
          const everything = toEventLookup(events);
          const look = looks.look(profile, everything, now);
          const lookLater = looks.look(profile, everything, later);
          for (const [i, plan] of plans.entries()) {
            const aloneAt = prepareForAnyTime([plan]);
            for (const [at, own] of [
              [now, look],
              [later, lookLater],
            ] as const) {
              const verdict = aloneAt(at)(profile, everything)(0);
              expect(looks.isIn(own, i)).toBe(verdict);
              if (verdict) members += 1;
            }
            const alone = nextPossibleChange(plan, profile, everything, later);
            expect(looks.nextChange(look, i, later)).toBe(alone ?? Number.POSITIVE_INFINITY);
            if (alone !== null) found += 1;
            const change = nextChange(plan, profile, everything);
            if (change !== null) expect(looks.nextChange(look, i, now)).toBeLessThanOrEqual(change);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(found).toBeGreaterThan(100);
  expect(members).toBeGreaterThan(100);
});

test('a date is read once for the verdicts of all plans and for when they may change', () => {
  const renewal = { type: 'attribute', source: 'custom', key: 'renewal', kind: 'date' } as const;
  const inNext = (amount: number): TreeNode => {
    return { ...renewal, operator: 'inNext', value: { amount, unit: 'day' } };
  };
  const { now } = context();
  const resolver = createResolver(context());
  const plans = [1, 2, 30].map((days) => resolver.resolve(all(inNext(days)))).filter(isValid);
  const date = new Date(now + 1.5 * dayMs).toISOString();
  const attributes = new Map([['renewal', date]]);
  const get = vi.spyOn(attributes, 'get');
  const looks = prepareLooks(plans);
  const look = looks.look({ ...person(), attributes }, noLookup, now);
  expect(plans.map((_, i) => looks.isIn(look, i))).toEqual([false, true, true]);
  const changes = plans.map((_, i) => (looks.nextChange(look, i, now) - now) / dayMs);
  expect(changes).toEqual([0.5, 1.5, 1.5]);
  expect(get).toHaveBeenCalledTimes(1);
});
