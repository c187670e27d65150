import { maxNumber, parseIsoDate } from '@muster/conditions';
import { type ImportNotation, importNotations } from '@muster/protocol';

type Reader = (cell: string) => number | string | undefined;

/** Thousands may be set apart by a space of any width, an apostrophe, or the mark that is not the decimal one. */
const commaNumber =
  /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:([.' \u00a0\u202f’])\d{3})(?:\1\d{3})*)(?:,\d+)?$/;
const pointNumber =
  /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:([,' \u00a0\u202f’])\d{3})(?:\1\d{3})*)(?:\.\d+)?$/;
/** Nobody who writes points begins with the month. */
const dayMonth =
  /^(?<day>\d{1,2})([./-])(?<month>\d{1,2})\2(?<year>\d{4})(?:,? (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/;
const monthDay =
  /^(?<month>\d{1,2})([/-])(?<day>\d{1,2})\2(?<year>\d{4})(?:,? (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?: ?(?<half>[AaPp])\.?[Mm]\.?)?)?$/;

const readers: Readonly<Record<ImportNotation, Reader>> = {
  decimalComma: (cell) => (commaNumber.test(cell) ? toNumber(cell, ',') : undefined),
  decimalPoint: (cell) => (pointNumber.test(cell) ? toNumber(cell, '.') : undefined),
  dayFirst: (cell) => toIsoDate(dayMonth.exec(cell)?.groups),
  monthFirst: (cell) => toIsoDate(monthDay.exec(cell)?.groups),
};
const all = Object.keys(readers) as ImportNotation[];

/** A cell that is not blank, as a notation means it: a number or ISO-8601 text; `undefined` when it is not written so. */
export function readNotation(cell: string, notation: ImportNotation): number | string | undefined {
  return readers[notation](cell);
}

function toNumber(cell: string, decimal: ',' | '.'): number | undefined {
  const [whole = '', fraction] = cell.split(decimal);
  const digits = whole.replace(/[^\d-]/g, '');
  const number = Number(fraction === undefined ? digits : `${digits}.${fraction}`);
  return Math.abs(number) < maxNumber ? number : undefined;
}

function toIsoDate(parts: Readonly<Record<string, string | undefined>> | undefined) {
  if (parts === undefined) return undefined;
  const { day = '', month = '', year, hour, minute, second = '00', half } = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const clock = hour === undefined ? '' : `T${toHour(hour, half)}:${minute}:${second}`;
  const iso = text + clock;
  // Whether there is such a day and hour does not hang on the time zone.
  return parseIsoDate(iso, 'UTC') && iso;
}

/** Of 1 to 12 where it is said whether it is before noon; no hour for one that there is not. */
function toHour(hour: string, half: string | undefined): string {
  if (half === undefined) return hour.padStart(2, '0');
  const number = Number(hour);
  if (number < 1 || number > 12) return '';
  return String((number % 12) + (/p/i.test(half) ? 12 : 0)).padStart(2, '0');
}

interface Column {
  possible: readonly ImportNotation[];
  /** Whether those that were possible read some cell differently. */
  isDoubtful: boolean;
}

const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Finds columns of which every cell that is not blank is written in one notation and in no other, or in two that
 * read each cell as the same. Where 1,234 may be a thousand and 3/4/2026 a day of March, nothing is guessed.
 */
export class NotationFinder {
  readonly #columns: Column[] = [];

  add(cells: readonly string[]): void {
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as string;
      if (cell === '') continue;
      const column = this.#column(index);
      const [first] = column.possible;
      // Of text one cell is enough, and a whole number is one in both notations: every cell of a file passes here.
      if (first === undefined) continue;
      if (
        importNotations[first] === 'number' &&
        column.possible !== all &&
        wholeNumber.test(cell)
      ) {
        continue;
      }
      if (column.possible.length === 1) {
        if (readNotation(cell, first) === undefined) column.possible = [];
        continue;
      }
      const read = column.possible.map((notation) => readNotation(cell, notation));
      const possible = column.possible.filter((_, place) => read[place] !== undefined);
      const meanings = new Set(read.filter((value) => value !== undefined));
      column.possible = possible;
      column.isDoubtful ||= meanings.size > 1;
    }
  }

  /** `undefined` where there is none, or more than one that would make a difference. */
  notationOf(index: number): ImportNotation | undefined {
    const { possible = [], isDoubtful } = this.#columns[index] ?? {};
    return possible.length === 1 || !isDoubtful ? possible[0] : undefined;
  }
  #column(index: number): Column {
    const known = this.#columns[index];
    if (known) return known;
    const fresh = { possible: all, isDoubtful: false };
    this.#columns[index] = fresh;
    return fresh;
  }
}
