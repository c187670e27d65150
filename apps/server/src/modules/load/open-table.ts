import { type ColumnPlan, nameColumns, planColumns } from './column-plan.ts';
import { ColumnTypeFinder } from './column-types.ts';
import { LoadError, type LoadOptions } from './load-options.ts';
import type { LoadReading, LoadRow, LoadSource } from './load-source.ts';
import type { Row } from './parse-delimited.ts';
import { normalizeLineEnds, readRows } from './read-rows.ts';
import { createCellLocator, createRowReader } from './read-table-row.ts';
import { type Delimiter, detectDelimiter, parseDelimiter } from './table-format.ts';
import { openTextFile } from './text-file.ts';

/**
 * Reads a table once: its delimiter, columns, their types, and how many rows it has. Rejects with
 * `LoadError` when file and options do not fit.
 */
export async function openTable(
  options: LoadOptions,
  onBytes: (read: number, total: number) => void,
): Promise<LoadSource> {
  const file = await openTextFile(options.file);
  const { delimiter, rows } = await startTable(file.chunks, options.delimiter);
  const types = new ColumnTypeFinder(['number', 'boolean']);
  let columns: string[] | undefined;
  let totalRows = 0;
  for await (const batch of rows) {
    for (const { cells, problem } of batch) {
      if (columns === undefined) {
        columns = nameColumns(cells);
        // Before the whole file is read: a forgotten option is told at once.
        planColumns(columns, options, types);
        continue;
      }
      totalRows += 1;
      if (problem === undefined && cells.length === columns.length) types.add(cells);
    }
    onBytes(file.bytesRead(), file.totalBytes);
  }
  if (columns === undefined) throw new LoadError(`${options.file} has no header.`);
  const plan = planColumns(columns, options, types);
  return {
    totalRows,
    totalBytes: file.totalBytes,
    contentHash: file.contentHash(),
    meaning: { source: options.source, event: options.event ?? null, delimiter, plan },
    read: (makeMessageId) => readTable(options, delimiter, plan, makeMessageId),
  };
}

async function readTable(
  options: LoadOptions,
  delimiter: Delimiter,
  plan: ColumnPlan,
  makeMessageId: (row: number) => string,
): Promise<LoadReading> {
  const file = await openTextFile(options.file);
  const rows = readRows(normalizeLineEnds(file.chunks), delimiter);
  const readRow = createRowReader(options, plan, makeMessageId);
  return {
    bytesRead: file.bytesRead,
    contentHash: file.contentHash,
    rows: numberRows(rows, readRow),
    locate: createCellLocator(options, plan),
  };
}

async function* numberRows(
  batches: AsyncIterable<readonly Row[]>,
  readRow: (row: Row, number: number) => LoadRow,
): AsyncGenerator<LoadRow[], void> {
  // The header is row 0.
  let next = 0;
  for await (const batch of batches) {
    const numbered: LoadRow[] = [];
    for (const row of batch) {
      if (next > 0) numbered.push(readRow(row, next));
      next += 1;
    }
    yield numbered;
  }
}

async function startTable(chunks: AsyncGenerator<string, void>, delimiterOption?: string) {
  const normal = normalizeLineEnds(chunks);
  const first = await normal.next();
  const head = first.value ?? '';
  const wholeLines = head.slice(0, head.lastIndexOf('\n') + 1 || undefined);
  const delimiter =
    delimiterOption === undefined ? detectDelimiter(wholeLines) : parseDelimiter(delimiterOption);
  return { delimiter, rows: readRows(prepend(head, normal), delimiter) };
}

async function* prepend(head: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield head;
  yield* rest;
}
