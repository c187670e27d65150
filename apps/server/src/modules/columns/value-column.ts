import { type RawTest, readRawText, type Value, writeRawText } from '@muster/conditions';
import type { CodedColumn } from '../../index/native-blocks.ts';
import { createTextPool, type TextPool } from './text-pool.ts';

/**
 * One value for each row, as it was sent: a user's by her number, or an event's by its place. Numbers are kept as
 * they are; of all others each is kept once, and rows have its code. 4 bytes a row, 12 where numbers occur.
 */
export interface ValueColumn {
  /** By row: which of the different values it has, see `valueWith`; 0 where that is a number or missing. */
  codes: Uint32Array;
  /** By code. */
  values: (Exclude<Value, number> | undefined)[];
  /** Those whose codes are beyond the end of `values`, as `writeRawText` writes them. */
  others: TextPool;
  /** By row; NaN where the value is no number. Absent as long as none is. */
  numbers: Float64Array | undefined;
  /** Of `values` by `writeRawText`; equal ones among the others have a code each. */
  codesByText: Map<string, number>;
  /** Characters of `values`, about. */
  characters: number;
  /** By the keys of the tests that were asked last: what they say of each value, see `judgeValues`. */
  verdicts: Map<string, Uint8Array>;
}

/** Different values from which on as good as each row has one of its own. */
const mostShared = 100_000;

/** What grows does so by a quarter at least. */
const growth = 1.25;

export function createValueColumn(rows: number): ValueColumn {
  return {
    codes: new Uint32Array(rows),
    values: [undefined],
    others: createTextPool(),
    numbers: undefined,
    codesByText: new Map(),
    characters: 0,
    verdicts: new Map(),
  };
}

/** Gives the row that value, whatever it had. */
export function writeValue(column: ValueColumn, row: number, value: Value | undefined): void {
  makeRoom(column, row + 1);
  const isNumber = typeof value === 'number';
  if (value === undefined || isNumber) column.codes[row] = 0;
  else {
    const text = writeRawText(value);
    // Most changes of a user leave most of her values as they were.
    if (!isOtherWith(column, row, text)) column.codes[row] = codeOf(column, text);
  }
  if (isNumber) numbersOf(column)[row] = value;
  else if (column.numbers) column.numbers[row] = Number.NaN;
}

/**
 * Gives rows the values of a block, see `RawColumns`.
 *
 * @param rows of the values, or the row of the first one, whom the others follow
 */
export function writeBlock(
  column: ValueColumn,
  rows: Uint32Array | number,
  text: CodedColumn,
  number: Float64Array,
): void {
  const codes = Uint32Array.from(text.keys, (key) => (key === '' ? 0 : codeOf(column, key)));
  for (let i = 0; i < number.length; i += 1) {
    const row = typeof rows === 'number' ? rows + i : (rows[i] as number);
    makeRoom(column, row + 1);
    column.codes[row] = codes[text.codes[i] as number] as number;
    const own = number[i] as number;
    if (!Number.isNaN(own)) numbersOf(column)[row] = own;
  }
}

/** Whether the value of a row satisfies the test; the row has to be within the room of the column. */
export function testRows(column: ValueColumn, test: RawTest): (row: number) => boolean {
  const { codes, numbers } = column;
  const { judge } = judgeValues(column, test);
  if (numbers === undefined) return (row) => judge(codes[row] as number) === yes;
  return (row) => {
    const number = numbers[row] as number;
    return Number.isNaN(number) ? judge(codes[row] as number) === yes : test.number(number);
  };
}

/** Puts those of the asked rows that satisfy a test into `holds`, from one word of the bitsets to before another. */
export type MarkRows = (
  asked: Uint32Array,
  holds: Uint32Array,
  from: number,
  until: number,
) => void;

/** @param rows that may be asked about */
export function createMarkRows(column: ValueColumn, test: RawTest, rows: number): MarkRows {
  makeRoom(column, rows);
  const { codes, numbers } = column;
  const { all } = judgeValues(column, test);
  const mark =
    numbers === undefined && all !== undefined
      ? (first: number, word: number) => markCodes(codes, all, first, word)
      : markTested(testRows(column, test));
  return (asked, holds, from, until) => {
    for (let at = from; at < until; at += 1) {
      const word = asked[at] as number;
      if (word !== 0) holds[at] = (holds[at] as number) | mark(at * 32, word);
    }
  };
}

