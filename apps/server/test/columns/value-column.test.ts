import { readRawText, type Value } from '@muster/conditions';
import { expect, test } from 'vitest';
import {
  bytesOfColumn,
  createValueColumn,
  isWorn,
  testRows,
  type ValueColumn,
  writeBlock,
  writeValue,
} from '../../src/modules/columns/value-column.ts';

function listRows({ codes, values, others, numbers }: ValueColumn, rows: number) {
  return [...Array(rows).keys()].map((row): Value | null => {
    const number = numbers?.[row] ?? Number.NaN;
    if (!Number.isNaN(number)) return number;
    const code = codes[row] ?? 0;
    return code < values.length
      ? (values[code] ?? null)
      : readRawText(others.at(code - values.length));
  });
}

test('a row has the value that it was given last', () => {
  const column = createValueColumn(2);
  const values: Value[] = ['a', 5, true, ['a', 1, false], '', 0];
  for (const [row, value] of values.entries()) writeValue(column, row, value);
  expect(listRows(column, 7)).toEqual([...values, null]);
  writeValue(column, 0, 7);
  writeValue(column, 1, 'b');
  writeValue(column, 2, undefined);
  expect(listRows(column, 3)).toEqual([7, 'b', null]);
});

test('a block is written to the rows that it is about', () => {
  const column = createValueColumn(0);
  const text = { keys: ['', 'sgrün 🌱', 'b0', 'l["n:5"]'], codes: Uint8Array.of(1, 0, 2, 3, 0) };
  const number = Float64Array.of(Number.NaN, 1.5, Number.NaN, Number.NaN, Number.NaN);
  writeBlock(column, Uint32Array.of(4, 3, 2, 1, 0), text, number);
  expect(listRows(column, 6)).toEqual([null, [5], false, 1.5, 'grün 🌱', null]);
});

test('equal values are kept once, until there are too many different ones', () => {
  const few = createValueColumn(1_000);
  for (let row = 0; row < 1_000; row += 1) writeValue(few, row, `v${row % 3}`);
  expect(few.values).toHaveLength(4);
  const many = createValueColumn(0);
  for (let row = 0; row < 100_100; row += 1) writeValue(many, row, `v${row}`);
  expect(listRows(many, 100_100).every((value, row) => value === `v${row}`)).toBe(true);
  expect(bytesOfColumn(many)).toBeGreaterThan(bytesOfColumn(few) * 50);
  expect(many.others.size).toBe(101);
  for (let again = 0; again < 300_000; again += 1) writeValue(many, 100_050, 'v100050');
  expect(isWorn(many)).toBe(false);
  for (let change = 0; change < 300_000; change += 1) writeValue(many, 1, `ü${change}`);
  expect(listRows(many, 2)).toEqual(['v0', 'ü299999']);
  expect(isWorn(many)).toBe(true);
});

test('each different value is tested once, and numbers one by one', () => {
  const column = createValueColumn(6);
  for (const [row, value] of ['a', 'b', 'a', 4, 5].entries()) writeValue(column, row, value);
  const asked: Value[] = [];
  const other = (value: Value) => asked.push(value) > 0 && value === 'a';
  const passes = testRows(column, {
    key: undefined,
    missing: true,
    other,
    number: (value) => value > 4,
  });
  expect([0, 1, 2, 3, 4, 5].map(passes)).toEqual([true, false, true, false, true, true]);
  expect(asked).toEqual(['a', 'b']);
});
