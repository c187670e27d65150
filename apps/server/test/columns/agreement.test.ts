import { toEventRow, toUserRow } from '@muster/conditions';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
import type { IndexEngines } from '../../src/index/engine.ts';
import { createLedgers, createTables } from '../../src/index/schema.ts';
import type { IndexQuestions } from '../../src/modules/audience/ask-index.ts';
import { createColumnLoader } from '../../src/modules/columns/column-loader.ts';
import { createPopulation, type Population } from '../../src/modules/columns/population.ts';
import { type Bitset, hasBit, toBitset } from '../../src/modules/membership/bitset.ts';
import type { LoggedChange } from '../../src/store/read-change.ts';
import { type TestEngineKind, type TestIndexPlace, useTestEngines } from '../index/test-engines.ts';

// What is kept in memory is asked the same as the evaluator: of columns that were read from the index, of columns that
// are as the log has made them, and of both.

const persons = 40;
const trees = 25;
const numbersOf = (count: number) => [...Array(count).keys()].map((i) => i + 1);

// The columns of a cluster are not kept.
const [kind] = useTestEngines(['chdb']);
let place: TestIndexPlace;
let engines: IndexEngines;
let projects = 0;
beforeAll(async () => {
  place = (kind as TestEngineKind).makePlace();
  engines = await place.open();
  const { indexer } = engines;
  for (const statement of [...createLedgers(indexer), ...createTables(1, '', indexer)]) {
    await indexer.execute(statement);
  }
});
afterAll(async () => {
  await engines.close();
  place.remove();
});

/** Everybody of whom that is said comes later: the index holds the others. */
async function fill(
  project: number,
  everybody: readonly Person[],
  comesLater: (number: number) => boolean,
  timeZone: string,
): Promise<void> {
  const users: string[] = [];
  const events: string[] = [];
  for (const [i, { profile, events: own }] of everybody.entries()) {
    const number = i + 1;
    if (comesLater(number)) continue;
    const row = { project, number, rev: 1, timeZone };
    users.push(toUserRow({ ...row, deleted: false, anonymousId: undefined, profile }));
    events.push(...own.map((event) => toEventRow({ ...event, ...row })));
  }
  if (users.length > 0) await engines.indexer.insert('users', Buffer.from(users.join('\n')));
  if (events.length > 0) await engines.indexer.insert('events', Buffer.from(events.join('\n')));
}

async function load(population: Population, project: number): Promise<void> {
  const { background: engine } = engines;
  const questions: IndexQuestions = {
    ask: (statement) => engine.query(statement),
    async readBlocks(statement, _, onBlock) {
      for await (const block of engine.streamBlocks(statement)) await onBlock(block);
    },
    waitForIndex: async () => 1,
  };
  const { signal } = new AbortController();
  const loader = createColumnLoader({
    ...{ questions, project, signal, logger: pino({ level: 'silent' }), allows: () => true },
    ...{ headPosition: async () => 1, lastNumber: () => persons },
  });
  while (population.wanted().length > 0) {
    loader.goOn({ population, position: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** What the log says of somebody who is new. */
function logOf(project: number, number: number, { events }: Person): LoggedChange {
  const rows = events.map((event, i) => ({ ...event, number, messageId: `${number}-${i}` }));
  return { position: number + 1, change: { type: 'events', project, events: rows as never } };
}

async function expectSame(
  { world, persons: everybody, segments, trees: asked }: Scenario,
  comesLater: (number: number) => boolean,
): Promise<void> {
  projects += 1;
  const project = projects;
  const { timeZone } = world.clock;
  await fill(project, everybody, comesLater, timeZone);
  const plans = resolveAll(toContext(world, segments), asked);
  const population = createPopulation();
  const everyone = toBitset(numbersOf(everybody.length));
  for (let ask = 0; ask < 2; ask += 1) expect(population.find(plans, everyone)).toBeUndefined();
  await load(population, project);
  for (const [i, person] of everybody.entries()) {
    const number = i + 1;
    if (!comesLater(number)) continue;
    population.takeIn([logOf(project, number, person)], new Map([[number, person]]));
  }
  const found = await waitFor(() => population.find(plans, everyone));
  const evaluated = evaluateAll(everybody, plans);
  for (const [j, tree] of asked.entries()) {
    const said = numbersOf(everybody.length).filter((number) => hasBit(found[j] as Bitset, number));
    const right = numbersOf(everybody.length).filter((number) => evaluated[number - 1]?.[j]);
    expect({ tree, said }).toEqual({ tree, said: right });
  }
}

async function waitFor<T>(look: () => Promise<T> | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 1));
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
