import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Group } from '../../src/tree.ts';
import { evaluateAll, openTestIndex, type TestIndex } from './both-engines.ts';
import { listLaws, saveForLaws } from './laws.ts';
import { triesTimeoutMs, tryMany } from './runs.ts';
import { anyTrees, arbitraryScenario, resolveAll, type Scenario, toContext } from './scenario.ts';

// What must hold of either engine by itself: no oracle is needed, and no mistake that both make
// alike hides from it.

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());

const pairs = 4;
const scenario = arbitraryScenario(40, anyTrees(2 * pairs));

test(
  'negation, De Morgan, order, brackets, saving and nesting',
  async () => {
    await tryMany(fc.tuple(scenario, fc.nat()), 8, async ([given, choice]) => {
      for (let pair = 0; pair < pairs; pair++) await expectLaws(given, pair, choice);
    });
  },
  triesTimeoutMs,
);

async function expectLaws(given: Scenario, pair: number, choice: number): Promise<void> {
  const { world, persons, segments, trees } = given;
  const [a, b] = trees.slice(2 * pair) as [Group, Group];
  const laws = listLaws(a, b, segments, choice);
  const context = toContext(world, saveForLaws(a, b, segments));
  const asked = laws.flatMap(({ tree, audience }) =>
    typeof audience === 'string' ? [tree] : [tree, audience.of],
  );
  const plans = resolveAll(context, asked);
  const project = await index.fill(persons, world.clock.timeZone);
  const engines = {
    evaluator: evaluateAll(persons, plans),
    ClickHouse: await index.ask(project, plans),
  };
  for (const [engine, verdicts] of Object.entries(engines)) {
    for (const { name, tree, audience } of laws) {
      const audienceOf = (of: Group) => verdicts.map((row) => row[asked.indexOf(of)]);
      const expected =
        typeof audience === 'string'
          ? persons.map(() => audience === 'everybody')
          : audienceOf(audience.of);
      expect(audienceOf(tree), `${engine}: ${name}, A being ${JSON.stringify(a)}`).toEqual(
        expected,
      );
    }
  }
}

test(
  'a count is the length of the list',
  async () => {
    await tryMany(scenario, 8, async ({ world, persons, segments, trees }) => {
      const plans = resolveAll(toContext(world, segments), trees);
      const project = await index.fill(persons, world.clock.timeZone);
      const evaluated = evaluateAll(persons, plans);
      const counts = await index.count(project, plans);
      for (const [i, plan] of plans.entries()) {
        const members = persons.flatMap((_, number) => (evaluated[number]?.[i] ? [number] : []));
        expect(await index.list(project, plan)).toEqual(members);
        expect(counts[i]).toBe(members.length);
      }
    });
  },
  triesTimeoutMs,
);
