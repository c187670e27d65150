import { formatKeyPath } from '../ingest/refusal.ts';
import type { ColumnPlan } from './column-plan.ts';
import { readCell } from './column-types.ts';
import type { RejectedRow } from './load-file.ts';
import type { LoadOptions } from './load-options.ts';
import type { RawItem } from './load-sink.ts';
import { cutValue, type LoadReading, type LoadRow } from './load-source.ts';
import type { Row } from './parse-delimited.ts';

/**
 * Makes rows of a table into items: `identify` with traits, or `track` with properties. A blank
 * cell is no value; a cell that is not of its column's type is refused and the rest of the row kept.
 */
export function createRowReader(
  options: LoadOptions,
  plan: ColumnPlan,
  makeMessageId: (row: number) => string,
): (row: Row, number: number) => LoadRow {
  const { columns, idIndex, timestampIndex } = plan;
  const headerSize = columns.reduce((sum, column) => sum + column.length + 6, 100);

  function refuseRow(row: number, cells: readonly string[], reason: string, index?: number) {
    return { row, rejected: [describeCell(plan, row, cells, reason, index)], size: 0, cells };
  }

  return ({ cells, problem }, row) => {
    const wrong = problem ?? checkWidth(cells, columns);
    if (wrong !== undefined) return refuseRow(row, cells, wrong);
    const userId = cells[idIndex] ?? '';
    if (userId === '') return refuseRow(row, cells, 'The id is blank.', idIndex);
    const time = timestampIndex === undefined ? undefined : cells[timestampIndex];
    if (time === '') return refuseRow(row, cells, 'The time is blank.', timestampIndex);
    const { values, rejected } = readCells(plan, row, cells);
    const messageId = makeMessageId(row);
    const item: RawItem =
      time === undefined
        ? { type: 'identify', userId, traits: values, messageId }
        : {
            type: 'track',
            userId,
            event: options.event,
            timestamp: toIsoDate(time),
            properties: values,
            messageId,
          };
    const size = cells.reduce((sum, cell) => sum + cell.length, headerSize);
    return { row, item, rejected, size, cells };
  };
}

/** Finds the cell that a path in an item of `createRowReader` came from. */
export function createCellLocator(options: LoadOptions, plan: ColumnPlan): LoadReading['locate'] {
  const object = options.source === 'events' ? 'properties' : 'traits';
  const indexByPath = new Map<string, number>([['userId', plan.idIndex]]);
  if (plan.timestampIndex !== undefined) indexByPath.set('timestamp', plan.timestampIndex);
  for (const { key, index } of plan.values) indexByPath.set(formatKeyPath(object, key), index);
  return ({ cells }, path) => locateCell(plan, cells, indexByPath.get(path));
}

function locateCell(
  { columns }: ColumnPlan,
  cells: readonly string[],
  index: number | undefined,
): Pick<RejectedRow, 'column' | 'value'> {
  if (index === undefined) return { column: '', value: '' };
  return { column: columns[index] ?? '', value: cutValue(cells[index] ?? '') };
}

function describeCell(
  plan: ColumnPlan,
  row: number,
  cells: readonly string[],
  reason: string,
  index: number | undefined,
): RejectedRow {
  return { row, ...locateCell(plan, cells, index), reason };
}

function checkWidth(cells: readonly string[], columns: readonly string[]): string | undefined {
  if (cells.length === columns.length) return undefined;
  return `The row has ${cells.length} cells and the header ${columns.length}.`;
}

function readCells(plan: ColumnPlan, row: number, cells: readonly string[]) {
  const entries: [string, string | number | boolean][] = [];
  const rejected: RejectedRow[] = [];
  for (const { index, key, type } of plan.values) {
    const cell = cells[index] ?? '';
    if (cell === '') continue;
    const value = readCell(cell, type);
    if (value !== undefined) entries.push([key, value]);
    else rejected.push(describeCell(plan, row, cells, `The cell is not a ${type}.`, index));
  }
  // Not by assignment: a column may be called `__proto__`.
  return { values: Object.fromEntries(entries), rejected };
}

/** `19970101` as `1997-01-01`; anything else as it is, for the one parser of dates to judge. */
function toIsoDate(text: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : text;
}
