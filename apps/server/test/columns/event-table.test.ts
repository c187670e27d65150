import { expect, test } from 'vitest';
import {
  addOccurrence,
  countByUser,
  createEventTable,
} from '../../src/modules/columns/event-table.ts';
import { createOwners } from '../../src/modules/columns/owners.ts';

const noProperties = new Map();

function listIn(times: readonly number[], from?: number, until?: number): number[] {
  const table = createEventTable('api', 'Paid', [], 2);
  for (const [i, at] of times.entries()) addOccurrence(table, i, at, noProperties);
  const window = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  const counts = new Uint32Array(times.length);
  countByUser(table, { window, tests: [], owners: undefined }, counts);
  return times.filter((_, i) => counts[i] === 1).sort((one, other) => one - other);
}

test('a window has its beginning and not its end', () => {
  expect(listIn([1, 2, 3, 4], 2, 4)).toEqual([2, 3]);
  expect(listIn([1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
  expect(listIn([1, 2, 3, 4], undefined, 1)).toEqual([]);
  expect(listIn([], 1, 2)).toEqual([]);
});

test('what comes late is found as what comes in order', () => {
  expect(listIn([5, 6, 9, 1, 7, 2, 8], 2, 8)).toEqual([2, 5, 6, 7]);
});

test('a table grows beyond the room that it had', () => {
  const times = [...Array(1000).keys()];
  expect(listIn(times, 10, 20)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});

test('events are those of whom their user became, and of whom that one became', () => {
  const owners = createOwners();
  expect(owners.byNumber).toBeUndefined();
  owners.move(3, 5);
  owners.move(4, 5);
  owners.move(5, 90);
  const of = (number: number) => owners.byNumber?.[number] ?? number;
  expect([1, 3, 4, 5, 90, 1000].map(of)).toEqual([1, 90, 90, 90, 90, 1000]);
});
