import { isJsonObject } from '../ingest/read-values.ts';
import type { LoadOptions } from './load-options.ts';
import type { LoadRow, LoadSource } from './load-source.ts';
import { cutValue } from './load-source.ts';
import { readLines } from './read-lines.ts';
import { normalizeLineEnds } from './read-rows.ts';
import { openTextFile } from './text-file.ts';

/** Reads a file of one webhook item a line once, to know how long it is. */
export async function openNdjson(
  options: LoadOptions,
  onBytes: (read: number, total: number) => void,
): Promise<LoadSource> {
  const file = await openTextFile(options.file);
  let totalRows = 0;
  for await (const lines of readLines(normalizeLineEnds(file.chunks))) {
    totalRows += lines.length;
    onBytes(file.bytesRead(), file.totalBytes);
  }
  return {
    totalRows,
    totalBytes: file.totalBytes,
    contentHash: file.contentHash(),
    meaning: { source: options.source },
    async read(makeMessageId) {
      const again = await openTextFile(options.file);
      const lines = readLines(normalizeLineEnds(again.chunks));
      return {
        bytesRead: again.bytesRead,
        contentHash: again.contentHash,
        rows: readItems(lines, makeMessageId),
        locate: (_row, path) => ({ column: path, value: '' }),
      };
    },
  };
}

async function* readItems(
  batches: AsyncIterable<readonly string[]>,
  makeMessageId: (row: number) => string,
): AsyncGenerator<LoadRow[], void> {
  let row = 0;
  for await (const lines of batches) {
    const rows: LoadRow[] = [];
    for (const line of lines) {
      row += 1;
      if (line.trim() !== '') rows.push(readLine(line, row, makeMessageId));
    }
    yield rows;
  }
}

function readLine(line: string, row: number, makeMessageId: (row: number) => string): LoadRow {
  const refuse = (reason: string): LoadRow => ({
    row,
    rejected: [{ row, column: '', value: cutValue(line), reason }],
    size: line.length,
    cells: [],
  });
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    // The engine's message quotes the line, which the report shows anyway.
    return refuse('The line is not well-formed JSON.');
  }
  if (!isJsonObject(raw)) return refuse('The line is not a JSON object.');
  if (isDeeperThan(raw, maxDepth)) return refuse(`It is nested deeper than ${maxDepth} levels.`);
  const messageId = raw.messageId ?? makeMessageId(row);
  // A spread copies `__proto__` as the own property that it is.
  return { row, item: { ...raw, messageId }, rejected: [], size: line.length, cells: [] };
}

/** No item needs more than 3; sending one that is very deep would exhaust the stack. */
const maxDepth = 50;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}
