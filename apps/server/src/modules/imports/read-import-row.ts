import { readCell } from '../load/column-types.ts';
import { cutValue } from '../load/load-source.ts';
import type { Row } from '../load/parse-delimited.ts';
import type { ImportPlan, PlannedColumn, RawCell, RawImportRow, RowIssue } from './import-plan.ts';
import { readNotation } from './read-notation.ts';

/** What reading a row takes beside the plan. */
export interface RowReading {
  plan: ImportPlan;
  /** The place of the identifier, and how many columns the header has. */
  idIndex: number;
  width: number;
}

/**
 * Reads rows of a table as a plan says. A cell that cannot be taken is refused and the rest of the row
 * kept; a row whose identifier is no good, or whose cells cannot be told apart, is refused as a whole.
 */
export function createImportRowReader({ plan, idIndex, width }: RowReading) {
  const { columns, identifier, matches } = plan;

  function refuseRow(row: number, reason: string, value?: string): RawImportRow {
    const place = value === undefined ? { column: '', value: '' } : { column: identifier, value };
    return { row, issues: [{ ...place, reason, scope: 'row' }] };
  }

  return ({ cells, problem }: Row, row: number): RawImportRow => {
    if (problem !== undefined) return refuseRow(row, problem);
    if (cells.length !== width) {
      const reason = `The row has ${cells.length} cells and the header ${width}.`;
      return refuseRow(row, reason);
    }
    const written = cells[idIndex] ?? '';
    const wrong = checkIdentifier(written, matches);
    if (wrong !== undefined) return refuseRow(row, wrong, cutValue(written));
    const issues: RowIssue[] = [];
    const values = columns.map((column) => readColumn(column, cells[column.index] ?? '', issues));
    return {
      row,
      id: written,
      cells: values,
      ...(issues.length > 0 && { issues }),
    };
  };
}

function checkIdentifier(written: string, matches: ImportPlan['matches']): string | undefined {
  const what = matches === 'id' ? 'User ID' : 'email address';
  if (written === '') return `The ${what} is blank.`;
  const broken = findBrokenText(written);
  if (broken !== undefined) return broken;
  if (matches === 'email' && !/^[^\s@]+@[^\s@]+$/.test(written)) {
    return 'The cell is not an email address.';
  }
  return undefined;
}

function readColumn(column: PlannedColumn, cell: string, issues: RowIssue[]): RawCell {
  if (cell === '') return '';
  const { name, kind, notation } = column;
  const broken = findBrokenText(cell);
  const value = broken === undefined ? readWritten(cell, column) : undefined;
  if (value !== undefined) return value;
  const written = notation === undefined ? '' : ` as the column writes it (${notation})`;
  const reason = broken ?? `The cell is not a ${kind}${written}.`;
  issues.push({ column: name, value: cutValue(cell), reason, scope: 'cell' });
  return null;
}

function readWritten(cell: string, { kind, notation }: PlannedColumn) {
  return notation === undefined ? readCell(cell, kind) : readNotation(cell, notation);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const brokenCharacter = /[\u0000\uFFFD]/;

/** What tells that bytes were lost on the way: text of another encoding, or no text. */
function findBrokenText(cell: string): string | undefined {
  const found = brokenCharacter.exec(cell)?.[0];
  if (found === undefined) return undefined;
  return found === '\0'
    ? 'The cell has a NUL character.'
    : 'The cell has bytes that are no text in the encoding of the file.';
}
