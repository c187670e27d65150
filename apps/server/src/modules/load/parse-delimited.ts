/** One row of a table. */
export interface Row {
  /** Trimmed. */
  cells: string[];
  /** Why the row cannot be trusted, in a sentence; absent when it is well-formed. */
  problem?: string;
}

/** Rows found in a text, and how much of the text they took. */
export interface ParsedRows {
  rows: Row[];
  consumed: number;
}

/** How the cells of a table are set apart. */
export interface CellMarks {
  delimiter: string;
  /** What stands around a cell that has delimiters or line ends in it; `null`: nothing does. */
  quote: string | null;
}

/** Most characters of a row of several lines; a quote still open then is taken for a stray one. */
const maxOpenLength = 1024 * 1024;

/**
 * The rows of delimited text whose line ends are `\n`. Unless it is the last of the file, a row
 * that may go on stays unconsumed.
 *
 * Papa Parse, which reads well-formed tables the same, is not used because of the others: where a
 * quote is wrong it goes on to the next one that fits, be it at the end of the file, and takes all
 * rows between along. Here a row with a wrong quote ends with its line.
 */
export function parseDelimited(text: string, marks: CellMarks, isLast: boolean): ParsedRows {
  const { delimiter, quote } = marks;
  const rows: Row[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    if (newline === -1 && !isLast) break;
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end);
    if (quote === null || !line.includes(quote)) {
      rows.push({ cells: splitLine(line, delimiter) });
      start = end + 1;
      continue;
    }
    const row = parseQuotedRow(text, start, delimiter, quote);
    if ('cells' in row) {
      // It ends where the text does: more of it may come.
      if (row.next > text.length && !isLast) break;
      rows.push({ cells: row.cells });
      start = row.next;
      continue;
    }
    const mayGoOn = row.problem === 'open' && !isLast && text.length - start < maxOpenLength;
    if (mayGoOn) break;
    rows.push({ cells: splitLine(line, delimiter), problem: explanations[row.problem] });
    start = end + 1;
  }
  return { rows, consumed: Math.min(start, text.length) };
}

const explanations = {
  open: 'A quote is opened and never closed.',
  stray: 'A quoted cell goes on after its closing quote.',
} as const;

function splitLine(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim());
}

type QuotedRow = { cells: string[]; next: number } | { problem: keyof typeof explanations };

/** One row from `start`, quoted cells with their delimiters and line ends included. */
function parseQuotedRow(text: string, start: number, delimiter: string, quote: string): QuotedRow {
  const cells: string[] = [];
  let place = start;
  for (;;) {
    place = skipBlanks(text, place, delimiter);
    if (text[place] === quote) {
      const closing = findClosingQuote(text, place + 1, quote);
      if (closing === -1) return { problem: 'open' };
      cells.push(
        text
          .slice(place + 1, closing)
          .replaceAll(quote + quote, quote)
          .trim(),
      );
      place = skipBlanks(text, closing + 1, delimiter);
      const isEnd = place >= text.length || text[place] === '\n' || text[place] === delimiter;
      if (!isEnd) return { problem: 'stray' };
    } else {
      const end = findCellEnd(text, place, delimiter);
      cells.push(text.slice(place, end).trim());
      place = end;
    }
    if (text[place] !== delimiter) return { cells, next: place + 1 };
    place += 1;
  }
}

/** The next quote that is not doubled; -1 when there is none. */
function findClosingQuote(text: string, from: number, quote: string): number {
  let place = text.indexOf(quote, from);
  while (place !== -1 && text[place + 1] === quote) place = text.indexOf(quote, place + 2);
  return place;
}

function findCellEnd(text: string, from: number, delimiter: string): number {
  let place = from;
  while (place < text.length && text[place] !== delimiter && text[place] !== '\n') place += 1;
  return place;
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let place = from;
  while (text[place] !== delimiter && (text[place] === ' ' || text[place] === '\t')) place += 1;
  return place;
}
