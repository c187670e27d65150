import { expect, test } from 'vitest';
import type { Person } from '../../../../packages/conditions/test/agreement/arbitrary-person.ts';
import { evaluateAll } from '../../../../packages/conditions/test/agreement/both-engines.ts';
import { triesTimeoutMs, tryMany } from '../../../../packages/conditions/test/agreement/runs.ts';
import {
  anyTrees,
  arbitraryScenario,
  resolveAll,
  type Scenario,
  toContext,
} from '../../../../packages/conditions/test/agreement/scenario.ts';
import { createPopulation } from '../../src/modules/columns/population.ts';
import { type Bitset, hasBit, toBitset } from '../../src/modules/membership/bitset.ts';
import type { LoggedChange } from '../../src/store/read-change.ts';
import { useColumnHouse } from './column-house.ts';

// What is kept in memory is asked the same as the evaluator: of columns that were read from the index, of columns that
// are as the log has made them, and of both.

const persons = 40;
const trees = 25;
const numbersOf = (count: number) => [...Array(count).keys()].map((i) => i + 1);

const house = useColumnHouse();

/** What the log says of somebody who is new. */
function logOf(project: number, number: number, { events }: Person): LoggedChange {
  const rows = events.map((event, i) => ({ ...event, number, messageId: `${number}-${i}` }));
  return { position: number + 1, change: { type: 'events', project, events: rows as never } };
}

async function expectSame(
  { world, persons: everybody, segments, trees: asked }: Scenario,
  comesLater: (number: number) => boolean,
): Promise<void> {
  const project = await house.fill(everybody, world.clock.timeZone, comesLater);
  const plans = resolveAll(toContext(world, segments), asked);
  const population = createPopulation();
  const everyone = toBitset(numbersOf(everybody.length));
  for (let ask = 0; ask < 2; ask += 1) expect(population.find(plans, everyone)).toBeUndefined();
  await house.load(population, project, persons);
  for (const [i, person] of everybody.entries()) {
    const number = i + 1;
    if (!comesLater(number)) continue;
    population.takeIn([logOf(project, number, person)], new Map([[number, person]]));
  }
  const found = (await population.find(plans, everyone)) ?? [];
  const evaluated = evaluateAll(everybody, plans);
  for (const [j, tree] of asked.entries()) {
    const said = numbersOf(everybody.length).filter((number) => hasBit(found[j] as Bitset, number));
    const right = numbersOf(everybody.length).filter((number) => evaluated[number - 1]?.[j]);
    expect({ tree, said }).toEqual({ tree, said: right });
  }
}

test.each([
  ['that were read from the index', () => false],
  ['that the log has made', () => true],
  ['of both kinds', (number: number) => number % 3 === 0],
])(
  'columns %s say what the evaluator says',
  async (_, comesLater) => {
    await tryMany(arbitraryScenario(persons, anyTrees(trees)), 12, (scenario) =>
      expectSame(scenario, comesLater),
    );
  },
  triesTimeoutMs,
);
