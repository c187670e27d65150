import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BitColumn,
  createBitTable,
  putBit,
  readBit,
} from '../../src/modules/membership/bit-table.ts';
import { hasBit, toBitset } from '../../src/modules/membership/bitset.ts';

/** Numbers at the edges of words and chunks, and some that leave whole chunks out. */
const arbitraryNumber = fc.oneof(
  fc.integer({ min: 1, max: 70 }),
  fc.constantFrom(31, 32, 1023, 1024, 1025, 2047, 2048, 5_000),
);
const arbitraryNumbers = fc.array(arbitraryNumber, { maxLength: 12 });
const arbitraryAction = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      count: fc.integer({ min: 1, max: 45 }),
    }),
  },
  fc.record({ do: fc.constant('drop' as const), every: fc.integer({ min: 1, max: 4 }) }),
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      at: fc.nat(),
      number: arbitraryNumber,
      isIn: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fill' as const),
      at: fc.nat(),
      numbers: arbitraryNumbers,
      aside: arbitraryNumbers,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('replace' as const),
      at: fc.nat(),
      numbers: arbitraryNumbers,
    }),
  },
);

test('columns hold what sets hold, whatever columns come and go', () => {
  let laidOut = 0;
  fc.assert(
    fc.property(fc.array(arbitraryAction, { minLength: 5, maxLength: 40 }), (actions) => {
      const table = createBitTable();
      const sets = new Map<BitColumn, Set<number>>();
      const pick = (at: number) => [...sets][at % Math.max(1, sets.size)];
      for (const action of actions) {
        if (action.do === 'add') {
          const places = [...sets.keys()].map(({ place }) => place);
          for (let i = 0; i < action.count; i += 1) sets.set(table.addColumn(), new Set());
          if (places.length > 8) laidOut += 1;
        } else if (action.do === 'drop') {
          const dropped = [...sets.keys()].filter((_, i) => i % action.every === 0);
          table.dropColumns(dropped);
          for (const column of dropped) sets.delete(column);
        } else {
          const [column, set] = pick(action.at) ?? [];
          if (column === undefined || set === undefined) continue;
          if (action.do === 'put') {
            const was = set.has(action.number);
            expect(putBit(table.row(action.number), column, action.isIn)).toBe(was !== action.isIn);
            if (action.isIn) set.add(action.number);
            else set.delete(action.number);
          } else if (action.do === 'fill') {
            column.add(toBitset(action.numbers), toBitset(action.aside));
            for (const number of action.numbers) {
              if (!action.aside.includes(number)) set.add(number);
            }
          } else {
            column.replace(toBitset(action.numbers));
            set.clear();
            for (const number of action.numbers) set.add(number);
          }
        }
      }
      expect(new Set([...sets.keys()].map(({ place }) => place)).size).toBe(sets.size);
      const all = [...sets];
      for (const [column, set] of all) {
        const bits = column.toBitset();
        for (const number of [...set, 1, 33, 1024, 4_999, 5_000, 90_000]) {
          expect(column.has(number)).toBe(set.has(number));
          expect(hasBit(bits, number)).toBe(set.has(number));
        }
        for (const number of set) expect(readBit(table.row(number), column)).toBe(true);
        expect(column.readWords(1, 40)).toEqual(padded(bits.words).slice(1, 40));
      }
      const [[one, own] = [], [other, others] = []] = all;
      if (one === undefined || other === undefined || own === undefined) return;
      const among = toBitset([1, 2, 3, 31, 32, 1024, 5_000]);
      const both = table.combine((words, base) => {
        return (words[base + one.place] as number) & ~(words[base + other.place] as number);
      }, among);
      for (const number of [1, 2, 3, 31, 32, 33, 1024, 5_000]) {
        const isRight = hasBit(among, number) && own.has(number) && !others?.has(number);
        expect(hasBit(both, number)).toBe(isRight);
      }
    }),
    { numRuns: 300 },
  );
  expect(laidOut).toBeGreaterThan(50);
});

function padded(words: Uint32Array): Uint32Array {
  const longer = new Uint32Array(Math.max(40, words.length));
  longer.set(words);
  return longer;
}

test('a column in a place that another one had is empty', () => {
  const table = createBitTable();
  const first = table.addColumn();
  first.replace(toBitset([1, 2_000]));
  table.dropColumns([first]);
  const second = table.addColumn();
  expect(second.place).toBe(first.place);
  expect([1, 2_000].filter(second.has)).toEqual([]);
});

test('it holds a bit for each column and user, in steps of a thousand users and of a quarter more columns', () => {
  const table = createBitTable();
  const columns = Array.from({ length: 205 }, () => table.addColumn());
  expect(table.bytes()).toBe(0);
  for (let number = 1; number <= 100_000; number += 1_000) table.row(number);
  const least = (205 * 100_000) / 8;
  expect(table.bytes()).toBeGreaterThanOrEqual(least);
  expect(table.bytes()).toBeLessThan(least * 1.3);
  table.dropColumns(columns.slice(20));
  expect(table.bytes()).toBeLessThan(least * 0.25);
});
