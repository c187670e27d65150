import { createResolver, type TreeNode } from '@muster/conditions';
import { expect, test } from 'vitest';
import { makePerson } from '../../../../packages/conditions/test/agreement/case.ts';
import { createEventTable } from '../../src/modules/columns/event-table.ts';
import { createPopulation, type Population } from '../../src/modules/columns/population.ts';
import { createValueColumn, writeValue } from '../../src/modules/columns/value-column.ts';
import { countBits, firstBits, toBitset, writeBit } from '../../src/modules/membership/bitset.ts';
import type { Change } from '../../src/store/store.ts';
import { isOneOf } from '../http/test-house.ts';
import { did } from '../membership/happenings.ts';

const now = Date.UTC(2026, 4, 1);
const everyone = toBitset([1, 2, 3]);
const resolver = createResolver({
  ...{ now, timeZone: 'UTC', segments: new Map(), experiences: new Map(), imports: new Set() },
});
const plan = (node: TreeNode) =>
  resolver.resolve({ type: 'group', match: 'all', children: [node] });
const pro = plan(isOneOf('plan', 'Pro'));
const free = plan(isOneOf('tier', 'Free'));
const bought = plan(did('buy', 1, 'day'));
const all = { after: 0, upTo: 99 };

async function find(population: Population, asked = pro): Promise<number[] | undefined> {
  const [found] = (await population.find([asked], everyone)) ?? [];
  return found && firstBits(found, 99, all);
}

/** As if it had been loaded, with what changed meanwhile. */
function load(population: Population, meanwhile: () => void = () => undefined): void {
  for (const wanted of population.wanted()) {
    if (wanted.type === 'event') {
      const { source, name, keys } = wanted.event;
      const place = population.expectTable(wanted.event);
      meanwhile();
      place.fill(createEventTable(source, name, keys, 0));
    } else {
      const place = population.expectColumn(wanted.subject);
      meanwhile();
      const column = createValueColumn(4);
      writeValue(column, 1, 'Pro');
      place.fill(column);
    }
  }
}

const profile = (plan: string) => makePerson({ attributes: [['plan', plan]] });
const log = (...changes: Change[]) => changes.map((change, i) => ({ position: i + 1, change }));
const buy = (number: number) =>
  ({
    ...{ type: 'events', project: 1 },
    events: [{ source: 'api', name: 'buy', number, timestamp: now - 1, properties: new Map() }],
  }) as unknown as Change;

test('nothing is wanted that was asked for once', async () => {
  const population = createPopulation();
  expect(await find(population)).toBeUndefined();
  expect(population.wanted()).toEqual([]);
  expect(await find(population)).toBeUndefined();
  expect(population.wanted()).toHaveLength(1);
});

async function known(...asked: (typeof pro)[]): Promise<Population> {
  const population = createPopulation();
  for (const each of [...asked, ...asked]) await find(population, each);
  load(population);
  return population;
}

test('changes count from the moment at which something is waited for', async () => {
  const population = createPopulation();
  for (const asked of [pro, bought, pro, bought]) await find(population, asked);
  load(population, () => population.takeIn(log(buy(2)), new Map([[2, profile('Pro')]])));
  expect(await find(population)).toEqual([1, 2]);
  expect(await find(population, bought)).toEqual([2]);
  population.takeIn(log(buy(3)), new Map([[1, null]]));
  expect(await find(population)).toEqual([2]);
  expect(await find(population, bought)).toEqual([2, 3]);
});

test('what a user did is of whom she became', async () => {
  const population = await known(bought);
  population.takeIn(log(buy(1), { type: 'merge', project: 1, from: 1, to: 3 }), new Map());
  expect(await find(population, bought)).toEqual([3]);
});

test('events are forgotten when some of them have expired, also those on their way', async () => {
  const expire = { type: 'expire', project: 1, after: 0, through: 9, before: now } as const;
  const population = await known(bought);
  population.takeIn(log(expire), new Map());
  expect(await find(population, bought)).toBeUndefined();
  await find(population, bought);
  load(population, () => population.takeIn(log(expire), new Map()));
  expect(await find(population, bought)).toBeUndefined();
});

test('where there is no room, what was asked for longest ago goes first', async () => {
  const population = await known(pro, free);
  expect(await find(population)).toEqual([1]);
  const bytes = population.bytes();
  expect(population.evict()).toBe(true);
  expect(population.bytes()).toBeLessThan(bytes);
  expect(await find(population, free)).toBeUndefined();
  expect(await find(population)).toEqual([1]);
  expect(population.evict()).toBe(true);
  expect(population.evict()).toBe(false);
});

test('a question that is being answered keeps what it looks at', async () => {
  const population = await known(pro, bought);
  const asked = population.find([pro, bought], everyone);
  while (population.evict());
  expect((await asked)?.map((bits) => firstBits(bits, 99, all))).toEqual([[1], []]);
});

test('everybody who was found is not who comes later', async () => {
  const later = toBitset([1, 2, 3]);
  const all = resolver.resolve(
    { type: 'group', match: 'all', children: [] },
    { allowEmptyRoot: true },
  );
  const [found] = (await createPopulation().find([all], later)) ?? [];
  writeBit(later, 4, true);
  expect(found && countBits(found)).toBe(3);
});

test('what there is no room for is not wanted again', async () => {
  const population = createPopulation();
  await find(population);
  await find(population);
  for (const wanted of population.wanted()) population.refuse(wanted);
  await find(population);
  await find(population);
  expect(population.wanted()).toEqual([]);
});

test('nobody matches what cannot be evaluated', async () => {
  const population = await known(pro);
  const broken = plan({ type: 'segment', segmentId: 'gone' });
  expect(broken.valid).toBe(false);
  expect(await find(population, broken)).toEqual([]);
});
