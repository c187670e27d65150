import { LoadError } from './load-options.ts';
import { type CellMarks, parseDelimited, type Row } from './parse-delimited.ts';

/** How the cells of a table are separated: by one character, or by runs of white space. */
export type Delimiter = { type: 'character'; character: string } | { type: 'whitespace' };

const candidates = [',', ';', '\t', '|'];

/** The delimiter that `--delimiter` names. Throws a `LoadError` when it is none. */
export function parseDelimiter(text: string): Delimiter {
  if (text === 'whitespace') return { type: 'whitespace' };
  const character = text === 'tab' || text === '\\t' ? '\t' : text;
  const isUsable = [...character].length === 1 && !/["\r\n\uFEFF]/.test(character);
  if (isUsable) return { type: 'character', character };
  throw new LoadError(
    `The delimiter ${JSON.stringify(text)} is not one character, "tab" or "whitespace".`,
  );
}

/**
 * The delimiter of a table that begins with `head` (whole lines): the one that cuts all of it into
 * the same number of cells, the more the better. A first line with none of the usual ones is a
 * table set with blanks.
 */
export function detectDelimiter(head: string, quote: string | null = '"'): Delimiter {
  const firstLine = head.slice(0, head.indexOf('\n') + 1 || undefined);
  const scored = candidates.map((character) => ({
    character,
    score: scoreDelimiter(head, { delimiter: character, quote }),
  }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.score > 1) return { type: 'character', character: best.character };
  const hasDelimiter = candidates.some((character) => firstLine.includes(character));
  const words = firstLine.trim().split(/\s+/);
  if (!hasDelimiter && words.length > 1) return { type: 'whitespace' };
  return { type: 'character', character: ',' };
}

/** Cells a row, less what rows that differ from the header take away. */
function scoreDelimiter(head: string, marks: CellMarks): number {
  const rows = parseDelimited(head, marks, false).rows.filter(({ cells }) => cells.join('') !== '');
  const width = rows[0]?.cells.length ?? 0;
  // A wrong delimiter that occurs in quoted cells cuts the quotes in two.
  const isRight = ({ cells, problem }: Row) =>
    problem === undefined &&
    cells.length === width &&
    cells.every((cell) => hasWholeQuotes(cell, marks.quote));
  return rows.length === 0 ? 0 : (width * rows.filter(isRight).length) / rows.length;
}

function hasWholeQuotes(cell: string, quote: string | null): boolean {
  return quote === null || cell.split(quote).length % 2 === 1;
}
