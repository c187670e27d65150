import { maxNumber, parseIsoDate } from '@muster/conditions';
import type { ColumnType } from './load-options.ts';

/** What a cell can be read as; a date stays the text that it is, a list is written as JSON. */
export type CellKind = ColumnType | 'date' | 'list';

const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const booleans: ReadonlyMap<string, boolean> = new Map(
  ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((text) => [text, /^t/i.test(text)]),
);

/**
 * Finds the type of each column from all of its cells: the first of `kinds` that every one that is not
 * blank reads as, else `string`. A leading zero makes a text (`007` is no 7), and so does an integer too
 * large to be kept exactly.
 */
export class ColumnTypeFinder<Kind extends CellKind = ColumnType> {
  readonly #kinds: readonly Kind[];
  #columns: { possible: readonly Kind[]; filled: number }[] = [];

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  add(cells: readonly string[]): void {
    // Every cell of a file passes here: neither entries nor functions are made for one.
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as string;
      if (cell === '') continue;
      const column = this.#column(index);
      column.filled += 1;
      for (const kind of column.possible) {
        if (readCell(cell, kind) !== undefined) continue;
        column.possible = column.possible.filter((kind) => readCell(cell, kind) !== undefined);
        break;
      }
    }
  }

  typeOf(index: number): Kind | 'string' {
    const { filled, possible } = this.#column(index);
    return (filled > 0 && possible[0]) || 'string';
  }

  /** How many cells of the column are not blank. */
  countFilled(index: number): number {
    return this.#column(index).filled;
  }

  #column(index: number) {
    const known = this.#columns[index];
    if (known) return known;
    const fresh = { possible: this.#kinds, filled: 0 };
    this.#columns[index] = fresh;
    return fresh;
  }
}

/** A cell that is not blank, read as its column's type; `undefined` when it is not of that type. */
export function readCell(cell: string, kind: ColumnType): string | number | boolean | undefined;
export function readCell(
  cell: string,
  kind: CellKind,
): string | number | boolean | unknown[] | undefined;
export function readCell(cell: string, kind: CellKind) {
  switch (kind) {
    case 'string':
      return cell;
    case 'boolean':
      return booleans.get(cell);
    case 'number':
      return readNumber(cell);
    case 'date':
      // Whether it is one does not hang on the time zone.
      return parseIsoDate(cell, 'UTC') && cell;
    case 'list':
      return readList(cell);
  }
}

function readNumber(cell: string): number | undefined {
  if (!plainDecimal.test(cell)) return undefined;
  const number = Number(cell);
  if (Math.abs(number) < maxNumber) return number;
  // 2^53 + 1 is read as 2^53: at the limit only what is written the same is the same.
  return Math.abs(number) === maxNumber && String(number) === cell ? number : undefined;
}

function readList(cell: string): unknown[] | undefined {
  if (!cell.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) ? list : undefined;
  } catch {
    // A text that begins like one.
    return undefined;
  }
}
