import type { EventSource, Instant, Interval, Value } from '@muster/conditions';
import { bytesOfColumn, createValueColumn, type ValueColumn, writeValue } from './value-column.ts';

/** Every occurrence of one event, a row each. */
export interface EventTable {
  source: EventSource;
  name: string;
  rows: number;
  /** Rows from the first that are in order of time; what has come since is behind them as it came. */
  sorted: number;
  /** Instants by row; longer than `rows`. */
  times: Float64Array;
  /** Whose they were when they came; see `Owners`. */
  users: Uint32Array;
  /** The properties that conditions look at, by key. */
  properties: Map<string, ValueColumn>;
}

/** What grows does so by an eighth at least. */
const growth = 1.125;

/** @param room rows that there is place for before it grows */
export function createEventTable(
  source: EventSource,
  name: string,
  keys: Iterable<string>,
  room: number,
): EventTable {
  const properties = new Map([...keys].map((key) => [key, createValueColumn(room)]));
  const times = new Float64Array(room);
  return { source, name, rows: 0, sorted: 0, times, users: new Uint32Array(room), properties };
}

export function addOccurrence(
  table: EventTable,
  user: number,
  at: Instant,
  values: ReadonlyMap<string, Value>,
): void {
  const row = addRow(table, user, at);
  for (const [key, column] of table.properties) writeValue(column, row, values.get(key));
}

/** Adds a row without its properties; returns its place. */
export function addRow(table: EventTable, user: number, at: Instant): number {
  const row = table.rows;
  if (row === table.times.length) grow(table);
  table.times[row] = at;
  table.users[row] = user;
  table.rows += 1;
  if (table.sorted === row && (row === 0 || at >= (table.times[row - 1] as number))) {
    table.sorted = table.rows;
  }
  return row;
}

/** Which occurrences are looked at, and whose they are by now. */
export interface Selection {
  window: Interval;
  /** Each has to be true of the row. */
  tests: readonly ((row: number) => boolean)[];
  /** See `Owners`. */
  owners: Uint32Array | undefined;
}

/** Puts everybody who has such an occurrence into the words of a bitset; whoever is beyond its end is nobody any more. */
export function markUsers(table: EventTable, selection: Selection, words: Uint32Array): void {
  visitRows(table, selection, (user) => {
    const at = user >>> 5;
    if (at < words.length) words[at] = (words[at] as number) | (1 << (user & 31));
  });
}

/** Adds the number of such occurrences to each user's; of whoever is beyond the end nothing is counted. */
export function countByUser(table: EventTable, selection: Selection, counts: Uint32Array): void {
  visitRows(table, selection, (user) => {
    if (user < counts.length) counts[user] = (counts[user] as number) + 1;
  });
}

// This is the innermost loop of all questions about events: it is written for the compiler.
function visitRows(
  { rows, sorted, times, users }: EventTable,
  { window, tests, owners }: Selection,
  visit: (user: number) => void,
): void {
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = window;
  const passes = joinTests(tests);
  const first = findFirst(times, sorted, from);
  const last = findFirst(times, sorted, until);
  for (let row = first; row < rows; row += 1) {
    if (row >= last) {
      if (row < sorted) row = sorted;
      if (row === rows) return;
      const at = times[row] as number;
      if (at < from || at >= until) continue;
    }
    if (passes !== undefined && !passes(row)) continue;
    const user = users[row] as number;
    visit(owners === undefined || user >= owners.length ? user : (owners[user] as number));
  }
}

export function bytesOfTable({ times, users, properties }: EventTable): number {
  let bytes = times.byteLength + users.byteLength;
  for (const column of properties.values()) bytes += bytesOfColumn(column);
  return bytes;
}

function joinTests(
  tests: readonly ((row: number) => boolean)[],
): ((row: number) => boolean) | undefined {
  return tests.length < 2 ? tests[0] : (row) => tests.every((test) => test(row));
}

/** The first of so many rows, which are in order, that is not earlier than the instant. */
function findFirst(times: Float64Array, rows: number, at: Instant): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function grow(table: EventTable): void {
  const length = Math.max(Math.ceil(table.times.length * growth), 64);
  const { times, users } = table;
  table.times = new Float64Array(length);
  table.times.set(times);
  table.users = new Uint32Array(length);
  table.users.set(users);
}
