import { maxNumber } from '@muster/conditions';
import type { ColumnType } from './load-options.ts';

const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const booleans: ReadonlyMap<string, boolean> = new Map(
  ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((text) => [text, /^t/i.test(text)]),
);

/**
 * Finds the type of each column from all of its cells: `number` when every one that is not blank is
 * a plain decimal, `boolean` when every one is true or false, else `string`. A leading zero makes a
 * text (`007` is no 7), and so does an integer too large to be kept exactly.
 */
export class ColumnTypeFinder {
  #possible: { number: boolean; boolean: boolean; isSeen: boolean }[] = [];

  add(cells: readonly string[]): void {
    for (const [index, cell] of cells.entries()) {
      if (cell === '') continue;
      const column = this.#column(index);
      column.isSeen = true;
      if (column.number) column.number = readCell(cell, 'number') !== undefined;
      if (column.boolean) column.boolean = booleans.has(cell);
    }
  }

  typeOf(index: number): ColumnType {
    const { isSeen, number, boolean } = this.#column(index);
    if (!isSeen) return 'string';
    if (number) return 'number';
    return boolean ? 'boolean' : 'string';
  }

  #column(index: number) {
    const known = this.#possible[index];
    if (known) return known;
    const fresh = { number: true, boolean: true, isSeen: false };
    this.#possible[index] = fresh;
    return fresh;
  }
}

/** A cell that is not blank, read as its column's type; `undefined` when it is not of that type. */
export function readCell(cell: string, type: ColumnType): string | number | boolean | undefined {
  if (type === 'string') return cell;
  if (type === 'boolean') return booleans.get(cell);
  if (!plainDecimal.test(cell)) return undefined;
  const number = Number(cell);
  if (Math.abs(number) < maxNumber) return number;
  // 2^53 + 1 is read as 2^53: at the limit only what is written the same is the same.
  return Math.abs(number) === maxNumber && String(number) === cell ? number : undefined;
}
