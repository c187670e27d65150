import type { Kind } from '@muster/conditions';
import { type ImportFormat, type ImportNotation, importNotations } from '@muster/protocol';
import type { ImportColumn } from '../../store/import-rows.ts';
import { ColumnTypeFinder } from '../load/column-types.ts';
import { LoadError } from '../load/load-options.ts';
import { cutValue } from '../load/load-source.ts';
import { refuseFile } from './detect-format.ts';
import { openRows } from './open-rows.ts';
import { NotationFinder } from './read-notation.ts';

/** What is in a file, read as a format says. */
export interface Survey {
  columns: ImportColumn[];
  totalRows: number;
  /** Sentences about what is odd. */
  warnings: string[];
}

const maxColumns = 2_000;
const maxSamples = 5;

/**
 * Reads a file once, to its end. Throws a 422 when it has no rows, or cannot be a table read so.
 */
export async function surveyFile(path: string, format: ImportFormat): Promise<Survey> {
  const finder = new ColumnTypeFinder(['number', 'boolean', 'date', 'list']);
  const notations = new NotationFinder();
  const samples: Set<string>[] = [];
  let header: string[] | undefined;
  const odd = { ragged: 0, quotes: 0, first: 0 };
  let totalRows = 0;
  const { rows } = await openRows(path, format);
  try {
    for await (const batch of rows) {
      for (const { number, row } of batch) {
        const { cells, problem } = row;
        if (header === undefined) {
          header = checkHeader(cells);
          for (const _ of cells) samples.push(new Set());
          continue;
        }
        totalRows = number;
        if (problem !== undefined || cells.length !== header.length) {
          if (problem === undefined) odd.ragged += 1;
          else odd.quotes += 1;
          if (odd.first === 0) odd.first = number;
          continue;
        }
        finder.add(cells);
        notations.add(cells);
        collectSamples(samples, cells);
      }
    }
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    throw refuseFile('file_not_csv', `${error.message} Is it a CSV file?`);
  }
  if (header === undefined) throw refuseFile('file_empty', 'The file has nothing but blank lines.');
  if (totalRows === 0) {
    throw refuseFile('file_has_no_rows', 'The file has a header and no row below it.');
  }
  const { names, repeated, warnings } = nameColumns(header);
  const columns = names.map((name, index) => ({
    name,
    samples: [...(samples[index] ?? [])],
    ...describeCells(finder.typeOf(index), notations.notationOf(index)),
    filled: finder.countFilled(index),
    ...(repeated.has(index) && { isRepeated: true as const }),
  }));
  return { columns, totalRows, warnings: [...warnings, ...describeOdd(odd, header.length)] };
}

/** What is written as JSON or ISO-8601 is that; only text may be in another notation. */
function describeCells(kind: Kind, notation: ImportNotation | undefined) {
  if (kind !== 'string' || notation === undefined) return { kind };
  return { kind: importNotations[notation], notation };
}

function checkHeader(cells: string[]): string[] {
  if (cells.length <= maxColumns) return cells;
  const count = cells.length.toLocaleString('en');
  const most = maxColumns.toLocaleString('en');
  throw refuseFile('file_too_wide', `The file has ${count} columns; at most ${most} can be read.`);
}

function collectSamples(samples: Set<string>[], cells: readonly string[]): void {
  for (const [index, found] of samples.entries()) {
    if (found.size >= maxSamples) continue;
    const cell = cells[index] ?? '';
    if (cell !== '') found.add(cutValue(cell));
  }
}

/** Names that are all different: one without a name is called by its place, one of several by its turn. */
function nameColumns(header: readonly string[]) {
  const turns = new Map<string, number>();
  const taken = new Set(header);
  const repeated = new Set<number>();
  const ambiguous = new Set<string>();
  const names = header.map((cell, index) => {
    const name = cell === '' ? `column ${index + 1}` : cell;
    let turn = (turns.get(name) ?? 0) + 1;
    if (turn === 1 && cell !== '') {
      turns.set(name, turn);
      return name;
    }
    if (cell !== '') {
      repeated.add(index);
      ambiguous.add(name);
    }
    const nameTurn = () => (turn === 1 ? name : `${name} (${turn})`);
    while (taken.has(nameTurn())) turn += 1;
    turns.set(name, turn);
    taken.add(nameTurn());
    return nameTurn();
  });
  const warnings = [...ambiguous].map(
    (name) =>
      `Several columns are called ${JSON.stringify(cutValue(name))}: only the first is taken unless you map the others.`,
  );
  return { names, repeated, warnings };
}

function describeOdd(
  { ragged, quotes, first }: { ragged: number; quotes: number; first: number },
  width: number,
): string[] {
  const warnings = [];
  const say = (count: number, one: string, many: string) => (count === 1 ? one : many);
  if (ragged > 0) {
    const what = say(ragged, '1 row has', `${ragged.toLocaleString('en')} rows have`);
    warnings.push(`${what} more or fewer cells than the ${width} of the header.`);
  }
  if (quotes > 0) {
    const what = say(quotes, '1 row has', `${quotes.toLocaleString('en')} rows have`);
    warnings.push(`${what} a quote that is not closed, or text behind a closing quote.`);
  }
  if (first > 0)
    warnings.push(`The first of these is row ${first.toLocaleString('en')}; they will be refused.`);
  return warnings;
}
