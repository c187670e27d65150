import { evaluateAll, type TestIndex } from './both-engines.ts';
import { type Case, contextOf, writeCase } from './case.ts';
import { resolveAll, type Scenario, toContext } from './scenario.ts';
import { minimise } from './simplify-case.ts';

/**
 * Asks both engines about everybody. Where they differ about someone, throws with the smallest tree
 * and person about whom they do.
 */
export async function expectAgreement(index: TestIndex, scenario: Scenario): Promise<void> {
  const { world, persons, segments, trees } = scenario;
  const plans = resolveAll(toContext(world, segments), trees);
  const evaluated = evaluateAll(persons, plans);
  const asked = await index.ask(await index.fill(persons, world.clock.timeZone), plans);
  if (asked.length !== persons.length) throw new Error(`${asked.length} users in the index.`);
  for (const [i, person] of persons.entries()) {
    for (const [j, tree] of trees.entries()) {
      if (asked[i]?.[j] === evaluated[i]?.[j]) continue;
      await reportDisagreement(index, { clock: world.clock, tree, segments, person });
    }
  }
}

/** What both engines answer to the case. */
export async function answer(index: TestIndex, { clock, ...rest }: Case) {
  const plans = resolveAll(contextOf({ clock, ...rest }), [rest.tree]);
  const project = await index.fill([rest.person], clock.timeZone);
  const [asked] = await index.ask(project, plans);
  const [evaluated] = evaluateAll([rest.person], plans);
  return { evaluated: evaluated?.[0], asked: asked?.[0] };
}

async function reportDisagreement(index: TestIndex, found: Case): Promise<never> {
  const smallest = await minimise(found, async (candidate) => {
    const { evaluated, asked } = await answer(index, candidate);
    return evaluated !== asked;
  });
  const { evaluated, asked } = await answer(index, smallest);
  throw new Error(
    `The evaluator says ${evaluated}, ClickHouse says ${asked}. Add this to regressions.ts:\n` +
      writeCase(smallest),
  );
}
