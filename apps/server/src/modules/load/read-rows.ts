import Papa from 'papaparse';
import { LoadError } from './load-options.ts';
import type { Delimiter } from './table-format.ts';

/** One row of a table that is not blank. */
export interface Row {
  cells: string[];
  /** Why the row cannot be trusted, in a sentence; absent when it is well-formed. */
  problem?: string;
}

/** Most characters of one row: a quote that is never closed must not fill the memory. */
export const maxRowLength = 2 * 1024 * 1024;

type ParseRows = (text: string, isLast: boolean) => { rows: Row[]; consumed: number };

/**
 * The rows of a table whose line ends are `\n`, in batches as the text comes; cells are trimmed,
 * blank rows left out. Throws a `LoadError` at a row that has no end.
 */
export async function* readRows(
  chunks: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<Row[], void> {
  const parse = createRowParser(delimiter);
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    const { rows, consumed } = parse(rest, false);
    rest = rest.slice(consumed);
    if (rest.length > maxRowLength) {
      throw new LoadError(
        `A row is longer than ${maxRowLength} characters: ${JSON.stringify(rest.slice(0, 80))}…; is a quote not closed there?`,
      );
    }
    yield keepFilled(rows);
  }
  yield keepFilled(parse(rest, true).rows);
}

function createRowParser(delimiter: Delimiter): ParseRows {
  return delimiter.type === 'whitespace'
    ? parseBlankSeparated
    : (text, isLast) => parseDelimited(text, delimiter.character, isLast);
}

function parseBlankSeparated(text: string, isLast: boolean): ReturnType<ParseRows> {
  const consumed = isLast ? text.length : text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, consumed).split('\n');
  const rows = lines.map((line) => ({ cells: line.trim().split(/\s+/) }));
  return { rows, consumed };
}

/** What the parser returns; its published types say `any`. */
interface Parsed {
  data: string[][];
  errors: { code: string; row?: number }[];
  meta: { cursor: number };
}

function parseDelimited(text: string, delimiter: string, isLast: boolean): ReturnType<ParseRows> {
  if (text === '') return { rows: [], consumed: 0 };
  const parser = new Papa.Parser({ delimiter, newline: '\n' });
  const { data, errors, meta }: Parsed = parser.parse(text, 0, !isLast);
  const rows: Row[] = data.map((cells) => ({ cells: cells.map((cell) => cell.trim()) }));
  for (const { code, row } of errors) {
    const broken = row === undefined ? undefined : rows[row];
    if (broken) broken.problem = explainQuotes(code);
  }
  return { rows, consumed: meta.cursor };
}

function explainQuotes(code: string): string {
  return code === 'MissingQuotes'
    ? 'A quote is opened and never closed.'
    : 'A quoted cell goes on after its closing quote.';
}

function keepFilled(rows: readonly Row[]): Row[] {
  return rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** Makes every line end `\n`, the pair cut in two by a chunk's end included. */
export async function* normalizeLineEnds(
  chunks: AsyncIterable<string>,
): AsyncGenerator<string, void> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}
