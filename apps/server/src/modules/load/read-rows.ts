import { LoadError } from './load-options.ts';
import { type ParsedRows, parseDelimited, type Row } from './parse-delimited.ts';
import type { Delimiter } from './table-format.ts';

/** Most characters of one line: a file without line ends must not fill the memory. */
export const maxRowLength = 2 * 1024 * 1024;

type ParseRows = (text: string, isLast: boolean) => ParsedRows;

/**
 * The rows of a table whose line ends are `\n`, in batches as the text comes; cells are trimmed,
 * blank rows left out. Throws a `LoadError` at a line that has no end.
 */
export async function* readRows(
  chunks: AsyncIterable<string>,
  delimiter: Delimiter,
  quote: string | null = '"',
): AsyncGenerator<Row[], void> {
  const parse = createRowParser(delimiter, quote);
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    const { rows, consumed } = parse(rest, false);
    rest = rest.slice(consumed);
    if (rest.length > maxRowLength) {
      const shown = JSON.stringify(rest.slice(0, 80));
      throw new LoadError(`A line is longer than ${maxRowLength} characters: ${shown}…`);
    }
    yield keepFilled(rows);
  }
  yield keepFilled(parse(rest, true).rows);
}

function createRowParser(delimiter: Delimiter, quote: string | null): ParseRows {
  if (delimiter.type === 'whitespace') return parseBlankSeparated;
  const marks = { delimiter: delimiter.character, quote };
  return (text, isLast) => parseDelimited(text, marks, isLast);
}

function parseBlankSeparated(text: string, isLast: boolean): ParsedRows {
  const consumed = isLast ? text.length : text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, consumed).split('\n');
  const rows = lines.map((line) => ({ cells: line.trim().split(/\s+/) }));
  return { rows, consumed };
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