// The innermost loops of all questions about values, of 32 rows each: they are written for the compiler.

function markCodes(codes: Uint32Array, verdicts: Uint8Array, first: number, asked: number): number {
  let found = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    found |= ((verdicts[codes[first + bit] as number] as number) & yes) << bit;
  }
  return found & asked;
}

function markTested(passes: (row: number) => boolean): (first: number, asked: number) => number {
  return (first, asked) => {
    let found = 0;
    for (let word = asked; word !== 0; word &= word - 1) {
      const bit = 31 - Math.clz32(word & -word);
      if (passes(first + bit)) found |= 1 << bit;
    }
    return found;
  };
}

const yes = 1;
const no = 2;
/** Tests whose verdicts are remembered: values are never taken away, so what was said of one stays true. */
const mostRemembered = 8;

/** What a test says of values, by their codes: `yes` or `no`. */
interface JudgedValues {
  judge(code: number): number;
  /** The same of all: where they are few enough to find it out at once. */
  all?: Uint8Array;
}

function judgeValues(column: ValueColumn, test: RawTest): JudgedValues {
  const verdicts = recall(column, test);
  verdicts[0] = test.missing ? yes : no;
  function judge(code: number): number {
    const known = verdicts[code] as number;
    if (known !== 0) return known;
    const verdict = test.other(valueWith(column, code)) ? yes : no;
    verdicts[code] = verdict;
    return verdict;
  }
  if (column.others.size > 0) return { judge };
  for (let code = 1; code < verdicts.length; code += 1) judge(code);
  return { judge, all: verdicts };
}

/** By code: `yes`, `no`, or 0 where nothing is known yet. */
function recall(column: ValueColumn, { key }: RawTest): Uint8Array {
  const { verdicts } = column;
  const fresh = new Uint8Array(countValues(column));
  if (key === undefined) return fresh;
  const known = verdicts.get(key);
  if (known?.length === fresh.length) return known;
  if (known !== undefined) fresh.set(known);
  verdicts.delete(key);
  verdicts.set(key, fresh);
  const [oldest] = verdicts.keys();
  if (verdicts.size > mostRemembered && oldest !== undefined) verdicts.delete(oldest);
  return fresh;
}

/** What a value that is kept once takes beside its characters, about, with its place in both directions. */
const bytesAValue = 100;

/** Bytes that are held, about. */
export function bytesOfColumn(column: ValueColumn): number {
  const { codes, values, others, numbers, characters, verdicts } = column;
  let bytes = codes.byteLength + (numbers?.byteLength ?? 0) + others.bytes;
  for (const each of verdicts.values()) bytes += each.byteLength;
  return bytes + characters + values.length * bytesAValue;
}

/** True where most values are in no row any more: one of its own for each change. */
export function isWorn({ codes, others }: ValueColumn): boolean {
  return others.size > mostShared && others.size > 2 * codes.length;
}

/** Different values that there are, nothing being one of them. */
export function countValues({ values, others }: ValueColumn): number {
  return values.length + others.size;
}

function valueWith({ values, others }: ValueColumn, code: number): Exclude<Value, number> {
  const value = values[code];
  return value === undefined ? readRawText(others.at(code - values.length)) : value;
}

/** True when the row has that text already, as one of those that are kept for each row. */
function isOtherWith({ codes, values, others }: ValueColumn, row: number, text: string): boolean {
  const place = (codes[row] as number) - values.length;
  return place >= 0 && others.at(place) === text;
}

function codeOf(column: ValueColumn, text: string): number {
  const { values, others, codesByText } = column;
  const known = codesByText.get(text);
  if (known !== undefined) return known;
  if (values.length >= mostShared) return values.length + others.add(text);
  const code = values.push(readRawText(text)) - 1;
  column.characters += text.length;
  codesByText.set(text, code);
  return code;
}

function numbersOf(column: ValueColumn): Float64Array {
  column.numbers ??= new Float64Array(column.codes.length).fill(Number.NaN);
  return column.numbers;
}

function makeRoom(column: ValueColumn, rows: number): void {
  const { codes, numbers } = column;
  if (rows <= codes.length) return;
  const length = Math.max(rows, Math.ceil(codes.length * growth), 32);
  column.codes = new Uint32Array(length);
  column.codes.set(codes);
  if (numbers === undefined) return;
  column.numbers = new Float64Array(length).fill(Number.NaN);
  column.numbers.set(numbers);
}
