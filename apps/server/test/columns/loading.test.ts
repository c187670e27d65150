import { expect, test } from 'vitest';
import { makePerson } from '../../../../packages/conditions/test/agreement/case.ts';
import { resolveAll } from '../../../../packages/conditions/test/agreement/scenario.ts';
import { createPopulation } from '../../src/modules/columns/population.ts';
import { countBits, toBitset } from '../../src/modules/membership/bitset.ts';
import { allOf, isOneOf } from '../http/test-house.ts';
import { did } from '../membership/happenings.ts';
import { useColumnHouse } from './column-house.ts';

const house = useColumnHouse();
const now = Date.UTC(2026, 5, 1);
const users = 3_000;
const numbers = [...Array(users).keys()].map((i) => i + 1);
const everyone = toBitset(numbers);
const [short, long, bought] = resolveAll(
  { now, timeZone: 'UTC', segments: new Map(), experiences: new Map(), imports: new Set() },
  [isOneOf('plan', 'Pro'), isOneOf('notes', 'n 7'.padEnd(600, '.')), did('buy', 1, 'day')].map(
    (node) => allOf(node),
  ),
);
const everybody = numbers.map((i) =>
  makePerson({
    attributes: [
      ['plan', i % 2 === 0 ? 'Pro' : 'Free'],
      ['notes', `n ${i}`.padEnd(600, '.')],
    ],
    events: [...Array(20).keys()].map(() => ({
      ...{ source: 'api', name: 'buy', at: '2026-05-31T12:00:00Z' },
      properties: [],
    })),
  }),
);

test('what is larger than there is room for is left to the index, and nothing else is', async () => {
  const population = createPopulation();
  const project = await house.fill(everybody, 'UTC');
  const asked = [short, long, bought].flatMap((plan) => plan ?? []);
  const room = 500_000;
  const load = () =>
    house.load(population, project, users, (bytes) => population.bytes() + bytes < room);
  const find = async () => {
    const counts: (number | undefined)[] = [];
    for (const plan of asked) {
      const [found] = (await population.find([plan], everyone)) ?? [];
      counts.push(found && countBits(found));
    }
    return counts;
  };
  for (let round = 0; round < 6; round += 1) {
    await find();
    await load();
  }
  expect(await find()).toEqual([1_500, undefined, undefined]);
  expect(population.bytes()).toBeLessThan(room);
  expect(population.wanted()).toEqual([]);
});
